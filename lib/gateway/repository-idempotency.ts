import type { Context } from "#lib/context/context.ts";
import { Secret } from "#lib/core/secret.ts";
import { open, type Place, seal } from "#lib/crypto/envelope.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";

/** A call is taken for dead after so long, and may then be begun again; longer than any exchange without a byte. */
const RUN_SECONDS = 330;
const KEPT_HOURS = 24;

export interface IdempotentCall {
  id: Uint8Array<ArrayBuffer>;
  workspaceId: string;
  connectionId: string;
  requestHash: Uint8Array<ArrayBuffer>;
}

export interface EarlierCall {
  requestHash: Uint8Array;
  state: "running" | "answered" | "too_large";
  status: number | null;
  answerSealed: Uint8Array | null;
  keyId: string | null;
}

/** Takes the key for this call: `null` when it is ours now, else what is known of the call that has it. */
export async function claimCall({ db }: Context, call: IdempotentCall): Promise<EarlierCall | null> {
  const { id, workspaceId, connectionId, requestHash } = call;
  const claimed = await db.$executeRaw`
    INSERT INTO "IdempotentCall" AS c ("id", "workspaceId", "connectionId", "requestHash", "runsUntil", "expiresAt")
    VALUES (${id}, ${workspaceId}, ${connectionId}, ${requestHash},
      clock_timestamp() + ${RUN_SECONDS} * interval '1 second', clock_timestamp() + ${KEPT_HOURS} * interval '1 hour')
    ON CONFLICT ("id") DO UPDATE SET "requestHash" = EXCLUDED."requestHash", "state" = 'running', "status" = NULL,
      "answerSealed" = NULL, "keyId" = NULL, "runsUntil" = EXCLUDED."runsUntil", "expiresAt" = EXCLUDED."expiresAt"
    WHERE c."expiresAt" < clock_timestamp()
      OR (c."state" = 'running' AND c."runsUntil" < clock_timestamp() AND c."requestHash" = EXCLUDED."requestHash")`;
  if (claimed > 0) return null;
  const select = { requestHash: true, state: true, status: true, answerSealed: true, keyId: true };
  return db.idempotentCall.findFirst({ where: { id }, select });
}

/** Gives the key back, so that a repetition is sent. */
export async function releaseCall({ db }: Context, { id }: IdempotentCall): Promise<void> {
  await db.idempotentCall.deleteMany({ where: { id, state: "running" } });
}

/** Keeps the answer for repetitions, sealed; `null`: only that there was one. */
export async function saveAnswer(
  ctx: Context,
  { id, workspaceId }: IdempotentCall,
  { status, bytes }: { status: number; bytes: Uint8Array | null },
): Promise<void> {
  const where = { id, state: "running" as const };
  if (bytes === null) {
    await ctx.db.idempotentCall.updateMany({ where, data: { state: "too_large", status } });
    return;
  }
  const key = await currentWorkspaceKey(ctx, workspaceId);
  const answerSealed = seal(key, answerPlace(id), new Secret(bytes));
  const data = { state: "answered" as const, status, answerSealed, keyId: key.id };
  await ctx.db.idempotentCall.updateMany({ where, data });
}

/** Opens a kept answer. */
export async function openAnswer(
  ctx: Context,
  { id, workspaceId }: IdempotentCall,
  { answerSealed, keyId }: EarlierCall,
): Promise<Uint8Array> {
  const key = await workspaceKey(ctx, workspaceId, keyId ?? "");
  return open(key, answerPlace(id), answerSealed ?? new Uint8Array()).reveal();
}

/** Removes what is past its day; how many. */
export async function deleteExpiredCalls({ db }: Pick<Context, "db">): Promise<number> {
  return db.$executeRaw`DELETE FROM "IdempotentCall" WHERE "expiresAt" < statement_timestamp()`;
}

function answerPlace(id: Uint8Array): Place {
  return { table: "IdempotentCall", rowId: Buffer.from(id).toString("hex"), field: "answer", version: 0 };
}

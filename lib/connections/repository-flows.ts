import type { Context } from "#lib/context/context.ts";
import { conflict } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Place } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";
import type {
  AuthorizationFlowModel,
  AuthorizationFlowUncheckedCreateInput,
} from "#lib/db/generated/models.ts";
import type { FlowFailureCode } from "./contract.ts";

export type FlowRow = AuthorizationFlowModel;

type NewFlow = Omit<
  AuthorizationFlowUncheckedCreateInput,
  "codeVerifierSealed" | "keyId" | "createdAt" | "expiresAt" | "consumedAt"
> & { codeVerifier: Secret<string>; lifeSeconds: number };

/** Writes a flow whose life is counted on the database's clock. 409 when the handle is taken. */
export async function insertFlow(
  ctx: Context,
  { codeVerifier, lifeSeconds, ...data }: NewFlow,
): Promise<void> {
  const key = await currentWorkspaceKey(ctx, data.workspaceId);
  const now = ctx.now();
  const sealed = { keyId: key.id, codeVerifierSealed: sealText(key, verifierPlace(data.id), codeVerifier) };
  await ctx.db.authorizationFlow
    .create({ data: { ...data, ...sealed, createdAt: now, expiresAt: now } })
    .catch((cause: unknown) => {
      if (typeof cause === "object" && cause !== null && "code" in cause && cause.code === "P2002") {
        throw conflict("This attempt was already started. Start again from the page you came from.");
      }
      throw cause;
    });
  await ctx.db.$executeRaw`
    UPDATE "AuthorizationFlow" SET "expiresAt" = clock_timestamp() + make_interval(secs => ${lifeSeconds}::double precision)
    WHERE "id" = ${data.id}`;
}

/**
 * Uses a flow up: exactly one of any number of callers gets its row, the others get `null` (D-03).
 * The state itself is the capability here; who may go on is decided on the row.
 */
export async function consumeFlow(ctx: Context, stateHash: Uint8Array): Promise<FlowRow | null> {
  const rows = await ctx.db.$queryRaw<FlowRow[]>`
    UPDATE "AuthorizationFlow" SET "consumedAt" = clock_timestamp(), "status" = 'exchanging'
    WHERE "stateHash" = ${stateHash} AND "consumedAt" IS NULL AND "expiresAt" > clock_timestamp()
    RETURNING *`;
  return rows[0] ?? null;
}

/** The flow of a state, used up or not. */
export function findFlowByState(ctx: Context, stateHash: Uint8Array<ArrayBuffer>): Promise<FlowRow | null> {
  return ctx.db.authorizationFlow.findFirst({ where: { stateHash } });
}

/** A person's own flow, by its id or by the handle that the page chose. */
export function findOwnFlow(ctx: Context, userId: string, idOrHandle: string): Promise<FlowRow | null> {
  return ctx.db.authorizationFlow.findFirst({
    where: { userId, OR: [{ id: idOrHandle }, { handle: idOrHandle }] },
  });
}

export async function openCodeVerifier(ctx: Context, flow: FlowRow): Promise<Secret<string>> {
  const key = await workspaceKey(ctx, flow.workspaceId, flow.keyId);
  return openText(key, verifierPlace(flow.id), flow.codeVerifierSealed);
}

export async function succeedFlow(
  ctx: Context,
  { id, workspaceId }: FlowRow,
  connectionId: string | null,
): Promise<void> {
  await ctx.db.authorizationFlow.updateMany({
    where: { id, workspaceId },
    data: { status: "succeeded", connectionId },
  });
}

/** Ends a flow badly and uses it up, whatever state it was in; one that succeeded stays so. */
export async function failFlow(
  ctx: Context,
  { id, workspaceId, consumedAt }: FlowRow,
  code: FlowFailureCode,
): Promise<void> {
  await ctx.db.authorizationFlow.updateMany({
    where: { id, workspaceId, status: { not: "succeeded" } },
    data: { status: "failed", failureCode: code, consumedAt: consumedAt ?? ctx.now() },
  });
}

/** For the system only: erases, everywhere, flows that ended a day ago or longer. Gives their number. */
export async function deleteFlowsExpiredFor(ctx: Context, hours: number): Promise<number> {
  return ctx.db.$executeRaw`
    DELETE FROM "AuthorizationFlow"
    WHERE "expiresAt" < statement_timestamp() - make_interval(hours => ${hours}::int)`;
}

function verifierPlace(rowId: string): Place {
  return { table: "AuthorizationFlow", rowId, field: "codeVerifier", version: 0 };
}

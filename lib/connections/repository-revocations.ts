import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Place } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { RevocationModel } from "#lib/db/generated/models.ts";

import type { ClientOf } from "./client-of.ts";
import { madeWith } from "./repository-clients.ts";

export type RevocationRow = RevocationModel;

interface NewRevocation {
  workspaceId: string;
  integrationId: string;
  connectionId: string;
  /** The overrides that the connection was made with. */
  runtimeOverrideId: string | null;
  applicationOverrideId: string | null;
  accessToken: Secret<string>;
  refreshToken: Secret<string> | null;
  /** The connection's facts, which the provider may want with the revocation. */
  data: Record<string, unknown>;
}

/** Keeps the tokens of a connection that is about to go, sealed for their new place, until the provider was told. */
export async function insertRevocation(
  ctx: Context,
  { accessToken, refreshToken, data, ...rest }: NewRevocation,
): Promise<string> {
  const now = ctx.now();
  const id = newId("revocation", now.getTime());
  const key = await currentWorkspaceKey(ctx, rest.workspaceId);
  await ctx.db.revocation.create({
    data: {
      ...rest,
      id,
      data: data as Prisma.InputJsonObject,
      keyId: key.id,
      accessTokenSealed: sealText(key, tokenPlace(id, "accessToken"), accessToken),
      refreshTokenSealed: refreshToken && sealText(key, tokenPlace(id, "refreshToken"), refreshToken),
      createdAt: now,
    },
  });
  return id;
}

/**
 * Claims a due revocation for a minute of the database's clock, so that two workers don't send it at once;
 * `null` when it is done, claimed or not due yet.
 */
export async function claimRevocation(ctx: Context, id: string): Promise<RevocationRow | null> {
  const rows = await ctx.db.$queryRaw<RevocationRow[]>`
    UPDATE "Revocation" SET "nextAttemptAt" = clock_timestamp() + interval '60 seconds', "attempts" = "attempts" + 1
    WHERE "id" = ${id} AND "status" = 'pending' AND "nextAttemptAt" <= clock_timestamp()
    RETURNING *`;
  return rows[0] ?? null;
}

export function findRevocation(ctx: Context, id: string): Promise<RevocationRow | null> {
  return ctx.db.revocation.findFirst({ where: { id } });
}

/** Puts the job of a revocation into the queue, for the time that its row names; one job a revocation. */
export async function scheduleRevocation(ctx: Context, id: string): Promise<void> {
  await ctx.db.$executeRaw`
    SELECT mooring_add_job('revoke-connection', json_build_object('revocationId', r."id"),
      run_at => r."nextAttemptAt", job_key => 'revoke-connection:' || r."id", max_attempts => 5)
    FROM "Revocation" r WHERE r."id" = ${id}`;
}

export async function openRevocationTokens(
  ctx: Context,
  row: RevocationRow,
): Promise<{ accessToken: Secret<string> | null; refreshToken: Secret<string> | null }> {
  const key = await workspaceKey(ctx, row.workspaceId, row.keyId);
  const opened = (sealed: Uint8Array | null, field: string) =>
    sealed && openText(key, tokenPlace(row.id, field), sealed);
  return {
    accessToken: opened(row.accessTokenSealed, "accessToken"),
    refreshToken: opened(row.refreshTokenSealed, "refreshToken"),
  };
}

// What a finished revocation needs no more.
const erased = { accessTokenSealed: null, refreshTokenSealed: null, data: Prisma.DbNull };

/** Ends a revocation, well or badly, and erases the tokens and what was known of the grant. */
export async function finishRevocation(
  ctx: Context,
  { id, workspaceId }: RevocationRow,
  { status, cause }: { status: "revoked" | "unavailable" | "failed"; cause: string },
): Promise<void> {
  await ctx.db.revocation.updateMany({
    where: { id, workspaceId },
    data: { status, cause, finishedAt: ctx.now(), ...erased },
  });
}

/**
 * Ends what integrations, or one client of theirs, still have to revoke, because the place to tell is no longer the one
 * that granted (P-04).
 */
export async function abandonRevocations(
  ctx: Context,
  {
    integrationIds,
    workspaceId,
    client,
  }: { integrationIds: string[]; workspaceId?: string; client?: ClientOf },
  cause: string,
): Promise<void> {
  await ctx.db.revocation.updateMany({
    where: {
      ...{ integrationId: { in: integrationIds }, workspaceId, ...(client && madeWith(client)) },
      status: "pending",
    },
    data: { status: "unavailable", cause, finishedAt: ctx.now(), ...erased },
  });
}

/** Leaves a revocation for a later attempt. */
export async function postponeRevocation(
  ctx: Context,
  { id, workspaceId }: RevocationRow,
  { delayMs, cause }: { delayMs: number; cause: string },
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "Revocation" SET "cause" = ${cause},
      "nextAttemptAt" = clock_timestamp() + make_interval(secs => ${delayMs / 1000}::double precision)
    WHERE "id" = ${id} AND "workspaceId" = ${workspaceId}`;
}

function tokenPlace(rowId: string, field: string): Place {
  return { table: "Revocation", rowId, field, version: 0 };
}

import type { Context } from "#lib/context/context.ts";
import { LEASE, type Lease } from "./repository-tokens.ts";

/**
 * Counts a request before it leaves, and prolongs the lease for it; false when the version moved or another holder took
 * over, so that it must not leave.
 */
export async function countRequest(
  ctx: Context,
  { connectionId, leaseHolder, tokenVersion }: Lease,
): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<{ connectionId: string }[]>`
    WITH held AS (
      UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() + ${LEASE}
      WHERE "connectionId" = ${connectionId} AND "leaseHolder" = ${leaseHolder} AND "tokenVersion" = ${tokenVersion}
      RETURNING "connectionId"),
    counted AS (
      UPDATE "RefreshIntent" i SET "requests" = i."requests" + 1 FROM held h
      WHERE i."connectionId" = h."connectionId" AND i."attemptId" = ${leaseHolder})
    SELECT "connectionId" FROM held`;
  return rows.length > 0;
}

/** A renewal that somebody sent and nobody finished. */
export interface OpenIntent {
  connectionId: string;
  workspaceId: string;
  startedAt: Date;
}

/** Intents with requests, of usable connections that nobody is renewing and that may be tried now; after the one given, oldest first. */
export function listOpenIntents(
  ctx: Context,
  after: OpenIntent | null,
  limit: number,
): Promise<OpenIntent[]> {
  return ctx.db.$queryRaw<OpenIntent[]>`
    SELECT i."connectionId", i."workspaceId", i."startedAt" FROM "RefreshIntent" i
    JOIN "ConnectionTokens" t ON t."connectionId" = i."connectionId" AND t."tokenVersion" = i."tokenVersion"
    JOIN "Connection" c ON c."id" = i."connectionId"
    WHERE i."requests" > 0 AND c."status" IN ('active', 'degraded')
      AND (t."leaseExpiresAt" IS NULL OR t."leaseExpiresAt" < clock_timestamp())
      AND (c."retryAt" IS NULL OR c."retryAt" <= clock_timestamp())
      AND (i."startedAt", i."connectionId") > (${after?.startedAt ?? new Date(0)}, ${after?.connectionId ?? ""})
    ORDER BY i."startedAt", i."connectionId" LIMIT ${limit}`;
}

/** Forgets what died before anything was sent: there is nothing to find out. Gives how many. */
export function deleteUnsentIntents(ctx: Context): Promise<number> {
  return ctx.db.$executeRaw`
    DELETE FROM "RefreshIntent" i USING "ConnectionTokens" t
    WHERE t."connectionId" = i."connectionId" AND i."requests" = 0 AND i."startedAt" < statement_timestamp() - ${LEASE}
      AND (t."leaseExpiresAt" IS NULL OR t."leaseExpiresAt" < clock_timestamp())`;
}

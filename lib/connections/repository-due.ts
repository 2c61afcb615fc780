import type { Context } from "#lib/context/context.ts";

export interface DueConnection {
  connectionId: string;
  workspaceId: string;
  integrationId: string;
  tokenVersion: number;
}

interface ClaimedRow extends DueConnection {
  isOpen: boolean;
}

/**
 * Claims connections of all workspaces whose renewal is due, the most urgent first, by moving their due time: other
 * processes skip them. What cannot be renewed now is moved too, so that it does not stand first in the index for ever.
 * Gives how many were claimed and those of them to renew. A claim that is lost with its process is due again in 90 s.
 * The statement's own time is what the index can begin at; the clock's, which moves while it runs, is not.
 */
export async function claimDueConnections(
  ctx: Context,
  limit: number,
): Promise<{ claimed: number; due: DueConnection[] }> {
  const rows = await ctx.db.$queryRaw<ClaimedRow[]>`
    WITH due AS MATERIALIZED (
      SELECT t."connectionId" FROM "ConnectionTokens" t
      WHERE t."refreshDueAt" <= statement_timestamp()
      ORDER BY t."refreshDueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), seen AS (
      SELECT c."id", c."integrationId", c."status", c."retryAt", i."disabledAt",
        c."status" IN ('active', 'degraded') AND i."disabledAt" IS NULL
          AND (c."retryAt" IS NULL OR c."retryAt" <= clock_timestamp()) AS "isOpen"
      FROM due JOIN "Connection" c ON c."id" = due."connectionId" JOIN "Integration" i ON i."id" = c."integrationId"
    )
    UPDATE "ConnectionTokens" t SET "refreshDueAt" = CASE
      WHEN seen."isOpen" THEN clock_timestamp() + interval '90 seconds'
      WHEN seen."status" IN ('needs_reauth', 'revoked') THEN NULL
      WHEN seen."status" = 'suspended' OR seen."disabledAt" IS NOT NULL THEN clock_timestamp() + interval '10 minutes'
      ELSE seen."retryAt" END
    FROM seen WHERE t."connectionId" = seen."id"
    RETURNING t."connectionId", t."workspaceId", seen."integrationId", t."tokenVersion", seen."isOpen"`;
  const due = rows.filter(({ isOpen }) => isOpen).map(({ isOpen: _, ...row }) => row);
  return { claimed: rows.length, due };
}

/**
 * Sets when a renewal that failed is tried again: at the connection's own retry time, else after `afterMs`.
 * A version that has moved keeps its own due time, and what an endpoint holds waits for that.
 */
export async function deferDueConnection(
  ctx: Context,
  { connectionId, workspaceId, tokenVersion }: DueConnection,
  afterMs: number,
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "ConnectionTokens" t
    SET "refreshDueAt" = CASE WHEN c."retryAt" > clock_timestamp() THEN c."retryAt"
      ELSE clock_timestamp() + ${afterMs} * interval '1 millisecond' END
    FROM "Connection" c
    WHERE c."id" = t."connectionId" AND t."connectionId" = ${connectionId} AND t."workspaceId" = ${workspaceId}
      AND t."tokenVersion" = ${tokenVersion} AND t."heldByEndpoint" IS NULL`;
}

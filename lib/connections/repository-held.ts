import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";

/** An endpoint that nobody has asked for so long after its pause is another's by now: an edit has moved the integration. */
const FORGOTTEN = Prisma.sql`interval '15 minutes'`;

/** So many are let go at once, the most urgent first; the next claim lets go of more. */
const AT_ONCE = 1_000;

/**
 * Takes a connection out of what is due for as long as the endpoint is left alone, in one statement; nothing happens when
 * it no longer is. Nobody tries it in vain meanwhile, and it does not have to guess when to come back.
 */
export async function holdConnection(
  ctx: Context,
  { tokenUrl, connectionId }: { tokenUrl: string; connectionId: string },
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "ConnectionTokens" t SET "heldByEndpoint" = e."id", "refreshDueAt" = NULL
    FROM "TokenEndpoint" e
    WHERE e."id" = ${tokenUrl} AND e."openUntil" > clock_timestamp()
      AND t."connectionId" = ${connectionId} AND t."heldByEndpoint" IS DISTINCT FROM e."id"`;
}

/** Whether it waits for its endpoint and not for a time of its own. */
export async function isHeld(ctx: Context, connectionId: string): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM "ConnectionTokens" WHERE "connectionId" = ${connectionId} AND "heldByEndpoint" IS NOT NULL`;
  return rows.length > 0;
}

/**
 * Lets go of connections whose endpoint works again: they are due at once, whoever expires first before the others. Of an
 * endpoint whose pause is over, one is let go, so that the worker finds out by itself: a random one, since one grant may
 * fail for reasons of its own. It goes by what stands in the rows, so nothing is lost with a process.
 */
export async function releaseHeld(ctx: Context): Promise<void> {
  await ctx.db.$executeRaw`
    WITH free AS MATERIALIZED (
      SELECT t."connectionId" FROM "TokenEndpoint" e JOIN "ConnectionTokens" t ON t."heldByEndpoint" = e."id"
      WHERE e."openUntil" IS NULL OR e."openUntil" < clock_timestamp() - ${FORGOTTEN}
      ORDER BY t."expiresAt" LIMIT ${AT_ONCE} FOR UPDATE OF t SKIP LOCKED
    ), probes AS MATERIALIZED (
      SELECT probe."connectionId" FROM "TokenEndpoint" e CROSS JOIN LATERAL (
        SELECT t."connectionId" FROM "ConnectionTokens" t
        JOIN "Connection" c ON c."id" = t."connectionId" JOIN "Integration" i ON i."id" = c."integrationId"
        WHERE t."heldByEndpoint" = e."id" AND c."status" IN ('active', 'degraded') AND i."disabledAt" IS NULL
        ORDER BY random() LIMIT 1) probe
      WHERE e."openUntil" <= clock_timestamp()
    )
    UPDATE "ConnectionTokens" t
    SET "heldByEndpoint" = NULL, "refreshDueAt" = least(clock_timestamp(), t."expiresAt")
    FROM (SELECT "connectionId" FROM free UNION SELECT "connectionId" FROM probes) let
    WHERE t."connectionId" = let."connectionId" AND t."heldByEndpoint" IS NOT NULL`;
}

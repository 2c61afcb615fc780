import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { OPENS_AFTER } from "./endpoint-rules.ts";

/** Longer than a renewal's request may take: a probe whose process died is followed by another one. */
const PROBE = Prisma.sql`interval '60 seconds'`;

interface Budget {
  perSecond: number;
  burst: number;
  /** So much is left to others. */
  reserve: number;
}

export interface Admission {
  failureCount: number;
  /** The endpoint was left alone until now; this one request finds out. */
  isProbe: boolean;
}

/**
 * Takes one request from a token endpoint's budget, in one statement on the database's clock. `null`: the budget
 * is used up, or the endpoint is left alone.
 */
export async function takeRequest(
  ctx: Context,
  id: string,
  { perSecond, burst, reserve }: Budget,
): Promise<Admission | null> {
  const left = Prisma.sql`least(${burst}::float8, e."budgetLeft"
    + greatest(0, extract(epoch FROM clock_timestamp() - e."budgetAt")::float8) * ${perSecond}::float8)`;
  const rows = await ctx.db.$queryRaw<Admission[]>`
    INSERT INTO "TokenEndpoint" AS e ("id", "failureCount", "budgetLeft", "budgetAt")
    VALUES (${id}, 0, ${burst}::float8 - 1, clock_timestamp())
    ON CONFLICT ("id") DO UPDATE SET "budgetLeft" = ${left} - 1, "budgetAt" = clock_timestamp(),
      "openUntil" = CASE WHEN e."openUntil" IS NOT NULL THEN clock_timestamp() + ${PROBE} END
    WHERE (e."openUntil" IS NULL OR e."openUntil" <= clock_timestamp())
      AND ${left} - 1 >= ${reserve}::float8
    RETURNING e."failureCount", e."openUntil" IS NOT NULL AS "isProbe"`;
  return rows[0] ?? null;
}

/** For how long an endpoint is still left alone, in ms; 0 when it is not. */
export async function findOpenMs(ctx: Context, id: string): Promise<number> {
  const rows = await ctx.db.$queryRaw<{ ms: number }[]>`
    SELECT greatest(0, extract(epoch FROM "openUntil" - clock_timestamp()) * 1000)::float8 AS "ms"
    FROM "TokenEndpoint" WHERE "id" = ${id} AND "openUntil" IS NOT NULL`;
  return rows[0]?.ms ?? 0;
}

/** The endpoint works. Writes only where something else was known. */
export async function closeEndpoint(ctx: Context, id: string): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "TokenEndpoint" SET "failureCount" = 0, "openUntil" = NULL
    WHERE "id" = ${id} AND ("failureCount" > 0 OR "openUntil" IS NOT NULL)`;
}

/** A probe that found nothing out, since it ended before it asked: another may do so at once. */
export async function returnProbe(ctx: Context, id: string): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "TokenEndpoint" SET "openUntil" = clock_timestamp()
    WHERE "id" = ${id} AND "openUntil" > clock_timestamp()`;
}

/** One more failure in a row; from the fifth on the endpoint is left alone for `openMs`. Stragglers of one wave count once. */
export async function failEndpoint(
  ctx: Context,
  id: string,
  { isProbe, openMs }: { isProbe: boolean; openMs: number },
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "TokenEndpoint" SET "failureCount" = "failureCount" + 1,
      "openUntil" = CASE WHEN "failureCount" + 1 >= ${OPENS_AFTER}
        THEN clock_timestamp() + ${openMs} * interval '1 millisecond' END
    WHERE "id" = ${id} AND (${isProbe} OR "openUntil" IS NULL)`;
}

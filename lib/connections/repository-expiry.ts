import type { Context } from "#lib/context/context.ts";
import type { GrantFacts, GrantLife } from "./grant-life.ts";

export interface EndingRow extends GrantFacts {
  id: string;
  offeringId: string;
}

interface Asked {
  lives: ReadonlyMap<string, GrantLife>;
  by: Date;
  after: string;
  limit: number;
}

/**
 * Connections of all workspaces that work and may end by `by`, whose end was not announced since somebody agreed to them, in
 * the order of their ids after `after`. Each way to an end is a branch of its own, so that each begins at its index;
 * whether it is the end of the grant, `grantEnd` says.
 */
export function findEndingConnections(
  ctx: Context,
  { lives, by, after, limit }: Asked,
): Promise<EndingRow[]> {
  const now = ctx.now();
  const limited = [...lives].filter(([, { absoluteSeconds }]) => absoluteSeconds !== null);
  const offerings = limited.map(([id]) => id);
  const seconds = limited.map(([, { absoluteSeconds }]) => absoluteSeconds);
  return ctx.db.$queryRaw<EndingRow[]>`
    SELECT c."id", c."hasRefreshToken", c."tokenExpiresAt", c."refreshTokenExpiresAt", c."lastAuthorizedAt",
      c."lastRefreshedAt", i."kind", i."offeringId"
    FROM (
      SELECT "id" FROM "Connection"
      WHERE NOT "hasRefreshToken" AND "tokenExpiresAt" > ${now} AND "tokenExpiresAt" <= ${by}
      UNION
      SELECT "id" FROM "Connection" WHERE "refreshTokenExpiresAt" > ${now} AND "refreshTokenExpiresAt" <= ${by}
      UNION
      SELECT c."id" FROM unnest(${offerings}::text[], ${seconds}::float8[]) AS life("offeringId", "seconds")
      JOIN "Integration" i ON i."offeringId" = life."offeringId"
      JOIN "Connection" c ON c."integrationId" = i."id"
        AND c."lastAuthorizedAt" > ${now}::timestamptz - life."seconds" * interval '1 second'
        AND c."lastAuthorizedAt" <= ${by}::timestamptz - life."seconds" * interval '1 second'
    ) AS ending
    JOIN "Connection" c ON c."id" = ending."id" JOIN "Integration" i ON i."id" = c."integrationId"
    WHERE c."status" IN ('active', 'degraded') AND i."disabledAt" IS NULL
      AND (c."expiryAnnouncedAt" IS NULL OR c."expiryAnnouncedAt" < c."lastAuthorizedAt")
      AND c."id" > ${after}
    ORDER BY c."id" LIMIT ${limit}`;
}

/** Notes the announcement; gives the ids that nobody else has noted meanwhile. */
export async function claimAnnouncements(ctx: Context, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    UPDATE "Connection" SET "expiryAnnouncedAt" = ${ctx.now()}
    WHERE "id" = ANY(${ids}) AND ("expiryAnnouncedAt" IS NULL OR "expiryAnnouncedAt" < "lastAuthorizedAt")
    RETURNING "id"`;
  return rows.map(({ id }) => id);
}

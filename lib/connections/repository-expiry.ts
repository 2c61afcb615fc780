import type { Context } from "#lib/context/context.ts";
import type { EndingGrant } from "./expiry-rules.ts";

export interface EndingRow extends EndingGrant {
  id: string;
}

/**
 * Connections of all workspaces that work and may end by `by`, whose end was not announced since somebody agreed to them, in
 * the order of their ids after `after`. `renewedOfferings` are those where every renewal moves the end.
 */
export function findEndingConnections(
  ctx: Context,
  {
    by,
    after,
    limit,
    renewedOfferings,
  }: { by: Date; after: string; limit: number; renewedOfferings: string[] },
): Promise<EndingRow[]> {
  const now = ctx.now();
  return ctx.db.$queryRaw<EndingRow[]>`
    SELECT c."id", c."hasRefreshToken", c."tokenExpiresAt", c."refreshTokenExpiresAt", c."lastAuthorizedAt"
    FROM "Connection" c JOIN "Integration" i ON i."id" = c."integrationId"
    WHERE ((NOT c."hasRefreshToken" AND c."tokenExpiresAt" > ${now} AND c."tokenExpiresAt" <= ${by})
        OR (c."hasRefreshToken" AND c."refreshTokenExpiresAt" > ${now} AND c."refreshTokenExpiresAt" <= ${by}
          AND i."offeringId" <> ALL(${renewedOfferings})))
      AND c."status" IN ('active', 'degraded') AND i."kind" = 'oauth2' AND i."disabledAt" IS NULL
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

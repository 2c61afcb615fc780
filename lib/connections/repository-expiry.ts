import type { Context } from "#lib/context/context.ts";
import type { GrantLife } from "./grant-life.ts";
import { whereHealth } from "./repository-health.ts";

/**
 * Connections of all workspaces that expire soon and whose end was not announced since somebody agreed to them, in the order
 * of their ids after `after`, with what their end is told by.
 */
export async function findEndingConnections(
  ctx: Context,
  { lives, after, limit }: { lives: ReadonlyMap<string, GrantLife>; after: string; limit: number },
) {
  const { lastAuthorizedAt } = ctx.db.connection.fields;
  const rows = await ctx.db.connection.findMany({
    where: {
      id: { gt: after },
      AND: whereHealth("expiring_soon", lives, ctx.now()),
      OR: [{ expiryAnnouncedAt: null }, { expiryAnnouncedAt: { lt: lastAuthorizedAt } }],
    },
    orderBy: { id: "asc" },
    take: limit,
    select: {
      ...{ id: true, hasRefreshToken: true, tokenExpiresAt: true, refreshTokenExpiresAt: true },
      ...{ lastAuthorizedAt: true, lastRefreshedAt: true },
      integration: { select: { kind: true, offeringId: true } },
    },
  });
  return rows.map(({ integration, ...row }) => ({ ...row, ...integration }));
}

/** Notes the announcement; gives the ids that nobody else has noted meanwhile. */
export async function claimAnnouncements(ctx: Context, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    UPDATE "Connection" SET "expiryAnnouncedAt" = ${ctx.now()}
    WHERE "id" = ANY(${ids}) AND ("expiryAnnouncedAt" IS NULL OR "expiryAnnouncedAt" < "lastAuthorizedAt")
    RETURNING "id"`;
  return rows.map(({ id }) => id);
}

import type { Context } from "#lib/context/context.ts";
import type { ClientOf } from "./client-of.ts";
import { type ConnectionRow, newestFirst, related } from "./repository.ts";
import { madeWith } from "./repository-clients.ts";

/**
 * Other connections that stand on the same account at the same client: of this integration, of another one of the workspace
 * with the same client, and of any workspace where the client is the deployment's.
 */
export function listSiblings(
  ctx: Context,
  { id, workspaceId, integrationId, accountId, integration }: ConnectionRow,
): Promise<ConnectionRow[]> {
  if (accountId === null) return Promise.resolve([]);
  const { offeringId, clientId, oauthCredentialId } = integration;
  const own = { workspaceId, integration: { offeringId, clientId, oauthCredentialId: null } };
  const byClient = oauthCredentialId
    ? [{ integration: { offeringId, oauthCredentialId } }]
    : clientId
      ? [own]
      : [];
  return ctx.db.connection.findMany({
    where: { accountId, id: { not: id }, OR: [{ workspaceId, integrationId }, ...byClient] },
    orderBy: newestFirst,
    include: related,
  });
}

/** Who may use a shared connection: how many members the workspace has, and the first five by name. */
export async function listUsers(
  ctx: Context,
  { id, workspaceId }: ConnectionRow,
): Promise<{ count: number; people: { id: string; name: string }[] }> {
  const user = { select: { id: true, name: true } };
  const memberships = { take: 5, orderBy: { user: { name: "asc" as const } }, select: { user } };
  const [row, count] = await Promise.all([
    ctx.db.connection.findFirst({
      where: { id, workspaceId },
      select: { integration: { select: { workspace: { select: { memberships } } } } },
    }),
    ctx.db.membership.count({ where: { workspaceId } }),
  ]);
  const found = row?.integration.workspace;
  return { count: found ? count : 0, people: found?.memberships.map((member) => member.user) ?? [] };
}

type Place = { integrationId: string; workspaceId: string };

/** An integration's connections in numbers, all or those made with one client, with the newest five rows. */
export async function summarizeDependents(ctx: Context, { client, ...place }: Place & { client?: ClientOf }) {
  const where = { ...place, ...(client && madeWith(client)) };
  const [all, owners, rows] = await Promise.all([
    ctx.db.connection.aggregate({ where, _count: { _all: true }, _max: { lastUsedAt: true } }),
    ctx.db.connection.groupBy({ by: ["ownerId"], where }),
    ctx.db.connection.findMany({ where, orderBy: newestFirst, take: 5, include: related }),
  ]);
  return { connections: all._count._all, people: owners.length, lastUsedAt: all._max.lastUsedAt, rows };
}

/** An integration's connections that were not granted every one of the scopes: how many, and the newest five rows. */
export async function summarizeLacking(ctx: Context, place: Place, scopes: readonly string[]) {
  const where = { ...place, NOT: { scopes: { hasEvery: [...scopes] } } };
  const [count, rows] = await Promise.all([
    ctx.db.connection.count({ where }),
    ctx.db.connection.findMany({ where, orderBy: newestFirst, take: 5, include: related }),
  ]);
  return { count, rows };
}

export async function listConnectionIds(ctx: Context, where: Place): Promise<string[]> {
  return (await ctx.db.connection.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

export type OpenConnection = Pick<
  ConnectionRow,
  "id" | "workspaceId" | "integrationId" | "runtimeOverrideId" | "applicationOverrideId" | "data"
>;

const openColumns = {
  ...{ id: true, workspaceId: true, integrationId: true, data: true },
  ...{ runtimeOverrideId: true, applicationOverrideId: true },
} as const;

/** The connections of all workspaces that can be used, through integrations of these offerings. */
export function listOpenConnections(ctx: Context, offeringIds: string[]): Promise<OpenConnection[]> {
  return ctx.db.connection.findMany({
    where: {
      status: { in: ["active", "degraded"] },
      integration: { offeringId: { in: offeringIds }, disabledAt: null },
    },
    select: openColumns,
  });
}

/** The same, of one offering: those that can be renewed and have been neither granted nor renewed since. */
export function listIdleConnections(
  ctx: Context,
  offeringId: string,
  since: Date,
): Promise<OpenConnection[]> {
  return ctx.db.connection.findMany({
    where: {
      status: { in: ["active", "degraded"] },
      hasRefreshToken: true,
      lastAuthorizedAt: { lt: since },
      OR: [{ lastRefreshedAt: null }, { lastRefreshedAt: { lt: since } }],
      integration: { offeringId, disabledAt: null },
    },
    select: openColumns,
  });
}

/** Whether anybody was granted access through the integration since. */
export async function hasGrantSince(ctx: Context, integrationId: string, since: Date): Promise<boolean> {
  return (await ctx.db.connection.count({ where: { integrationId, lastAuthorizedAt: { gt: since } } })) > 0;
}

/** How many of an integration's connections died since, and how many it has (D-14). */
export async function countDeaths(
  ctx: Context,
  integrationId: string,
  since: Date,
): Promise<{ recentDeaths: number; total: number }> {
  const died = { integrationId, status: "needs_reauth" as const, statusChangedAt: { gte: since } };
  const [recentDeaths, total] = await Promise.all([
    ctx.db.connection.count({ where: died }),
    ctx.db.connection.count({ where: { integrationId } }),
  ]);
  return { recentDeaths, total };
}

/** By integration of the workspace and cause: how many connections are in trouble for one of these causes. */
export async function countByCause(
  ctx: Context,
  workspaceId: string,
  causes: string[],
): Promise<{ integrationId: string; cause: string; count: number }[]> {
  return ctx.db.$queryRaw`
    SELECT "integrationId", "statusCause" AS "cause", count(*)::int AS "count" FROM "Connection"
    WHERE "workspaceId" = ${workspaceId} AND "status" = 'degraded' AND "statusCause" = ANY(${causes})
    GROUP BY 1, 2`;
}

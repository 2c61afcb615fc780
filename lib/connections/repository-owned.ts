import type { Context } from "#lib/context/context.ts";
import type { ConnectionMode, Handover } from "#lib/db/generated/enums.ts";
import type { ShareLevel } from "./contract.ts";
import { type ConnectionRow, newestFirst, related } from "./repository.ts";
import { insertConnectionEvents } from "./repository-events.ts";

export interface Owned {
  workspaceId: string;
  ownerId: string;
}

/** Why a connection stopped whose owner is no member any more. */
export const CAUSE_OWNER_LEFT = "owner_left";

/** What somebody made in a workspace: how many of both kinds, and the newest five. */
export async function summarizeOwned(ctx: Context, where: Owned) {
  const [personal, shared, rows] = await Promise.all([
    ctx.db.connection.count({ where: { ...where, isShared: false } }),
    ctx.db.connection.count({ where: { ...where, isShared: true } }),
    ctx.db.connection.findMany({ where, orderBy: newestFirst, take: 5, include: related }),
  ]);
  return { personal, shared, rows };
}

/** What somebody owns, in numbers, and a text that is another one as soon as a connection comes, goes or is shared otherwise. */
export async function summarizeSweep(
  ctx: Context,
  { workspaceId, ownerId }: Owned,
): Promise<{ personal: number; shared: number; state: string }> {
  const rows = await ctx.db.$queryRaw<{ personal: number; shared: number; state: string }[]>`
    SELECT (count(*) FILTER (WHERE NOT "isShared"))::int4 AS "personal", (count(*) FILTER (WHERE "isShared"))::int4 AS "shared",
      md5(COALESCE(string_agg("id" || ':' || COALESCE("shareLevel"::text, ''), ',' ORDER BY "id"), '')) AS "state"
    FROM "Connection" WHERE "ownerId" = ${ownerId} AND "workspaceId" = ${workspaceId} AND "status" <> 'revoked'`;
  return rows[0] ?? { personal: 0, shared: 0, state: "" };
}

/** Up to `limit + 1` of what somebody owns, newest first. */
export function listOwned(
  ctx: Context,
  where: Owned,
  { after, limit }: { after: { createdAt: Date; id: string } | null; limit: number },
): Promise<ConnectionRow[]> {
  return ctx.db.connection.findMany({
    where: {
      ...{ ...where, status: { not: "revoked" } },
      ...(after && {
        OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
      }),
    },
    orderBy: newestFirst,
    take: limit + 1,
    include: related,
  });
}

/** What decides where a connection may go when its owner leaves, and what it is called. */
export interface OwnedRow {
  id: string;
  integrationId: string;
  connectionMode: ConnectionMode;
  shareLevel: ShareLevel | null;
  /** Left to them by somebody else before, and not yet taken on or signed in for. */
  handover: Handover | null;
  name: string | null;
  accountId: string | null;
  accountLabel: string | null;
  accountEmail: string | null;
}

/** Everything that somebody owns and that is not being disconnected, held until the transaction ends. */
export function lockOwned(ctx: Context, { workspaceId, ownerId }: Owned): Promise<OwnedRow[]> {
  return ctx.db.$queryRaw<OwnedRow[]>`
    SELECT c."id", c."integrationId", i."connectionMode"::text AS "connectionMode", c."shareLevel"::text AS "shareLevel",
      c."handover"::text AS "handover", c."name", c."accountId", c."accountLabel", c."accountEmail"
    FROM "Connection" c JOIN "Integration" i ON i."id" = c."integrationId"
    WHERE c."ownerId" = ${ownerId} AND c."workspaceId" = ${workspaceId} AND c."status" <> 'revoked'
    ORDER BY c."id" FOR UPDATE OF c`;
}

/** Stops all connections of somebody, whatever their status, with a line in each history; how many. */
export async function revokeOwned(ctx: Context, where: Owned): Promise<number> {
  const now = ctx.now();
  const change = { status: "revoked" as const, statusCause: CAUSE_OWNER_LEFT };
  const rows = await ctx.db.connection.updateManyAndReturn({
    where,
    data: { ...change, statusChangedAt: now, updatedAt: now },
    select: { id: true },
  });
  const { workspaceId } = where;
  await insertConnectionEvents(
    ctx,
    rows.map(({ id }) => ({
      ...{ workspaceId, connectionId: id, type: "status-changed" as const, cause: CAUSE_OWNER_LEFT },
      detail: { after: "revoked" },
    })),
  );
  return rows.length;
}

/** Some of the connections that were stopped so and are still there; a reconnect takes one out of them. */
export function listRevoked(ctx: Context, where: Owned, limit: number): Promise<ConnectionRow[]> {
  return ctx.db.connection.findMany({
    where: { ...where, status: "revoked", statusCause: CAUSE_OWNER_LEFT },
    orderBy: newestFirst,
    take: limit,
    include: related,
  });
}

/** What some connections of a workspace are called. */
export function findLabels(
  { db }: Pick<Context, "db">,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
) {
  return db.connection.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    select: { id: true, name: true, accountId: true, accountLabel: true, accountEmail: true },
  });
}

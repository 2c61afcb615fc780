import type { Context } from "#lib/context/context.ts";
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

/** Gives all shared connections of somebody another owner; which. */
export function moveShared(ctx: Context, where: Owned, to: string) {
  return ctx.db.connection.updateManyAndReturn({
    where: { ...where, isShared: true },
    data: { ownerId: to, updatedAt: ctx.now() },
    select: {
      ...{ id: true, integrationId: true, name: true },
      ...{ accountId: true, accountLabel: true, accountEmail: true },
    },
  });
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

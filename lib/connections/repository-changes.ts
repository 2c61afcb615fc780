import type { Context } from "#lib/context/context.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { ClientOf } from "./client-of.ts";
import type { ConnectionStatus } from "./contract.ts";
import { madeWith } from "./repository-clients.ts";
import { insertConnectionEvents } from "./repository-events.ts";

type Data = { data?: Record<string, unknown> };
export type NewConnection = Omit<Prisma.ConnectionUncheckedCreateInput, "createdAt" | "updatedAt" | "data"> &
  Data;
export type ConnectionChange = Omit<Prisma.ConnectionUncheckedUpdateManyInput, "data" | "updatedAt"> & Data;

/** Makes simultaneous grants of one owner at one integration wait for each other until the transaction ends. */
export async function lockGrants(
  ctx: Context,
  { integrationId, ownerId }: { integrationId: string; ownerId: string },
): Promise<void> {
  await ctx.db
    .$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`connections:${integrationId}:${ownerId}`}, 0))::text`;
}

export async function insertConnection(ctx: Context, { data, ...rest }: NewConnection): Promise<void> {
  const now = ctx.now();
  await ctx.db.connection.create({
    data: { ...rest, data: toJson(data ?? {}), createdAt: now, updatedAt: now },
  });
}

export async function updateConnectionRow(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
  { data, ...rest }: ConnectionChange,
): Promise<boolean> {
  const change = { ...rest, ...(data && { data: toJson(data) }), updatedAt: ctx.now() };
  const { count } = await ctx.db.connection.updateMany({ where: { id, workspaceId }, data: change });
  return count > 0;
}

/** Holds a connection until the transaction ends; false when it is gone. */
export async function lockConnection(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Connection" WHERE "id" = ${id} AND "workspaceId" = ${workspaceId} FOR UPDATE`;
  return rows.length > 0;
}

/** What a connection that somebody signs in for was granted and lacks, held until the transaction ends. */
export async function lockScopes(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<{ scopes: string[]; wantedScopes: string[] } | null> {
  const rows = await ctx.db.$queryRaw<{ scopes: string[]; wantedScopes: string[] }[]>`
    SELECT c."scopes", c."wantedScopes" FROM "Connection" c JOIN "Integration" i ON i."id" = c."integrationId"
    WHERE c."id" = ${id} AND c."workspaceId" = ${workspaceId} AND i."kind" = 'oauth2' FOR UPDATE OF c`;
  return rows[0] ?? null;
}

/** Moves a connection on from the status that was seen; false when somebody else has moved it since. */
export async function moveStatus(
  ctx: Context,
  { id, workspaceId, from }: { id: string; workspaceId: string; from: ConnectionStatus },
  change: Pick<ConnectionChange, "status" | "statusCause" | "statusChangedAt">,
): Promise<boolean> {
  const where = { id, workspaceId, status: from };
  const { count } = await ctx.db.connection.updateMany({ where, data: { ...change, updatedAt: ctx.now() } });
  return count > 0;
}

// What providers tell comes out of JSON, so it goes back in.
function toJson(data: Record<string, unknown>): Prisma.InputJsonObject {
  return data as Prisma.InputJsonObject;
}

/** Moves the time of last use forward, and leaves `updatedAt` and everything else alone. */
export async function stampConnectionUse(
  ctx: Context,
  { connectionId, workspaceId, usedAt }: { connectionId: string; workspaceId: string; usedAt: Date },
): Promise<void> {
  await ctx.db.$executeRaw`
    UPDATE "Connection" SET "lastUsedAt" = GREATEST("lastUsedAt", ${usedAt})
    WHERE "id" = ${connectionId} AND "workspaceId" = ${workspaceId}`;
}

interface SuspendedIntegrations {
  integrationIds: string[];
  /** Left out only by what a platform admin does to all workspaces. */
  workspaceId?: string;
  cause: string;
  /** Only what was made with this client of an integration. */
  client?: ClientOf;
}

/** Suspends the working connections of integrations, with a line in each history. Gives which. */
export async function suspendConnectionRows(
  ctx: Context,
  { integrationIds, workspaceId, cause, client }: SuspendedIntegrations,
): Promise<string[]> {
  const where = {
    ...{ integrationId: { in: integrationIds }, workspaceId, ...(client && madeWith(client)) },
    status: { notIn: ["suspended" as const, "revoked" as const] },
  };
  const rows = await ctx.db.connection.findMany({
    where,
    select: { id: true, status: true, workspaceId: true },
  });
  const ids = rows.map(({ id }) => id);
  const now = ctx.now();
  const change = { status: "suspended" as const, statusCause: cause, statusChangedAt: now, updatedAt: now };
  await ctx.db.connection.updateMany({ where: { id: { in: ids }, workspaceId }, data: change });
  const events = rows.map(({ id, status, workspaceId }) => ({
    ...{ workspaceId, connectionId: id, type: "status-changed" as const, cause },
    detail: { before: status, after: "suspended" },
  }));
  await insertConnectionEvents(ctx, events);
  return ids;
}

/** What is told of connections of any workspaces: whose they are and how they stand. */
export function findFacts(ctx: Context, ids: readonly string[]) {
  return ctx.db.connection.findMany({
    where: { id: { in: [...ids] } },
    select: {
      ...{ id: true, workspaceId: true, integrationId: true, ownerId: true, isShared: true },
      ...{ status: true, statusCause: true },
    },
  });
}

/** Removes the connection with its tokens and its history; false when it was gone already. */
export async function deleteConnectionRow(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<boolean> {
  const { count } = await ctx.db.connection.deleteMany({ where: { id, workspaceId } });
  return count > 0;
}

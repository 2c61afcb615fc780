import type { Context } from "#lib/context/context.ts";
import { isWorkspaceAdmin, type WorkspaceActor } from "#lib/core/actor.ts";
import { decodeCursor } from "#lib/core/page.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { ConnectionListQuery } from "./contract.ts";

export const related = {
  owner: { select: { id: true, name: true } },
  authorizedBy: { select: { id: true, name: true } },
  handedOverBy: { select: { id: true, name: true } },
  integration: {
    select: {
      ...{ id: true, slug: true, name: true, kind: true, offeringId: true, scopes: true, clientId: true },
      ...{ status: true, disabledAt: true, oauthCredentialId: true, connectionMode: true },
      oauthCredential: { select: { clientId: true } },
    },
  },
  runtimeConfiguration: { select: { id: true, slug: true, name: true, isDefault: true } },
  application: { select: { id: true, slug: true, name: true } },
  runtimeOverride: { select: { id: true, settings: true } },
  applicationOverride: { select: { id: true, settings: true } },
} satisfies Prisma.ConnectionInclude;

/** A connection with the names around it. Its tokens are in another table and never come along. */
export type ConnectionRow = Prisma.ConnectionGetPayload<{ include: typeof related }>;

export const newestFirst = [{ createdAt: "desc" as const }, { id: "desc" as const }];

// D-19: what the actor may see is part of every WHERE clause.
function visibleTo(actor: WorkspaceActor): Prisma.ConnectionWhereInput {
  const inWorkspace = { workspaceId: actor.workspaceId };
  return isWorkspaceAdmin(actor) ? inWorkspace : { ...inWorkspace, ...usableBy(actor) };
}

function usableBy(actor: WorkspaceActor): Prisma.ConnectionWhereInput {
  return { OR: [{ ownerId: actor.userId }, { isShared: true }] };
}

function inScope(actor: WorkspaceActor, scope: ConnectionListQuery["scope"]): Prisma.ConnectionWhereInput {
  if (scope === "own") return { ownerId: actor.userId };
  if (scope === "shared") return { isShared: true, ownerId: { not: actor.userId } };
  return scope === "mine" ? usableBy(actor) : {};
}

/** One connection that the actor may see; `null` for unknown and foreign alike. */
export function findConnection(
  ctx: Context,
  actor: WorkspaceActor,
  id: string,
): Promise<ConnectionRow | null> {
  return ctx.db.connection.findFirst({ where: { id, AND: visibleTo(actor) }, include: related });
}

/** Those of the ids that the actor may use. */
export async function findUsableIds(
  { db }: Context,
  actor: WorkspaceActor,
  ids: readonly string[],
): Promise<string[]> {
  const where = { id: { in: [...ids] }, workspaceId: actor.workspaceId, ...usableBy(actor) };
  return (await db.connection.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** One connection of the workspace, whoever owns it; who may touch it was decided before. */
export function findConnectionIn(
  ctx: Context,
  where: { id: string; workspaceId: string },
): Promise<ConnectionRow | null> {
  return ctx.db.connection.findFirst({ where, include: related });
}

/**
 * The connection that the actor's requests to an integration (id or slug) go through: the shared one or the actor's own, as
 * the integration's mode says. Of the key's runtime configuration, made under the key's application or under none, the former
 * first; a person's are of the default one, those under no application first. Working ones first, then the newest grant.
 * What somebody who left has handed over is the actor's own once they have taken it on.
 */
export async function findCurrentConnection(
  ctx: Context,
  actor: WorkspaceActor,
  integration: string,
): Promise<ConnectionRow | null> {
  const named = { workspaceId: actor.workspaceId, OR: [{ id: integration }, { slug: integration }] };
  const where: Prisma.ConnectionWhereInput = {
    workspaceId: actor.workspaceId,
    AND: underWhichFor(actor),
    OR: [
      { isShared: true, integration: { ...named, connectionMode: "shared" } },
      { ownerId: actor.userId, handover: null, integration: { ...named, connectionMode: "per_user" } },
    ],
  };
  const nulls = actor.kind === "api-key" ? ("last" as const) : ("first" as const);
  const orderBy = [
    { applicationId: { sort: "asc" as const, nulls } },
    { lastAuthorizedAt: "desc" as const },
    { id: "desc" as const },
  ];
  const working = { AND: [where, { status: { in: ["active" as const, "degraded" as const] } }] };
  return (
    (await ctx.db.connection.findFirst({ where: working, orderBy, include: related })) ??
    (await ctx.db.connection.findFirst({ where, orderBy, include: related }))
  );
}

function underWhichFor(actor: WorkspaceActor): Prisma.ConnectionWhereInput {
  if (actor.kind !== "api-key") return { runtimeConfiguration: { isDefault: true } };
  const { runtimeConfigurationId, applicationId } = actor;
  const ofApplication = applicationId === null ? [] : [{ applicationId }];
  return {
    ...(runtimeConfigurationId === null
      ? { runtimeConfiguration: { isDefault: true } }
      : { runtimeConfigurationId }),
    OR: [{ applicationId: null }, ...ofApplication],
  };
}

/** Up to `limit + 1` connections, newest first; with `scope=mine` those that the actor can use. */
export function listConnectionRows(
  ctx: Context,
  actor: WorkspaceActor,
  query: Omit<ConnectionListQuery, "health"> & {
    integrationId?: string;
    standing?: Prisma.ConnectionWhereInput;
  },
): Promise<ConnectionRow[]> {
  const { q, status, scope, cursor, limit, integrationId, integration, standing = {} } = query;
  const after = cursor ? decodeCursor(cursor) : null;
  const contains = q ? { contains: q.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const } : undefined;
  const matching: Prisma.ConnectionWhereInput[] = contains
    ? [
        { name: contains },
        { accountLabel: contains },
        { accountEmail: contains },
        { accountId: contains },
        { owner: { name: contains } },
        { integration: { name: contains } },
      ]
    : [];
  return ctx.db.connection.findMany({
    where: {
      AND: [
        visibleTo(actor),
        inScope(actor, scope),
        { status, integrationId },
        standing,
        integration ? { integration: { OR: [{ id: integration }, { slug: integration }] } } : {},
        matching.length > 0 ? { OR: matching } : {},
        after
          ? {
              OR: [
                { createdAt: { lt: after.createdAt } },
                { createdAt: after.createdAt, id: { lt: after.id } },
              ],
            }
          : {},
      ],
    },
    orderBy: newestFirst,
    take: limit + 1,
    include: related,
  });
}

/** A slice of the actor's own connections, newest first, and how many there are. */
export async function listOwnConnectionRows(
  ctx: Context,
  actor: WorkspaceActor,
  { start, count }: { start: number; count: number },
) {
  const where = { workspaceId: actor.workspaceId, ownerId: actor.userId };
  const [rows, total] = await Promise.all([
    ctx.db.connection.findMany({ where, orderBy: newestFirst, skip: start, take: count, include: related }),
    ctx.db.connection.count({ where }),
  ]);
  return { rows, total };
}

/**
 * The owner's connection of the same account at the same integration under the same, which a new grant replaces: a shared
 * one for a shared grant; for a personal one also what its owner has shared since, which stays shared.
 */
export function findSameAccount(
  ctx: Context,
  {
    isShared,
    ...place
  }: {
    workspaceId: string;
    integrationId: string;
    ownerId: string;
    isShared: boolean;
    accountId: string;
    runtimeConfigurationId: string;
    applicationId: string | null;
  },
): Promise<ConnectionRow | null> {
  return ctx.db.connection.findFirst({
    where: { ...place, ...(isShared && { isShared }) },
    orderBy: [{ isShared: "asc" }, { lastAuthorizedAt: "desc" }],
    include: related,
  });
}

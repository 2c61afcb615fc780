import type { Context } from "#lib/context/context.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

export interface MemberPlace {
  workspaceId: string;
  userId: string;
}

export interface MembershipRow {
  userId: string;
  name: string;
  role: WorkspaceRole;
}

/**
 * Makes whoever else would change who belongs to the workspace wait until the transaction ends; `false` when it is gone.
 * References to the workspace are not held up.
 */
export async function lockMemberships({ db }: Store, workspaceId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId} FOR NO KEY UPDATE`;
  return rows.length > 0;
}

/** Keeps a membership there until the transaction ends; `false` when there is none. */
export async function holdMembership({ db }: Store, { workspaceId, userId }: MemberPlace): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Membership" WHERE "workspaceId" = ${workspaceId} AND "userId" = ${userId} FOR KEY SHARE`;
  return rows.length > 0;
}

export async function findMemberships(
  { db }: Store,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, MembershipRow>> {
  const rows = await db.membership.findMany({
    where: { workspaceId, userId: { in: [...userIds] } },
    select: { userId: true, role: true, user: { select: { name: true } } },
  });
  return new Map(rows.map(({ user, ...row }) => [row.userId, { ...row, name: user.name }]));
}

export function countOwners({ db }: Store, workspaceId: string): Promise<number> {
  return db.membership.count({ where: { workspaceId, role: "owner" } });
}

/** Owners and admins beside one person, by name: the first hundred. */
export async function findHeirs(
  { db }: Store,
  { workspaceId, userId }: MemberPlace,
): Promise<{ id: string; name: string }[]> {
  const rows = await db.membership.findMany({
    where: { workspaceId, userId: { not: userId }, role: { in: ["owner", "admin"] } },
    orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
    take: 100,
    select: { user: { select: { id: true, name: true } } },
  });
  return rows.map(({ user }) => user);
}

/** One of them by id; `null` for whoever may not be an heir. */
export async function findHeir(
  ctx: Store,
  { workspaceId, userId }: MemberPlace,
  heirId: string,
): Promise<MembershipRow | null> {
  const heir = (await findMemberships(ctx, workspaceId, [heirId])).get(heirId);
  return heir && heirId !== userId && heir.role !== "member" ? heir : null;
}

/** Everybody beside one person, owners first, then admins: the first two hundred. */
export async function findPeople(
  { db }: Store,
  { workspaceId, userId }: MemberPlace,
): Promise<{ id: string; name: string; role: WorkspaceRole }[]> {
  const rows = await db.membership.findMany({
    where: { workspaceId, userId: { not: userId } },
    orderBy: [{ role: "asc" }, { user: { name: "asc" } }, { userId: "asc" }],
    take: 200,
    select: { role: true, user: { select: { id: true, name: true } } },
  });
  return rows.map(({ role, user }) => ({ ...user, role }));
}

/** Gives another role, and ends the sessions in that workspace: with other rights goes another session (S-02). */
export async function updateMemberRole(
  { db }: Store,
  { workspaceId, userId }: MemberPlace,
  { role, now }: { role: WorkspaceRole; now: Date },
): Promise<void> {
  await db.membership.update({ where: { workspaceId_userId: { workspaceId, userId } }, data: { role } });
  await db.session.updateMany({
    where: { workspaceId, userId, revokedAt: null },
    data: { revokedAt: now, endedWithRole: true },
  });
}

/** Ends a membership and the sessions in that workspace: neither comes back to life when the person is invited again. */
export async function deleteMembership(
  { db }: Store,
  { workspaceId, userId }: MemberPlace,
  now: Date,
): Promise<void> {
  await db.membership.delete({ where: { workspaceId_userId: { workspaceId, userId } } });
  await db.session.updateMany({
    where: { workspaceId, userId, revokedAt: null },
    data: { revokedAt: now },
  });
}

export async function insertMembership(
  { db }: Store,
  place: MemberPlace,
  role: WorkspaceRole,
  createdAt: Date,
): Promise<void> {
  await db.membership.createMany({ data: [{ ...place, role, createdAt }], skipDuplicates: true });
}

export function countAccounts({ db }: Store, where: Prisma.UserWhereInput): Promise<number> {
  return db.user.count({ where });
}

/** The first hundred workspaces of a person, by name. */
export function findOwnWorkspaces({ db }: Store, userId: string) {
  return db.membership.findMany({
    where: { userId },
    orderBy: [{ workspace: { name: "asc" } }, { workspaceId: "asc" }],
    take: 100,
    select: { role: true, workspace: { select: { id: true, name: true, slug: true } } },
  });
}

/** Whether a workspace has the slug; whoever asks about the same one waits until the transaction ends. */
export async function isSlugTaken({ db }: Store, slug: string): Promise<boolean> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`workspace slug:${slug}`}, 0))::text`;
  return (await db.workspace.count({ where: { slug } })) > 0;
}

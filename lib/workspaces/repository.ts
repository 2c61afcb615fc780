import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { createWorkspaceKey } from "#lib/crypto/workspace-keys.ts";

export { hashPassword } from "#lib/crypto/password-hash.ts";

type Store = Pick<Context, "db">;

export interface WorkspaceRow {
  id: string;
  name: string;
  slug: string;
  createdAt: Date;
  updatedAt: Date;
  memberCount: number;
  auditDays: number | null;
}

export async function findWorkspace({ db }: Store, id: string): Promise<WorkspaceRow | null> {
  const [row, memberCount] = await Promise.all([
    db.workspace.findFirst({ where: { id } }),
    db.membership.count({ where: { workspaceId: id } }),
  ]);
  return row && { ...row, memberCount };
}

export async function updateWorkspaceRow(
  { db }: Store,
  id: string,
  data: { name: string; auditDays: number | null },
): Promise<void> {
  await db.workspace.update({ where: { id }, data });
}

/** A membership as the list shows it; `id` is the person's. */
export interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: WorkspaceRole;
  isPlatformAdmin: boolean;
  hasSecondFactor: boolean;
  createdAt: Date;
}

/** Members, those who joined last first, one more than asked for when there is another page. */
export async function findMembers(
  { db }: Store,
  { workspaceId, after, limit }: { workspaceId: string; after?: Cursor; limit: number },
): Promise<MemberRow[]> {
  const rows = await db.membership.findMany({
    where: {
      workspaceId,
      OR: after && [
        { createdAt: { lt: after.createdAt } },
        { createdAt: after.createdAt, userId: { lt: after.id } },
      ],
    },
    orderBy: [{ createdAt: "desc" }, { userId: "desc" }],
    take: limit + 1,
    include: {
      user: {
        select: {
          ...{ id: true, name: true, email: true, platformRole: true },
          secondFactor: { select: { confirmedAt: true } },
        },
      },
    },
  });
  return rows.map(({ role, createdAt, user: { platformRole, secondFactor, ...user } }) => ({
    ...user,
    role,
    createdAt,
    hasSecondFactor: secondFactor?.confirmedAt != null,
    isPlatformAdmin: platformRole === "admin",
  }));
}

export interface DeploymentRow {
  setupCodeHash: Uint8Array | null;
  setupCompletedAt: Date | null;
}

export async function findDeployment({ db }: Store): Promise<DeploymentRow | null> {
  return db.deployment.findFirst({
    where: { id: 1 },
    select: { setupCodeHash: true, setupCompletedAt: true },
  });
}

/** Puts a new code's hash in the place of the last one, unless set-up is done; whether it did. */
export async function storeSetupCode(
  { db }: Store,
  setupCodeHash: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  await db.deployment.createMany({ data: { id: 1 }, skipDuplicates: true });
  const { count } = await db.deployment.updateMany({
    where: { id: 1, setupCompletedAt: null },
    data: { setupCodeHash },
  });
  return count === 1;
}

/** Uses the code up, if it is still the one and nobody finished before: of two at once exactly one gets `true` (Z-13). */
export async function finishSetup(
  { db }: Store,
  setupCodeHash: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<boolean> {
  const { count } = await db.deployment.updateMany({
    where: { id: 1, setupCompletedAt: null, setupCodeHash },
    data: { setupCompletedAt: now, setupCodeHash: null },
  });
  return count === 1;
}

export interface NewOwner {
  user: { id: string; name: string; email: string; passwordHash: string };
  workspace: { id: string; name: string; slug: string };
  now: Date;
}

/** The first person and the first workspace, with its data key. Call it inside the transaction that finished the set-up. */
export async function insertOwner(
  ctx: Pick<Context, "db" | "keyring">,
  { user, workspace, now }: NewOwner,
): Promise<void> {
  await insertWorkspace(ctx, workspace, now);
  await ctx.db.user.create({
    data: {
      ...user,
      platformRole: "admin",
      passwordChangedAt: now,
      createdAt: now,
      memberships: { create: { workspaceId: workspace.id, role: "owner", createdAt: now } },
    },
  });
}

/** A workspace with its data key, the runtime configuration that counts by default, and the application for first keys. */
export async function insertWorkspace(
  ctx: Pick<Context, "db" | "keyring">,
  workspace: { id: string; name: string; slug: string },
  now: Date,
): Promise<void> {
  const times = { createdAt: now, updatedAt: now };
  const nowMs = now.getTime();
  await ctx.db.workspace.create({
    data: {
      ...workspace,
      ...times,
      runtimeConfigurations: {
        create: {
          id: newId("runtimeConfiguration", nowMs),
          slug: "production",
          name: "Production",
          isDefault: true,
          ...times,
        },
      },
      applications: {
        create: {
          id: newId("application", nowMs),
          slug: "default",
          name: "Default application",
          isDefault: true,
          ...times,
        },
      },
    },
  });
  await createWorkspaceKey(ctx, workspace.id);
}

/** The names of people, whether or not they still are members. */
export function findPeople({ db }: Store, ids: string[]): Promise<{ id: string; name: string }[]> {
  return db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
}

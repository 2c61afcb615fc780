import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

/** What a workspace has, in numbers. */
export interface WorkspaceCounts {
  members: number;
  integrations: number;
  connections: number;
  apiKeys: number;
  applications: number;
  customApis: number;
  webhooks: number;
}

/** All of it in one statement; keys that have ended are not counted. */
export async function countWorkspace(
  { db }: Store,
  workspaceId: string,
  now: Date,
): Promise<WorkspaceCounts> {
  const [row] = await db.$queryRaw<WorkspaceCounts[]>`
    SELECT
      (SELECT count(*) FROM "Membership" WHERE "workspaceId" = ${workspaceId})::int4 AS "members",
      (SELECT count(*) FROM "Integration" WHERE "workspaceId" = ${workspaceId})::int4 AS "integrations",
      (SELECT count(*) FROM "Connection" WHERE "workspaceId" = ${workspaceId})::int4 AS "connections",
      (SELECT count(*) FROM "ApiKey" WHERE "workspaceId" = ${workspaceId} AND "revokedAt" IS NULL
        AND ("expiresAt" IS NULL OR "expiresAt" > ${now}))::int4 AS "apiKeys",
      (SELECT count(*) FROM "Application" WHERE "workspaceId" = ${workspaceId})::int4 AS "applications",
      (SELECT count(*) FROM "Api" WHERE "workspaceId" = ${workspaceId})::int4 AS "customApis",
      (SELECT count(*) FROM "Webhook" WHERE "workspaceId" = ${workspaceId})::int4 AS "webhooks"`;
  if (!row) throw new Error("a count without a row");
  return row;
}

/** Calls through the gateway since a time. */
export async function sumCalls({ db }: Store, workspaceId: string, since: Date): Promise<number> {
  const { _sum } = await db.usageBucket.aggregate({
    where: { workspaceId, startedAt: { gte: since } },
    _sum: { count: true },
  });
  return _sum.count ?? 0;
}

/** The names of the first five integrations. */
export async function listIntegrationNames({ db }: Store, workspaceId: string): Promise<string[]> {
  const rows = await db.integration.findMany({
    ...{ where: { workspaceId }, orderBy: [{ name: "asc" as const }, { id: "asc" as const }], take: 5 },
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}

/** Makes whoever else would delete a workspace wait until the transaction ends. */
export async function lockDeployment({ db }: Store): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM "Deployment" WHERE "id" = 1 FOR UPDATE`;
}

/** Whether somebody who runs the deployment belongs to another workspace than this one. */
export async function hasPlatformAdminElsewhere({ db }: Store, workspaceId: string): Promise<boolean> {
  const where = {
    workspaceId: { not: workspaceId },
    user: { platformRole: "admin" as const, disabledAt: null },
  };
  return (await db.membership.findFirst({ where, select: { userId: true } })) !== null;
}

/** The name and the retention of a workspace that is locked. */
export function findToDelete({ db }: Store, id: string) {
  return db.workspace.findFirstOrThrow({ where: { id }, select: { name: true, auditDays: true } });
}

interface Deletion {
  id: string;
  name: string;
  auditDays: number | null;
  deletedById: string;
  /** The session that asks: it goes on elsewhere, or ends, by another hand. */
  exceptSessionId: string;
}

/**
 * Ends what lets anybody in, and what a workspace does by itself, all of it by what is looked at anyway: memberships, sessions,
 * keys, open invitations, running flows, webhooks. Notes the workspace for clearing up.
 */
export async function endWorkspace(ctx: Store, deletion: Deletion, now: Date): Promise<void> {
  const { exceptSessionId, ...row } = deletion;
  const { db } = ctx;
  const workspaceId = row.id;
  const alive = { workspaceId, revokedAt: null };
  await db.deletedWorkspace.create({ data: { ...row, deletedAt: now } });
  // First: whoever stores a grant holds the owner's membership, and what they store is there when this is over.
  await db.membership.deleteMany({ where: { workspaceId } });
  await db.session.updateMany({
    where: { ...alive, id: { not: exceptSessionId } },
    data: { revokedAt: now },
  });
  await db.apiKey.updateMany({ where: alive, data: { revokedAt: now } });
  await db.invitation.updateMany({
    where: { ...alive, acceptedAt: null },
    data: { revokedAt: now, mailDueAt: null },
  });
  await db.signInMethod.updateMany({
    where: { joinWorkspaceId: workspaceId },
    data: { joinWorkspaceId: null, joinRole: null },
  });
  await db.authorizationFlow.deleteMany({ where: { workspaceId } });
  await db.webhook.updateMany({ where: { workspaceId, disabledAt: null }, data: { disabledAt: now } });
}

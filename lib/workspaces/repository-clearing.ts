import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

export interface Uncleared {
  id: string;
  name: string;
  deletedAt: Date;
}

const BATCH = 1_000;

/*
 * What is left of a deleted workspace once its connections are gone, in an order that no reference forbids. `AuditEvent` is not
 * here: what happened in a workspace outlives it. Keys come last, so that nothing is there any more that they would open.
 */
export const clearedTables = [
  "UsageBucket",
  "IdempotentCall",
  "Revocation",
  "WebhookDelivery",
  "NoticeMail",
  "Notice",
  "Webhook",
  "Invitation",
  "AuthorizationFlow",
  "RefreshIntent",
  "ConnectionEvent",
  "ConnectionTokens",
  "Connection",
  "ApiKey",
  "Api",
  "IntegrationVerification",
  "Override",
  "IntegrationSecret",
  "Integration",
  "CustomOffering",
  "Application",
  "RuntimeConfiguration",
  "Session",
  "Membership",
  "WorkspaceKey",
] as const;

/** Deleted workspaces that are still to be cleared up, the longest deleted first. */
export function findUncleared({ db }: Store, limit: number): Promise<Uncleared[]> {
  return db.deletedWorkspace.findMany({
    ...{ where: { clearedAt: null }, orderBy: [{ deletedAt: "asc" as const }, { id: "asc" as const }] },
    ...{ take: limit, select: { id: true, name: true, deletedAt: true } },
  });
}

/** Removes some rows of a workspace from one of the tables; whether there may be more. */
export async function deleteSome(
  { db }: Store,
  table: (typeof clearedTables)[number],
  workspaceId: string,
): Promise<boolean> {
  const name = Prisma.raw(`"${table}"`);
  const count = await db.$executeRaw`
    DELETE FROM ${name} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${name} WHERE "workspaceId" = ${workspaceId} LIMIT ${BATCH}))`;
  return count === BATCH;
}

/** How the revocations of a workspace ended, in numbers. */
export async function countRevocations({ db }: Store, workspaceId: string): Promise<Record<string, number>> {
  const rows = await db.revocation.groupBy({
    by: ["status"],
    where: { workspaceId },
    _count: { _all: true },
  });
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count._all]));
}

/** Removes the workspace itself and notes that nothing is left of it; `false` when another process has. */
export async function finishClearing({ db }: Store, id: string, now: Date): Promise<boolean> {
  const { count } = await db.deletedWorkspace.updateMany({
    where: { id, clearedAt: null },
    data: { clearedAt: now },
  });
  if (count === 0) return false;
  await db.workspace.deleteMany({ where: { id } });
  return true;
}

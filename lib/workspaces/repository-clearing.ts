import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

export interface Uncleared {
  id: string;
  name: string;
  deletedAt: Date;
}

const BATCH = 1_000;

type Deletion = (
  db: Store["db"],
  some: { where: { workspaceId: string }; limit: number },
) => Promise<{ count: number }>;

/*
 * What is left of a deleted workspace once its connections are gone, in an order that no reference forbids. `AuditEvent` is not
 * here: what happened in a workspace outlives it. Keys come last, so that nothing is there any more that they would open.
 */
const deletions = {
  UsageBucket: (db, some) => db.usageBucket.deleteMany(some),
  IdempotentCall: (db, some) => db.idempotentCall.deleteMany(some),
  Revocation: (db, some) => db.revocation.deleteMany(some),
  WebhookDelivery: (db, some) => db.webhookDelivery.deleteMany(some),
  NoticeMail: (db, some) => db.noticeMail.deleteMany(some),
  Notice: (db, some) => db.notice.deleteMany(some),
  Webhook: (db, some) => db.webhook.deleteMany(some),
  Invitation: (db, some) => db.invitation.deleteMany(some),
  AuthorizationFlow: (db, some) => db.authorizationFlow.deleteMany(some),
  RefreshIntent: (db, some) => db.refreshIntent.deleteMany(some),
  ConnectionEvent: (db, some) => db.connectionEvent.deleteMany(some),
  ConnectionTokens: (db, some) => db.connectionTokens.deleteMany(some),
  Connection: (db, some) => db.connection.deleteMany(some),
  ApiKey: (db, some) => db.apiKey.deleteMany(some),
  Api: (db, some) => db.api.deleteMany(some),
  IntegrationVerification: (db, some) => db.integrationVerification.deleteMany(some),
  Override: (db, some) => db.override.deleteMany(some),
  IntegrationSecret: (db, some) => db.integrationSecret.deleteMany(some),
  Integration: (db, some) => db.integration.deleteMany(some),
  CustomOffering: (db, some) => db.customOffering.deleteMany(some),
  Application: (db, some) => db.application.deleteMany(some),
  RuntimeConfiguration: (db, some) => db.runtimeConfiguration.deleteMany(some),
  Session: (db, some) => db.session.deleteMany(some),
  Membership: (db, some) => db.membership.deleteMany(some),
  WorkspaceKey: (db, some) => db.workspaceKey.deleteMany(some),
} satisfies Record<string, Deletion>;

export type ClearedTable = keyof typeof deletions;

export const clearedTables = Object.keys(deletions) as ClearedTable[];

/** Deleted workspaces that are still to be cleared up, the longest deleted first. */
export function findUncleared({ db }: Store, limit: number): Promise<Uncleared[]> {
  return db.deletedWorkspace.findMany({
    ...{ where: { clearedAt: null }, orderBy: [{ deletedAt: "asc" as const }, { id: "asc" as const }] },
    ...{ take: limit, select: { id: true, name: true, deletedAt: true } },
  });
}

/** Removes some rows of a workspace from one of the tables; whether there may be more. */
export async function deleteSome({ db }: Store, table: ClearedTable, workspaceId: string): Promise<boolean> {
  const { count } = await deletions[table](db, { where: { workspaceId }, limit: BATCH });
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

import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

export type AuditRow = Prisma.AuditEventGetPayload<object>;

/** What events are asked for; the workspace and the actors that may be seen come from the verb. */
export interface AuditFilter {
  workspaceId: string;
  /** Only the acts of these actors; `null` for everybody's. */
  visibleActorIds: string[] | null;
  targetKind?: string;
  targetId?: string;
  integrationId?: string;
  connectionId?: string;
  actorId?: string;
  action?: string;
  outcome?: string;
  from?: Date;
  to?: Date;
}

/** The newest matching events, behind `after` where a page before has ended there. */
export async function findAuditEvents(
  { db }: Pick<Context, "db">,
  filter: AuditFilter,
  { after, limit }: { after?: Cursor; limit: number },
): Promise<AuditRow[]> {
  return db.auditEvent.findMany({
    where: { AND: [toWhere(filter), after ? olderThan(after) : {}] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
}

export async function findAuditEvent(
  { db }: Pick<Context, "db">,
  filter: AuditFilter,
  id: string,
): Promise<AuditRow | null> {
  return db.auditEvent.findFirst({ where: { AND: [{ id }, toWhere(filter)] } });
}

function toWhere({
  visibleActorIds,
  from,
  to,
  actorId,
  ...fields
}: AuditFilter): Prisma.AuditEventWhereInput {
  return {
    ...fields,
    createdAt: { gte: from, lt: to },
    AND: [{ actorId }, visibleActorIds ? { actorId: { in: visibleActorIds } } : {}],
  };
}

// The bound by itself is what the index can begin at, however deep the page lies.
function olderThan({ createdAt, id }: Cursor): Prisma.AuditEventWhereInput {
  return { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}

/** An event by its id alone, in whatever workspace: for whoever has made the id. */
export async function findAuditEventById(
  { db }: Pick<Context, "db">,
  id: string,
): Promise<{ id: string } | null> {
  return db.auditEvent.findFirst({ where: { id }, select: { id: true } });
}

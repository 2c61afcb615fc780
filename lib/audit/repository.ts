import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

export type AuditRow = Prisma.AuditEventGetPayload<object>;

/** What a page of events is asked for; the workspace and the actors that may be seen come from the verb. */
export interface AuditFilter {
  workspaceId: string;
  /** Only the acts of these actors; `null` for everybody's. */
  visibleActorIds: string[] | null;
  targetKind?: string;
  targetId?: string;
  actorId?: string;
  action?: string;
  outcome?: string;
  from?: Date;
  to?: Date;
  after?: Cursor;
  limit: number;
}

/** The newest matching events, one more than asked for when there is another page. */
export async function findAuditEvents({ db }: Context, filter: AuditFilter): Promise<AuditRow[]> {
  const { after } = filter;
  return db.auditEvent.findMany({
    where: {
      workspaceId: filter.workspaceId,
      targetKind: filter.targetKind,
      targetId: filter.targetId,
      action: filter.action,
      outcome: filter.outcome,
      createdAt: { gte: filter.from, lt: filter.to },
      AND: [
        { actorId: filter.actorId },
        filter.visibleActorIds ? { actorId: { in: filter.visibleActorIds } } : {},
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
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: filter.limit + 1,
  });
}

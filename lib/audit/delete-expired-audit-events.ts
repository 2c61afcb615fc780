import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { createAuditEvent } from "./create-audit-event.ts";
import { deleteStart, findRetentions, type Retention } from "./repository-retention.ts";

const DAY_MS = 86_400_000;
const BATCH = 10_000;

/**
 * Removes what workspaces no longer want to keep, from the old end of their chains: each batch moves the chain's signed start
 * and records itself, in one transaction (U-02). The deployment's own chain is kept for ever. Gives how many events went.
 */
export async function deleteExpiredAuditEvents(ctx: Context): Promise<number> {
  let removed = 0;
  for (const retention of await findRetentions(ctx)) {
    const { workspaceId } = retention;
    const system = withActor(ctx, { kind: "system", name: "audit-retention", workspaceId });
    for (let batch = BATCH; batch === BATCH; removed += batch) batch = await deleteBatch(system, retention);
  }
  return removed;
}

async function deleteBatch(ctx: Context, { workspaceId, days }: Retention): Promise<number> {
  const before = new Date(ctx.now().getTime() - days * DAY_MS);
  return inTransaction(ctx, async (tx) => {
    const deleted = await deleteStart(tx, workspaceId, { before, limit: BATCH });
    if (!deleted) return 0;
    const removed = deleted.last - deleted.first + 1;
    await createAuditEvent(tx, {
      action: "audit.delete",
      target: { kind: "workspace", id: workspaceId },
      changes: { removed, ...deleted, before: before.toISOString(), keptDays: days },
    });
    return removed;
  });
}

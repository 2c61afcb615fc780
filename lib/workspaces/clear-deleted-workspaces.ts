import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { disconnectWorkspace } from "#lib/connections/disconnect-workspace.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import {
  clearedTables,
  countRevocations,
  deleteSome,
  findUncleared,
  finishClearing,
  type Uncleared,
} from "./repository-clearing.ts";

const AT_ONCE = 20;
const RUN_MS = 45_000;

/**
 * A job: goes on with every deleted workspace that is not cleared up yet, for as long as one run may take. Connections first,
 * each revoked at its provider; then, once every provider was told or given up on, all rows in batches, the sealing keys behind
 * what they sealed, and the workspace itself. It may be ended anywhere, or run twice at once: what is done is done, and the next run, within a
 * minute, finds the rest. One workspace that fails holds up no other. Gives how many were finished.
 */
export async function clearDeletedWorkspaces(ctx: Context, runMs = RUN_MS): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system clears up workspaces");
  const startedAt = performance.now();
  const mayGoOn = () => performance.now() - startedAt < runMs;
  let finished = 0;
  for (const workspace of await findUncleared(ctx, AT_ONCE)) {
    try {
      if (await clear(ctx, workspace, mayGoOn)) finished++;
    } catch (error) {
      ctx.log.error({ workspaceId: workspace.id, err: error }, "a deleted workspace could not be cleared up");
    }
  }
  return finished;
}

async function clear(ctx: Context, { id, name }: Uncleared, mayGoOn: () => boolean): Promise<boolean> {
  if (!(await disconnectWorkspace(ctx, id, mayGoOn))) return false;
  const revocations = await countRevocations(ctx, id);
  for (const table of clearedTables) {
    let hasMore = true;
    while (hasMore) {
      if (!mayGoOn()) return false;
      hasMore = await deleteSome(ctx, table, id);
    }
  }
  return inTransaction(ctx, async (ctx) => {
    if (!(await finishClearing(ctx, id, ctx.now()))) return false;
    await createAuditEvent(ctx, {
      action: "workspace.clear",
      target: { kind: "workspace", id, label: name },
      changes: { revocations },
      workspaceId: null,
    });
    return true;
  });
}

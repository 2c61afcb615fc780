import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { toDifference } from "#lib/core/difference.ts";
import type { UpdateWorkspace, Workspace } from "./contract.ts";
import { getWorkspace } from "./get-workspace.ts";
import { updateWorkspaceRow } from "./repository.ts";

/** Renames the actor's workspace, or changes how long its audit events are kept. Its slug stays: addresses don't move. */
export async function updateWorkspace(ctx: Context, input: UpdateWorkspace): Promise<Workspace> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  return inTransaction(ctx, async (ctx) => {
    const before = await getWorkspace(ctx);
    const { name = before.name, auditDays = before.auditDays } = input;
    const changes = toDifference(before, { name, auditDays });
    if (Object.keys(changes).length === 0) return before;
    await updateWorkspaceRow(ctx, workspaceId, { name, auditDays });
    await createAuditEvent(ctx, {
      action: "workspace.update",
      target: { kind: "workspace", id: workspaceId, label: name },
      changes,
    });
    return getWorkspace(ctx);
  });
}

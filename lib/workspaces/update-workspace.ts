import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import type { UpdateWorkspace, Workspace } from "./contract.ts";
import { getWorkspace } from "./get-workspace.ts";
import { renameWorkspace } from "./repository.ts";

/** Renames the actor's workspace. Its slug stays: addresses don't move. */
export async function updateWorkspace(ctx: Context, { name }: UpdateWorkspace): Promise<Workspace> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  return inTransaction(ctx, async (ctx) => {
    const before = await getWorkspace(ctx);
    if (before.name === name) return before;
    await renameWorkspace(ctx, workspaceId, name);
    await createAuditEvent(ctx, {
      action: "workspace.update",
      target: { kind: "workspace", id: workspaceId, label: name },
      changes: { name: { before: before.name, after: name } },
    });
    return getWorkspace(ctx);
  });
}

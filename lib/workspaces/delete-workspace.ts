import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { stopConnections } from "#lib/connections/disconnect-workspace.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { enqueueJob } from "#lib/context/enqueue-job.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, forbidden } from "#lib/core/errors.ts";
import type { DeleteWorkspace } from "./contract.ts";
import { assertOwn } from "./get-workspace-impact.ts";
import { lockMembers } from "./load-members.ts";
import {
  countWorkspace,
  endWorkspace,
  findToDelete,
  hasPlatformAdminElsewhere,
  lockDeployment,
} from "./repository-deletion.ts";

/**
 * Deletes the workspace that an owner works in. From the COMMIT on it is what does not exist, for everybody: memberships,
 * sessions, keys, invitations, flows and webhooks have ended, no connection is renewed; a job revokes the connections at their
 * providers and removes what is left (`clearDeletedWorkspaces`). The caller's own session is the one that stays: whoever calls
 * this moves it or ends it, in the same transaction. 404 for another workspace, 409 for the last one of those who run the
 * deployment, and with the present counts when the confirmed ones have moved.
 */
export async function deleteWorkspace(
  ctx: Context,
  { id, ...seen }: DeleteWorkspace & { id: string },
): Promise<void> {
  const actor = authorize(ctx.actor, "workspace:delete");
  assertOwn(actor, id);
  if (actor.kind !== "member") throw forbidden("Only a person deletes a workspace.");
  await inTransaction(asSystem(ctx), async (ctx) => {
    await lockDeployment(ctx);
    const { me } = await lockMembers(ctx, actor, actor.userId);
    if (me.role !== "owner") throw forbidden("Only an owner deletes the workspace.");
    const now = ctx.now();
    await assertDeploymentStays(ctx, id);
    const impact = await countWorkspace(ctx, id, now);
    if (Object.entries(impact).some(([key, count]) => seen[key as keyof typeof seen] !== count)) {
      throw conflict("What this workspace holds has changed. Look at it again before you delete it.", {
        impact,
      });
    }
    const row = await findToDelete(ctx, id);
    const deletion = { ...row, id, deletedById: actor.userId, exceptSessionId: actor.sessionId };
    await endWorkspace(ctx, deletion, now);
    await stopConnections(ctx, id);
    await createAuditEvent(ctx, {
      action: "workspace.delete",
      target: { kind: "workspace", id, label: row.name },
      changes: { ...impact },
    });
    await enqueueJob(ctx, "clear-deleted-workspaces", {}, { jobKey: "clear-deleted-workspaces" });
  });
}

// Whoever runs the deployment reaches the admin console from within a workspace.
async function assertDeploymentStays(ctx: Context, id: string): Promise<void> {
  if (await hasPlatformAdminElsewhere(ctx, id)) return;
  throw conflict(
    "No platform admin would have a workspace any more, and the deployment needs one. Create another workspace first.",
  );
}

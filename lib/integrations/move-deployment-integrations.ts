import { type AuditInput, createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { listDeploymentIntegrations, unproveIntegrations } from "./repository-deployment.ts";
import { suspendOwnConnections } from "./suspend-own-connections.ts";

/**
 * After a change of one of the deployment's clients: its integrations are drafts until somebody verifies them again, each
 * workspace reads so in its own trail, and the connections are suspended where they must reconnect (P-04). Call it in
 * the transaction of that change.
 */
export async function moveDeploymentIntegrations(
  ctx: Context,
  { credentialId, mustReconnect }: { credentialId: string; mustReconnect: boolean },
): Promise<void> {
  authorize(ctx.actor, "platform:manage");
  await inTransaction(ctx, async (ctx) => {
    const rows = await listDeploymentIntegrations(ctx, credentialId);
    await unproveIntegrations(ctx, credentialId);
    const events: AuditInput[] = [];
    for (const { id, name, workspaceId, status } of rows) {
      const suspendedConnections = mustReconnect
        ? await suspendOwnConnections(ctx, { id, workspaceId })
        : null;
      events.push({
        action: "integration.update",
        target: { kind: "integration", id, label: name },
        workspaceId,
        cause: "deployment-client-changed",
        changes: {
          status: { before: status, after: "draft" },
          ...(mustReconnect && { suspendedConnections }),
        },
      });
    }
    await createAuditEvents(ctx, events);
  });
}

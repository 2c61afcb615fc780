import { type AuditInput, createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { listDeploymentIntegrations, releaseIntegrations } from "./repository-deployment.ts";
import { suspendOwnConnections } from "./suspend-own-connections.ts";

/**
 * Before one of the deployment's clients is deleted: its integrations are left without a client and their connections
 * suspended, as each workspace reads in its own trail. Call it in the transaction of the deletion.
 */
export async function releaseDeploymentIntegrations(
  ctx: Context,
  { credentialId }: { credentialId: string },
): Promise<void> {
  authorize(ctx.actor, "platform:manage");
  await inTransaction(ctx, async (ctx) => {
    const rows = await listDeploymentIntegrations(ctx, credentialId);
    await releaseIntegrations(ctx, credentialId);
    const events: AuditInput[] = [];
    for (const { id, name, workspaceId, status } of rows) {
      const suspendedConnections = await suspendOwnConnections(ctx, { id, workspaceId });
      events.push({
        action: "integration.update",
        target: { kind: "integration", id, label: name },
        workspaceId,
        cause: "deployment-client-deleted",
        changes: {
          status: { before: status, after: "draft" },
          credentialSource: { before: "deployment", after: "own" },
          suspendedConnections,
        },
      });
    }
    await createAuditEvents(ctx, events);
  });
}

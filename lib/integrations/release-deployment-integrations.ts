import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { suspendDeploymentConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { ownClientOf } from "#lib/overrides/get-override-clients.ts";
import { listDeploymentIntegrations, releaseIntegrations } from "./repository-deployment.ts";

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
    for (const { id, name, workspaceId, status, _count } of rows) {
      await suspendDeploymentConnections(ctx, {
        integrationId: id,
        workspaceId,
        cause: "integration_changed",
        client: await ownClientOf(ctx, { id, workspaceId }),
      });
      await createAuditEvent(ctx, {
        action: "integration.update",
        target: { kind: "integration", id, label: name },
        workspaceId,
        cause: "deployment-client-deleted",
        changes: {
          status: { before: status, after: "draft" },
          credentialSource: { before: "deployment", after: "own" },
          suspendedConnections: _count.connections,
        },
      });
    }
  });
}

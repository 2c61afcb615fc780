import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { suspendDeploymentConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { ownClientOf } from "#lib/overrides/get-override-clients.ts";
import { listDeploymentIntegrations, unproveIntegrations } from "./repository-deployment.ts";

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
    for (const { id, name, workspaceId, status, _count } of rows) {
      if (mustReconnect)
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
        cause: "deployment-client-changed",
        changes: {
          status: { before: status, after: "draft" },
          ...(mustReconnect && { suspendedConnections: _count.connections }),
        },
      });
    }
  });
}

import { suspendDeploymentConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { ownClientOf } from "#lib/overrides/get-override-clients.ts";

/**
 * Suspends the connections of an integration that were made through the deployment's client, and none of those that an
 * override's own client made. Gives their number.
 */
export async function suspendOwnConnections(
  ctx: Context,
  integration: { id: string; workspaceId: string },
): Promise<number> {
  return suspendDeploymentConnections(ctx, {
    integrationId: integration.id,
    workspaceId: integration.workspaceId,
    cause: "integration_changed",
    client: await ownClientOf(ctx, integration),
  });
}

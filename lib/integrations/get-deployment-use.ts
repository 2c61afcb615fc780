import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import {
  countDeploymentConnections,
  countDeploymentPeople,
  countUseByCredential,
  listDeploymentIntegrations,
} from "./repository-deployment.ts";

/** What relies on one of the deployment's clients, over all workspaces. */
export interface DeploymentUse {
  integrations: number;
  connections: number;
  people: number;
  first: { integrationId: string; name: string; workspaceName: string; connections: number }[];
}

/**
 * The integrations that stand on a client of the deployment, with the newest five, and the connections made through it.
 * Those that an override's own client made are not among them: they live on whatever becomes of this one.
 */
export async function getDeploymentUse(ctx: Context, credentialId: string): Promise<DeploymentUse> {
  authorize(ctx.actor, "platform:manage");
  const rows = await listDeploymentIntegrations(ctx, credentialId);
  const counts = await countDeploymentConnections(ctx, credentialId);
  const people = await countDeploymentPeople(ctx, credentialId);
  return {
    integrations: rows.length,
    connections: [...counts.values()].reduce((sum, count) => sum + count, 0),
    people,
    first: rows.slice(0, 5).map(({ id, name, workspace }) => ({
      integrationId: id,
      name,
      workspaceName: workspace.name,
      connections: counts.get(id) ?? 0,
    })),
  };
}

/** The same in two numbers, for every client of the deployment that is used at all. */
export async function countDeploymentUse(
  ctx: Context,
): Promise<Map<string, { integrations: number; connections: number }>> {
  authorize(ctx.actor, "platform:manage");
  return countUseByCredential(ctx);
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import {
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

/** The integrations and connections that stand on a client of the deployment, with the newest five integrations. */
export async function getDeploymentUse(ctx: Context, credentialId: string): Promise<DeploymentUse> {
  authorize(ctx.actor, "platform:manage");
  const rows = await listDeploymentIntegrations(ctx, credentialId);
  const people = await countDeploymentPeople(ctx, credentialId);
  return {
    integrations: rows.length,
    connections: rows.reduce((sum, { _count }) => sum + _count.connections, 0),
    people,
    first: rows.slice(0, 5).map(({ id, name, workspace, _count }) => ({
      integrationId: id,
      name,
      workspaceName: workspace.name,
      connections: _count.connections,
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

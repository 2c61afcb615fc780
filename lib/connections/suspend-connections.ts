import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { suspendConnectionRows } from "./repository-changes.ts";
import { abandonRevocations } from "./repository-revocations.ts";

/**
 * Stops every connection of an integration until its owner agrees again, because the place that it leads to has
 * changed, and erases what still waits to be revoked there (D-06, P-04). Call it in the transaction of that change.
 * Gives the number of connections.
 */
export async function suspendConnections(
  ctx: Context,
  { integrationId, cause }: { integrationId: string; cause: string },
): Promise<number> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  return suspend(ctx, { integrationId, workspaceId, cause });
}

/** The same for an integration of any workspace, when the deployment's client changed that it uses. */
export async function suspendDeploymentConnections(ctx: Context, target: Target): Promise<number> {
  authorize(ctx.actor, "platform:manage");
  return suspend(ctx, target);
}

interface Target {
  integrationId: string;
  workspaceId: string;
  cause: string;
}

/** The same for integrations of all workspaces, when another version of their offering was published. */
export async function suspendOfferingConnections(
  ctx: Context,
  { integrationIds, cause }: { integrationIds: string[]; cause: string },
): Promise<number> {
  authorize(ctx.actor, "platform:manage");
  return suspendAll(ctx, { integrationIds, cause });
}

function suspend(ctx: Context, { integrationId, ...rest }: Target): Promise<number> {
  return suspendAll(ctx, { integrationIds: [integrationId], ...rest });
}

function suspendAll(
  ctx: Context,
  { cause, ...where }: { integrationIds: string[]; workspaceId?: string; cause: string },
): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await abandonRevocations(tx, where, cause);
    return suspendConnectionRows(tx, { ...where, cause });
  });
}

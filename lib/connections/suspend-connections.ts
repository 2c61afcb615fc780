import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { announceConnections } from "./announce-connections.ts";
import type { ClientOf } from "./client-of.ts";
import { suspendConnectionRows } from "./repository-changes.ts";
import { abandonRevocations } from "./repository-revocations.ts";

/**
 * Stops the connections of an integration, all or those made with one client, until their owners agree again, because the
 * place that they lead to or their client has changed, and erases what still waits to be revoked there (D-06, P-04). Call
 * it in the transaction of that change. Gives the number of connections.
 */
export async function suspendConnections(
  ctx: Context,
  { integrationId, cause, client }: Omit<Target, "workspaceId">,
): Promise<number> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  return suspend(ctx, { integrationId, workspaceId, cause, client });
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
  /** Only what was made with this one. */
  client?: ClientOf;
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
  { cause, ...where }: { integrationIds: string[]; workspaceId?: string; cause: string; client?: ClientOf },
): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await abandonRevocations(tx, where, cause);
    const ids = await suspendConnectionRows(tx, { ...where, cause });
    await announceConnections(tx, "connection.needs_reauth", ids);
    return ids.length;
  });
}

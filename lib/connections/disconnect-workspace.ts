import { type Context, withActor } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { disconnectOne } from "./disconnect-owned.ts";
import { hasPendingRevocations, listDistinct, revokeAll } from "./repository-workspace.ts";

const AT_ONCE = 8;

/**
 * Stops every connection of a workspace that is about to be deleted: none is renewed from the COMMIT on. It decides about no
 * permission: the verb that calls it has, in its transaction.
 */
export async function stopConnections(ctx: Context, workspaceId: string): Promise<void> {
  await revokeAll(ctx, workspaceId);
}

/**
 * A step of a job: disconnects what a deleted workspace has left, each as `disconnectConnection` does, for as long as `mayGoOn`
 * says. One that cannot be is left for the next run. Gives whether all are gone and every provider was told, or given up on.
 */
export async function disconnectWorkspace(
  ctx: Context,
  workspaceId: string,
  mayGoOn: () => boolean,
): Promise<boolean> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system clears up workspaces");
  const system = withActor(ctx, { kind: "system", name: "workspace-deletion", workspaceId });
  const failed: string[] = [];
  while (mayGoOn()) {
    const rows = await listDistinct(ctx, workspaceId, { except: failed, limit: AT_ONCE });
    if (rows.length === 0) return failed.length === 0 && !(await hasPendingRevocations(ctx, workspaceId));
    const ends = await Promise.allSettled(rows.map((row) => disconnectOne(system, row)));
    for (const [index, end] of ends.entries()) {
      const id = rows[index]?.id;
      if (end.status === "fulfilled" || id === undefined) continue;
      failed.push(id);
      ctx.log.error({ connectionId: id, err: end.reason }, "a connection could not be disconnected");
    }
  }
  return false;
}

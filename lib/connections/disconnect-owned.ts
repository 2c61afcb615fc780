import { type Context, withActor } from "#lib/context/context.ts";
import { enqueueJob } from "#lib/context/enqueue-job.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { disconnectRow } from "./disconnect-connection.ts";
import type { ConnectionRow } from "./repository.ts";
import { listRevoked, type Owned, revokeOwned } from "./repository-owned.ts";

const AT_ONCE = 8;

/**
 * Ends every connection of somebody who is about to be no member any more: none can be used or renewed from the COMMIT on,
 * and a job revokes them at their providers and removes them. It decides about no permission: the verb that calls it has, in
 * its transaction.
 */
export async function disconnectOwned(ctx: Context, owned: Owned): Promise<void> {
  if ((await revokeOwned(ctx, owned)) === 0) return;
  await enqueueJob(ctx, "disconnect-connections", owned);
}

/** A job: disconnects what was ended so, each as `disconnectConnection` does. What its owner has reconnected since stays. */
export async function disconnectRevoked(ctx: Context, owned: Owned): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system clears up after members");
  const system = withActor(ctx, { kind: "system", name: "departure", workspaceId: owned.workspaceId });
  for (let done = 0; ; ) {
    const rows = await listRevoked(ctx, owned, AT_ONCE);
    if (rows.length === 0) return done;
    await Promise.all(rows.map((row) => disconnectOne(system, row)));
    done += rows.length;
  }
}

/** Disconnects one that is at hand. An admin, or another process, may do so at the same time; then it is done. */
export async function disconnectOne(ctx: Context, row: ConnectionRow): Promise<void> {
  try {
    await disconnectRow(ctx, row, {});
  } catch (error) {
    if (!isAppError(error) || error.code !== "not-found") throw error;
  }
}

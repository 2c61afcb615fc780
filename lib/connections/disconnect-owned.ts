import { type Context, withActor } from "#lib/context/context.ts";
import { enqueueJob } from "#lib/context/enqueue-job.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { disconnectRow } from "./disconnect-connection.ts";
import type { ConnectionRow } from "./repository.ts";
import { listUnwithdrawn } from "./repository-handovers.ts";
import { listRevoked, type Owned, revokeOwned } from "./repository-owned.ts";
import { withdrawGrant } from "./withdraw-grant.ts";

const AT_ONCE = 8;

/**
 * Ends every connection of somebody who is about to be no member any more: none can be used or renewed from the COMMIT on,
 * and a job revokes them at their providers and removes them; so it does with the grants of those that others are to sign in
 * to (`hasLeft`). It decides about no permission: the verb that calls it has, in its transaction.
 */
export async function disconnectOwned(
  ctx: Context,
  owned: Owned,
  { hasLeft }: { hasLeft: boolean },
): Promise<void> {
  const count = await revokeOwned(ctx, owned);
  if (count > 0 || hasLeft) await enqueueJob(ctx, "disconnect-connections", owned);
}

/**
 * A job: disconnects what was ended so, each as `disconnectConnection` does, and withdraws the grants of what others are to
 * sign in to. What its owner has reconnected since stays.
 */
export async function disconnectRevoked(ctx: Context, owned: Owned): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system clears up after members");
  const system = withActor(ctx, { kind: "system", name: "departure", workspaceId: owned.workspaceId });
  const disconnected = await inTurn(
    () => listRevoked(ctx, owned, AT_ONCE),
    (row) => disconnectRow(system, row, {}),
  );
  const withdrawn = await inTurn(
    () => listUnwithdrawn(ctx, owned, AT_ONCE),
    (row) => inTransaction(system, (tx) => withdrawGrant(tx, row)),
  );
  return disconnected + withdrawn;
}

async function inTurn(
  list: () => Promise<ConnectionRow[]>,
  work: (row: ConnectionRow) => Promise<unknown>,
): Promise<number> {
  for (let done = 0; ; ) {
    const rows = await list();
    if (rows.length === 0) return done;
    await Promise.all(rows.map((row) => unlessGone(work(row))));
    done += rows.length;
  }
}

/** Disconnects one that is at hand; when somebody else did so at the same time, it is done. */
export function disconnectOne(ctx: Context, row: ConnectionRow): Promise<void> {
  return unlessGone(disconnectRow(ctx, row, {}));
}

// An admin, or another process, may disconnect one at the same time; then it is done.
async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isAppError(error) || error.code !== "not-found") throw error;
  }
}

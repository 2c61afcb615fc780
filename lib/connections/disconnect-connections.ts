import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { RevocationOutcome } from "./contract.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { listConnectionIds } from "./repository-counts.ts";

const AT_ONCE = 8;

/** How the revocations of several disconnected connections stand. */
export type RevocationCounts = Record<RevocationOutcome, number>;

/** Disconnects every connection of an integration, each as `disconnectConnection` does; for those who run the workspace. */
export async function disconnectConnections(ctx: Context, integrationId: string): Promise<RevocationCounts> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  const waiting = await listConnectionIds(ctx, { integrationId, workspaceId });
  const counts: RevocationCounts = { revoked: 0, pending: 0, unavailable: 0 };
  const work = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const outcome = await disconnectOne(ctx, id);
      if (outcome) counts[outcome]++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return counts;
}

// Somebody else may disconnect one at the same time; then it is done.
async function disconnectOne(ctx: Context, id: string): Promise<RevocationOutcome | null> {
  try {
    return await disconnectConnection(ctx, { id });
  } catch (error) {
    if (isAppError(error) && error.code === "not-found") return null;
    throw error;
  }
}

import { type Context, withActor } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { BACKGROUND_ACTOR } from "./ask-endpoint.ts";
import { renewTokens } from "./renew-tokens.ts";
import { claimDueConnections, type DueConnection, deferDueConnection } from "./repository-due.ts";
import { releaseHeld } from "./repository-held.ts";
import { findTokenState } from "./repository-tokens.ts";
import { CLIENT_REST_MS } from "./rules.ts";

const AT_ONCE = 100;
const LANES = 10;

/**
 * Renews the tokens that are due, of all workspaces, until none is left or `signal` stops it after those that run. Any number
 * of processes may do so at the same time. At most ten of an integration are renewed at once. A failure is written
 * down with its connection and sets the next due time. Gives how many were due and how many were renewed.
 */
export async function refreshDueConnections(
  ctx: Context,
  signal?: AbortSignal,
): Promise<{ due: number; renewed: number }> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system renews due connections");
  const counts = { due: 0, renewed: 0 };
  while (!signal?.aborted) {
    await releaseHeld(ctx);
    const { claimed, due } = await claimDueConnections(ctx, AT_ONCE);
    counts.due += due.length;
    const groups = Map.groupBy(due, ({ integrationId }) => integrationId);
    const lanes = [...groups.values()].flatMap((rows) => {
      const queue = rows.values();
      return Array.from({ length: Math.min(LANES, rows.length) }, () => work(ctx, queue, signal));
    });
    for (const renewed of await Promise.all(lanes)) counts.renewed += renewed;
    if (claimed < AT_ONCE) break;
  }
  return counts;
}

// Lanes of one integration draw from the same iterator, so each row is taken once and in its order.
async function work(ctx: Context, queue: Iterable<DueConnection>, signal?: AbortSignal): Promise<number> {
  let renewed = 0;
  for (const row of queue) {
    // What is left of a claim is due again by itself.
    if (signal?.aborted) break;
    if (await renew(ctx, row)) renewed++;
  }
  return renewed;
}

async function renew(ctx: Context, row: DueConnection): Promise<boolean> {
  const { connectionId, workspaceId, tokenVersion } = row;
  const system = withActor(ctx, { kind: "system", name: BACKGROUND_ACTOR, workspaceId });
  try {
    const seen = await findTokenState(system, workspaceId, connectionId);
    if (seen?.tokenVersion !== tokenVersion) return false;
    return (
      (await renewTokens(system, seen, { isForced: false, isBackground: true })).tokenVersion > tokenVersion
    );
  } catch (error) {
    if (!isAppError(error)) ctx.log.error({ connectionId, err: error }, "renewing a due connection failed");
    await deferDueConnection(system, row, restMs(error));
    return false;
  }
}

// A problem without Retry-After does not pass by itself: it is looked at again when a refused client would be.
function restMs(error: unknown): number {
  const seconds = isAppError(error) ? Number(error.headers["retry-after"]) : Number.NaN;
  return seconds > 0 ? seconds * 1_000 : CLIENT_REST_MS;
}

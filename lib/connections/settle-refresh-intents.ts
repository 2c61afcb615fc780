import { type Context, withActor } from "#lib/context/context.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { renewTokens } from "./renew-tokens.ts";
import { deleteUnsentIntents, listOpenIntents, type OpenIntent } from "./repository-intents.ts";
import { findTokenState } from "./repository-tokens.ts";

const PAGE = 100;
const AT_ONCE = 4;
const BUDGET_MS = 50_000;
/** Two requests and what is between them. */
const PATIENCE_MS = 130_000;

/**
 * A job: finishes the renewals that a process began and did not live to finish, by one more request: within the provider's
 * grace it brings the tokens, at a strict provider the connection ends as `outcome_unknown`. A few at once, for less
 * than a minute. Gives how many there were and how many have new tokens.
 */
export async function settleRefreshIntents(ctx: Context): Promise<{ open: number; renewed: number }> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system settles intents");
  const until = performance.now() + BUDGET_MS;
  const counts = { open: 0, renewed: 0 };
  await deleteUnsentIntents(ctx);
  for (let after: OpenIntent | null = null; performance.now() < until; ) {
    const page: OpenIntent[] = await listOpenIntents(ctx, after, PAGE);
    after = page.at(-1) ?? null;
    const waiting = [...page];
    const work = async () => {
      for (let next = waiting.shift(); next && performance.now() < until; next = waiting.shift()) {
        counts.open++;
        if (await finish(ctx, next)) counts.renewed++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (page.length < PAGE) break;
  }
  return counts;
}

// A failure is written down with the connection, as that of any other renewal.
async function finish(ctx: Context, { connectionId, workspaceId }: OpenIntent): Promise<boolean> {
  const system = withActor(ctx, { kind: "system", name: "token-refresh", workspaceId });
  try {
    const seen = await findTokenState(system, workspaceId, connectionId);
    if (!seen) return false;
    const state = await renewTokens(system, seen, {
      isForced: false,
      isBackground: true,
      waitMs: PATIENCE_MS,
    });
    return state.tokenVersion !== seen.tokenVersion;
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.log.info({ connectionId, err: error }, "a renewal that had broken off could not be finished");
    return false;
  }
}

import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { countMetric } from "#lib/metrics/metrics.ts";
import { isTokenFailure } from "#lib/oauth/token-failure.ts";
import { isEndpointFailure, openForMs, reserveOf } from "./endpoint-rules.ts";
import {
  type Admission,
  closeEndpoint,
  failEndpoint,
  findOpenMs,
  returnProbe,
  takeRequest,
} from "./repository-endpoints.ts";
import { holdConnection } from "./repository-held.ts";
import { retryLater } from "./token-problems.ts";

/** The actor of renewals that nobody waits for. */
export const BACKGROUND_ACTOR = "token-worker";

const WAIT_MS = 3_000;
// They all ask for the same row: many who wait must not keep it from each other.
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 500;
const SPREAD_MS = 30_000;
// The worker looks again soon: what is due and not asked for leaves the budget unused.
const WORKER_SPREAD_MS = 5_000;

interface Asked {
  tokenUrl: string;
  connectionId: string;
  /** Whoever has a token that still works does not wait for the budget: those whose token has expired do. */
  isPatient?: boolean;
}

/**
 * Sends one token request if the endpoint's budget and breaker let it, both shared by all processes, and keeps in mind
 * how it ended; an `ask` that gives `null` has asked nothing. 503 with Retry-After when the endpoint is left alone, or its
 * budget stays used up for 3 s (at once for the impatient). A connection that is kept waiting because the endpoint is left alone, or whose request has
 * led to that, is held until the endpoint works again.
 */
export async function askEndpoint<T>(ctx: Context, asked: Asked, ask: () => Promise<T>): Promise<T> {
  const { tokenUrl, connectionId } = asked;
  const admission = await admit(ctx, asked);
  try {
    const answer = await ask();
    // Not waited for: what the provider gave has to be stored first (D-11), and a database that hangs must not delay that.
    if (answer !== null) void noted(ctx, closeEndpoint(ctx, tokenUrl));
    else if (admission.isProbe) await noted(ctx, returnProbe(ctx, tokenUrl));
    return answer;
  } catch (error) {
    if (isTokenFailure(error)) {
      const { failureCount, isProbe } = admission;
      // What a 429 asks for may be meant for one client (RFC 6585 §4): it binds the connection, not all who ask there.
      const pauseMs = error.status === 429 ? null : error.retryAfterMs;
      const openMs = openForMs(failureCount, pauseMs, Math.random);
      const failed = async () => {
        await failEndpoint(ctx, tokenUrl, { isProbe, openMs });
        await holdConnection(ctx, { tokenUrl, connectionId });
      };
      await noted(ctx, isEndpointFailure(error) ? failed() : closeEndpoint(ctx, tokenUrl));
    } else if (admission.isProbe) await noted(ctx, returnProbe(ctx, tokenUrl));
    throw error;
  }
}

async function admit(ctx: Context, { tokenUrl, connectionId, isPatient = true }: Asked): Promise<Admission> {
  const perSecond = ctx.settings.tokenEndpointPerSecond;
  const burst = perSecond * 2;
  const isBackground = ctx.actor.kind === "system" && ctx.actor.name === BACKGROUND_ACTOR;
  const budget = { perSecond, burst, reserve: reserveOf(burst, isBackground) };
  const until = performance.now() + (isPatient ? WAIT_MS : 0);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const admission = await takeRequest(ctx, tokenUrl, budget);
    if (admission) return admission;
    const openMs = await findOpenMs(ctx, tokenUrl);
    if (openMs > 0 || performance.now() > until) {
      countMetric("mooring_token_requests_held_total", { reason: openMs > 0 ? "breaker" : "budget" });
      if (openMs > 0) await holdConnection(ctx, { tokenUrl, connectionId });
      // Whoever was held comes back spread over a while, not all at once.
      const spreadMs = isBackground ? WORKER_SPREAD_MS : SPREAD_MS;
      throw retryLater(connectionId, "provider_unavailable", openMs + Math.random() * spreadMs);
    }
    await delay(pauseMs * (0.5 + Math.random()));
  }
}

// The provider's answer is in hand: nothing about the endpoint may cost it (D-11).
async function noted(ctx: Context, writing: Promise<void>): Promise<void> {
  await writing.catch((error: unknown) =>
    ctx.log.warn({ err: error }, "the state of a token endpoint was not written"),
  );
}

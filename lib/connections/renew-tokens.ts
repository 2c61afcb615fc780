import { setTimeout as delay } from "node:timers/promises";
import { type Context, withActor } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { getIntegrationClientById } from "#lib/integrations/get-integration-client.ts";
import { countMetric } from "#lib/metrics/metrics.ts";
import { BACKGROUND_ACTOR } from "./ask-endpoint.ts";
import { refreshUnderLease } from "./refresh-under-lease.ts";
import { findTokenState, openForSending, type TokenState, takeLease } from "./repository-tokens.ts";
import { isLeased, renewableInMs, wasForcedLately } from "./rules.ts";
import { assertOpen, CAUSE_TOO_YOUNG, retryLater } from "./token-problems.ts";

const WAIT_MS = 10_000;
const FIRST_PAUSE_MS = 25;
// Longer than any caller waits: an attempt that hangs is not waited for twice, and the lease decides who goes on.
const JOIN_MS = 60_000;

interface Options {
  isForced: boolean;
  /** Nobody waits for it: it leaves a part of the endpoint's budget to those who do. */
  isBackground?: boolean;
  /** How long the caller waits, in ms. */
  waitMs?: number;
}

interface Running {
  promise: Promise<TokenState>;
  startedAt: number;
}

/**
 * The tokens that follow the version that was seen. Of any number of callers in any number of processes one asks the
 * provider (D-08); the others read what it stored, and never see it before it is committed (D-11). A caller waits 10 s at
 * most, then gets 503; the renewal itself goes on to its commit whoever left.
 */
export async function renewTokens(ctx: Context, seen: TokenState, options: Options): Promise<TokenState> {
  const controller = new AbortController();
  const tooLong = delay(options.waitMs ?? WAIT_MS, undefined, { signal: controller.signal, ref: false }).then(
    () => {
      throw retryLater(seen.connectionId, "renewal_pending", 2_000);
    },
  );
  try {
    return await Promise.race([join(ctx, seen, options), tooLong]);
  } finally {
    controller.abort();
  }
}

// Only saves queries: within one process, callers that saw the same version share one attempt (C-08: always cleared).
function join(ctx: Context, seen: TokenState, options: Options): Promise<TokenState> {
  const attempts = sharedAttempts();
  const key = `${seen.connectionId}:${seen.tokenVersion}:${options.isForced}`;
  const running = attempts.get(key);
  if (running && performance.now() - running.startedAt < JOIN_MS) return running.promise;
  const name = options.isBackground ? BACKGROUND_ACTOR : "token-refresh";
  const system = withActor(ctx, { kind: "system", name, workspaceId: seen.workspaceId });
  const promise = renew(system, seen, options).finally(() => {
    if (attempts.get(key)?.promise === promise) attempts.delete(key);
  });
  attempts.set(key, { promise, startedAt: performance.now() });
  return promise;
}

/** Waits until every renewal of this process has ended, whoever still waits for it: for a clean stop (C-06). */
export async function settleRenewals(): Promise<void> {
  const attempts = sharedAttempts();
  while (attempts.size > 0) await Promise.allSettled([...attempts.values()].map(({ promise }) => promise));
}

async function renew(ctx: Context, seen: TokenState, { isForced }: Options): Promise<TokenState> {
  // Before the lease is: when an edit suspends the connection in between, the lease shows it, and no new address has been read.
  const target = await getIntegrationClientById(ctx, seen.integrationId, seen);
  const tooEarlyMs = renewableInMs(seen, target.provider.refreshMinimumAgeSeconds);
  if (tooEarlyMs > 0) throw retryLater(seen.connectionId, CAUSE_TOO_YOUNG, tooEarlyMs);
  const isMinted = target.provider.kind === "client_credentials";
  // A client can get a token for itself as often as it likes, so nothing is lost with an answer: no intent, no journal.
  const sent = isMinted ? null : await openForSending(ctx, seen);
  const until = performance.now() + WAIT_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.6, 400)) {
    const lease = await takeLease(ctx, seen, { isForced, fingerprint: sent?.fingerprint ?? null });
    if (lease) return refreshUnderLease(ctx, lease, { target, sent });
    if (pauseMs === FIRST_PAUSE_MS) countMetric("mooring_token_lease_waits_total");
    const current = await findTokenState(ctx, seen.workspaceId, seen.connectionId);
    if (!current) throw notFound("connection");
    if (current.tokenVersion !== seen.tokenVersion) return current;
    assertOpen(current);
    if (isForced && wasForcedLately(current) && !isLeased(current, current.databaseNow)) return current;
    if (performance.now() > until) throw retryLater(seen.connectionId, "renewal_pending", 2_000);
    await delay(pauseMs * (0.5 + Math.random()));
  }
}

const slot = Symbol.for("mooring.token-renewals");

function sharedAttempts(): Map<string, Running> {
  const holder = globalThis as Record<symbol, Map<string, Running> | undefined>;
  holder[slot] ??= new Map();
  return holder[slot];
}

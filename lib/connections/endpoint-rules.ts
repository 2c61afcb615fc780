import type { FailureFacts } from "./judge-failure.ts";
import { backoffMs } from "./rules.ts";

/** So many failures in a row, and a token endpoint is left alone for a while. */
export const OPENS_AFTER = 5;

/**
 * Without a Retry-After nobody is kept waiting for longer than this before one request finds out. What an outage has held
 * comes back at the budget's rate, which takes its minutes; noticing late would add to them.
 */
const LONGEST_OPEN_MS = 20_000;

/** Whether a refusal is the endpoint's own failure. One that judges a grant or a client comes from an endpoint that works. */
export function isEndpointFailure({ class: kind }: Pick<FailureFacts, "class">): boolean {
  return kind === "transient" || kind === "ambiguous" || kind === "misbehaved";
}

/** How long an endpoint is left alone after `failureCount` failures and this one: longer with each failed probe. */
export function openForMs(failureCount: number, retryAfterMs: number | null, random: () => number): number {
  return backoffMs(Math.max(0, failureCount + 1 - OPENS_AFTER), retryAfterMs, random, LONGEST_OPEN_MS);
}

/** What of a budget background work leaves to callers who wait for an answer. */
export function reserveOf(burst: number, isBackground: boolean): number {
  return isBackground ? burst / 4 : 0;
}

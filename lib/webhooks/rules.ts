const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long after a failed attempt the next one comes: ten attempts in about three days. */
const pausesMs = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const JITTER = 0.2;

/** How long nothing arrives until a webhook is switched off. */
export const PATIENCE_MS = 5 * DAY_MS;

/** What came of one attempt: `error` is a code for people to look up, `null` when the message arrived. */
export interface Attempt {
  status: number | null;
  error: string | null;
  durationMs: number;
  /** What the receiver asked for by Retry-After. */
  retryAfterMs: number | null;
}

export interface Settlement {
  state: "pending" | "delivered" | "failed";
  nextAttemptAt: Date | null;
  /** Why the webhook is switched off now; `null`: it is not. */
  disabledCause: "gone" | "failing" | null;
}

interface Past {
  /** With this one. */
  attempts: number;
  failingSince: Date | null;
  now: Date;
}

/**
 * What an attempt means. A failed one is repeated after a pause that grows, up to a fifth longer by chance, and never before
 * the receiver's own Retry-After; the last one ends it. 410 and five days without success switch the webhook off.
 */
export function settleAttempt(
  { status, error, retryAfterMs }: Attempt,
  { attempts, failingSince, now }: Past,
  random: () => number,
): Settlement {
  if (error === null) return { state: "delivered", nextAttemptAt: null, disabledCause: null };
  if (status === 410) return { state: "failed", nextAttemptAt: null, disabledCause: "gone" };
  const isHopeless = failingSince !== null && now.getTime() - failingSince.getTime() >= PATIENCE_MS;
  const disabledCause = isHopeless ? "failing" : null;
  const pauseMs = pausesMs[attempts - 1];
  if (pauseMs === undefined) return { state: "failed", nextAttemptAt: null, disabledCause };
  const waitMs = Math.max(pauseMs * (1 + random() * JITTER), retryAfterMs ?? 0);
  return { state: "pending", nextAttemptAt: new Date(now.getTime() + waitMs), disabledCause };
}

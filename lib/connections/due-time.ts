import { refreshMarginMs } from "./rules.ts";

const LATEST_SHARE = 0.95;
const EARLIEST_SHARE = 0.8;

const DAY_SECONDS = 86_400;

interface Life {
  obtainedAt: Date;
  expiresAt: Date | null;
  /** Whether there is a way to the next token without its owner. */
  isRenewable: boolean;
  /** A provider that renews no younger token; `null` where it does not care. */
  minimumAgeSeconds: number | null;
}

/**
 * When the worker renews a token: at a random point of the last fifth of its life, so that tokens of one minute do not
 * come back in one minute, and never later than the margin of D-25 allows. `null` for an unknown or senseless expiry and
 * where nothing can be renewed. Times are of one clock, the database's.
 */
export function refreshDueAt(
  { obtainedAt, expiresAt, isRenewable, minimumAgeSeconds }: Life,
  random: () => number,
): Date | null {
  if (!expiresAt || !isRenewable) return null;
  const lifeMs = expiresAt.getTime() - obtainedAt.getTime();
  if (!(lifeMs > 0)) return null;
  const latest = Math.min(LATEST_SHARE, 1 - refreshMarginMs(lifeMs) / lifeMs);
  // Where the margin takes more than a fifth of a short life, the spread moves ahead with it.
  const earliest = Math.min(EARLIEST_SHARE, latest * (EARLIEST_SHARE / LATEST_SHARE));
  const ageMs = lifeMs * (earliest + random() * (latest - earliest));
  return new Date(obtainedAt.getTime() + Math.max(ageMs, (minimumAgeSeconds ?? 0) * 1_000));
}

/** After how many seconds without a renewal a refresh token that dies of idleness is used: a week, or a third of its life. */
export function keepAliveAfterSeconds(idleLifetimeSeconds: number): number {
  return Math.min(7 * DAY_SECONDS, idleLifetimeSeconds / 3);
}

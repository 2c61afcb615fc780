import { type AuthorizationKind, issuesTokens } from "#lib/core/provider.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Nobody refreshes on a provider's 401 more often than this (P-12). */
export const FORCED_INTERVAL_MS = MINUTE_MS;

/** A refused client is left alone for so long, unless somebody edits the integration. */
export const CLIENT_REST_MS = 15 * MINUTE_MS;

/** A token with less left than this is not handed out while another caller refreshes it. */
const USABLE_REST_MS = 5 * SECOND_MS;

/** What the decision to use, refresh or refuse rests on. All times are the database's. */
export interface TokenFacts {
  status: "active" | "degraded" | "needs_reauth" | "suspended" | "revoked";
  retryAt: Date | null;
  tokenVersion: number;
  obtainedAt: Date;
  expiresAt: Date | null;
  leaseExpiresAt: Date | null;
  forcedAt: Date | null;
  hasRefreshToken: boolean;
  /** The integration's: what a client mints for itself, it can mint again. */
  kind: AuthorizationKind;
  databaseNow: Date;
}

export type Need =
  | { act: "use" }
  | { act: "refresh"; isForced: boolean }
  /** The provider refused a key once; whether it refuses it altogether has to be asked. */
  | { act: "confirm" }
  | { act: "wait"; retryAfterMs: number }
  | { act: "refuse" }
  | { act: "reauthorize" };

/**
 * How long before its end a token is renewed: 60 s or a tenth of its life, at most 15 minutes (D-25),
 * and never more than half of a short life, so that a new token is not due at once.
 */
export function refreshMarginMs(lifeMs: number): number {
  return Math.min(Math.max(MINUTE_MS, lifeMs / 10), 15 * MINUTE_MS, lifeMs / 2);
}

/** Whether it is time to renew. An unknown or senseless expiry never is: only the provider's 401 tells (D-25). */
export function isRefreshDue(
  { obtainedAt, expiresAt }: Pick<TokenFacts, "obtainedAt" | "expiresAt">,
  now: Date,
): boolean {
  if (!expiresAt) return false;
  const lifeMs = expiresAt.getTime() - obtainedAt.getTime();
  if (!(lifeMs > 0)) return false;
  return now.getTime() >= expiresAt.getTime() - refreshMarginMs(lifeMs);
}

/** How long until the provider renews a token that has to be of some age for that; 0 when it does now. */
export function renewableInMs(
  { obtainedAt, databaseNow }: Pick<TokenFacts, "obtainedAt" | "databaseNow">,
  minimumAgeSeconds: number | null,
): number {
  const ageMs = databaseNow.getTime() - obtainedAt.getTime();
  return Math.max(0, (minimumAgeSeconds ?? 0) * SECOND_MS - ageMs);
}

export function isLeased({ leaseExpiresAt }: Pick<TokenFacts, "leaseExpiresAt">, now: Date): boolean {
  return leaseExpiresAt !== null && leaseExpiresAt > now;
}

/** Whether the stored token still works by its own account, with time enough to be sent. */
export function isUsable({ expiresAt }: Pick<TokenFacts, "expiresAt">, now: Date): boolean {
  return expiresAt === null || expiresAt.getTime() - now.getTime() > USABLE_REST_MS;
}

/** Decides what a caller gets. `rejectedVersion` is the version whose token the provider just answered with 401. */
export function decideNeed(facts: TokenFacts, rejectedVersion?: number): Need {
  const now = facts.databaseNow;
  if (facts.status !== "active" && facts.status !== "degraded") return { act: "refuse" };
  const isForced = rejectedVersion === facts.tokenVersion;
  const isDue = isRefreshDue(facts, now);
  if (!isForced && !isDue) return { act: "use" };
  if (isForced && !issuesTokens(facts.kind)) return { act: wasForcedLately(facts) ? "use" : "confirm" };
  const canUse = isUsable(facts, now);
  if (!isRenewable(facts)) return canUse || !isDue ? { act: "use" } : { act: "reauthorize" };
  if (isForced && wasForcedLately(facts)) return { act: "use" };
  if (facts.retryAt && facts.retryAt > now) {
    return canUse ? { act: "use" } : { act: "wait", retryAfterMs: facts.retryAt.getTime() - now.getTime() };
  }
  if (!isForced && canUse && isLeased(facts, now)) return { act: "use" };
  return { act: "refresh", isForced };
}

/** Whether there is a way to the next token without its owner. */
export function isRenewable({
  hasRefreshToken,
  kind,
}: Pick<TokenFacts, "hasRefreshToken" | "kind">): boolean {
  return hasRefreshToken || kind === "client_credentials";
}

export function wasForcedLately({
  forcedAt,
  databaseNow,
}: Pick<TokenFacts, "forcedAt" | "databaseNow">): boolean {
  return forcedAt !== null && databaseNow.getTime() - forcedAt.getTime() < FORCED_INTERVAL_MS;
}

/** Full jitter over an exponential backoff from 1 s to 5 min, never before the provider's Retry-After (at most 1 h). */
export function backoffMs(
  failureCount: number,
  retryAfterMs: number | null,
  random: () => number,
  longestMs: number = 5 * MINUTE_MS,
): number {
  const ceilingMs = Math.min(SECOND_MS * 2 ** Math.min(failureCount, 20), longestMs);
  const jitterMs = Math.ceil(random() * ceilingMs);
  if (retryAfterMs === null) return Math.max(jitterMs, SECOND_MS / 4);
  return Math.min(Math.max(retryAfterMs, 0), 60 * MINUTE_MS) + Math.ceil(random() * SECOND_MS);
}

/** D-14: so many grants of one integration do not die by chance within ten minutes. */
export function isMassFailure({ recentDeaths, total }: { recentDeaths: number; total: number }): boolean {
  return recentDeaths >= Math.max(5, total / 10);
}

/** A grant that replaces another keeps the old refresh token when it brings none (RFC 6749 §6, R-05). */
export function nextRefreshToken<T>(granted: T | null, stored: T | null): T | null {
  return granted ?? stored;
}

/** What was asked for and not granted. */
export function missingScopes(asked: readonly string[], granted: readonly string[]): string[] {
  return asked.filter((scope) => !granted.includes(scope));
}

/** What came and what went between two grants; `null` when they hold the same. */
export function scopeChange(
  before: readonly string[],
  after: readonly string[],
): { gained: string[]; lost: string[] } | null {
  const [gained, lost] = [missingScopes(after, before), missingScopes(before, after)];
  return gained.length + lost.length > 0 ? { gained, lost } : null;
}

interface ScopesToAdd {
  granted: readonly string[];
  /** What the provider's API has asked for. */
  wanted: readonly string[];
  /** What the integration asks for: nothing else is added. */
  asked: readonly string[];
  offering: { required: readonly string[]; known: readonly string[] };
}

/**
 * What a reconnect asks for that adds to a grant: all that is granted stays, as far as the integration or its offering knows it;
 * of what is missing only what the integration asks of everybody, so that nobody widens it on their own.
 */
export function scopesToAdd({ granted, wanted, asked, offering }: ScopesToAdd): string[] {
  const added = asked.filter((scope) => offering.required.includes(scope) || wanted.includes(scope));
  const kept = granted.filter((scope) => asked.includes(scope) || offering.known.includes(scope));
  return [...new Set([...kept, ...added])];
}

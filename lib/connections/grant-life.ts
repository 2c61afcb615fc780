import type { AuthorizationKind } from "#lib/core/provider.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import type { ForecastReason } from "./health-schemas.ts";

/** What a provider's documentation tells about the life of its grants. */
export type LifeFacts = Pick<OfferingData, "refresh" | "quirks">;

export interface GrantLife {
  /** Each renewal brings a later end, so that what is stored of the refresh token is no end of the grant. */
  isEndMoving: boolean;
  /** A refresh token that is not renewed for so long dies; `null` where the provider sets no such limit. */
  idleSeconds: number | null;
  /** The grant ends so long after consent, whatever is renewed; `null` where it does not. */
  absoluteSeconds: number | null;
}

/** Of a provider that tells nothing. */
export const unknownLife: GrantLife = { isEndMoving: false, idleSeconds: null, absoluteSeconds: null };

/**
 * Sorts an offering's facts by what a renewal does to them. A lifetime beside an idle one is counted from consent; one that
 * stands alone moves with every renewal where the provider says so or always gives another refresh token.
 */
export function lifeOf({ refresh, quirks }: LifeFacts): GrantLife {
  const { lifetimeSeconds, idleLifetimeSeconds, rotates } = refresh;
  if (idleLifetimeSeconds !== null)
    return { isEndMoving: true, idleSeconds: idleLifetimeSeconds, absoluteSeconds: lifetimeSeconds };
  const isEndMoving =
    !quirks.includes("refresh_absolute_expiry") &&
    (quirks.includes("refresh_idle_expiry") || rotates === "always");
  const [idleSeconds, absoluteSeconds] = isEndMoving ? [lifetimeSeconds, null] : [null, lifetimeSeconds];
  return { isEndMoving, idleSeconds, absoluteSeconds };
}

/** What of a connection decides how long its grant lives. */
export interface GrantFacts {
  kind: AuthorizationKind;
  hasRefreshToken: boolean;
  tokenExpiresAt: Date | null;
  refreshTokenExpiresAt: Date | null;
  lastAuthorizedAt: Date;
  lastRefreshedAt: Date | null;
}

export interface GrantEnd {
  endsAt: Date | null;
  reason: ForecastReason;
  seconds: number | null;
}

/**
 * When the grant itself ends and no renewal helps; `null` where no end is known. `isRenewing` tells whether Mooring renews it
 * at present: while it does not, a refresh token that dies of idleness sets the end.
 */
export function grantEnd(facts: GrantFacts, life: GrantLife, isRenewing = true): GrantEnd {
  const { kind, hasRefreshToken, tokenExpiresAt } = facts;
  if (kind === "api_key") return endless("key-lives-on");
  if (kind === "basic") return endless("password-lives-on");
  if (kind === "client_credentials") return endless("client-renews");
  if (!hasRefreshToken)
    return tokenExpiresAt
      ? { endsAt: tokenExpiresAt, reason: "no-refresh-token", seconds: null }
      : endless("no-end-told");
  const fixed = fixedEnd(facts, life);
  const idle = idleEnd(facts, life);
  if (!isRenewing && idle && (fixed === null || idle.endsAt <= fixed.endsAt)) return idle;
  if (fixed) return fixed;
  return idle ? { ...idle, endsAt: null, reason: "renewed-while-used" } : endless("renewed");
}

// Where a renewal moves the refresh token's own end, that is no end of the grant.
function fixedEnd(facts: GrantFacts, { isEndMoving, absoluteSeconds }: GrantLife) {
  const { refreshTokenExpiresAt, lastAuthorizedAt } = facts;
  if (!isEndMoving && refreshTokenExpiresAt)
    return { endsAt: refreshTokenExpiresAt, reason: "grant-ends" as const, seconds: absoluteSeconds };
  if (absoluteSeconds === null) return null;
  const endsAt = after(lastAuthorizedAt, absoluteSeconds);
  return { endsAt, reason: "grant-ends" as const, seconds: absoluteSeconds };
}

function idleEnd(facts: GrantFacts, { isEndMoving, idleSeconds }: GrantLife) {
  const { refreshTokenExpiresAt, lastAuthorizedAt, lastRefreshedAt } = facts;
  const renewedAt =
    lastRefreshedAt && lastRefreshedAt > lastAuthorizedAt ? lastRefreshedAt : lastAuthorizedAt;
  const told = isEndMoving ? refreshTokenExpiresAt : null;
  const endsAt = told ?? (idleSeconds === null ? null : after(renewedAt, idleSeconds));
  if (!endsAt) return null;
  const seconds = Math.max(0, Math.round((endsAt.getTime() - renewedAt.getTime()) / 1000));
  return { endsAt, reason: "not-renewed-now" as const, seconds };
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

function endless(reason: ForecastReason): GrantEnd {
  return { endsAt: null, reason, seconds: null };
}

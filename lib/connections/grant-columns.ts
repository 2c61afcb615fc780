import type { Provider, TokenGrant } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { resolveApiBase } from "#lib/oauth/api-base.ts";
import { keepTenant } from "#lib/oauth/tenants.ts";
import { refreshDueAt } from "./due-time.ts";
import type { TokenPair } from "./repository-tokens.ts";
import { isRenewable, nextRefreshToken } from "./rules.ts";

interface Before {
  data: Record<string, unknown>;
  apiBaseUri: string;
  refreshToken: Secret<string> | null;
  refreshTokenExpiresAt: Date | null;
}

interface Times {
  /** What the connection held so far of any grant: the tenant that somebody chose is among it. */
  storedData: Record<string, unknown>;
  /** When the request was sent, on the database's clock. */
  sentAt: Date;
  /** How far the database's clock was ahead of ours. */
  clockOffsetMs: number;
}

/**
 * What a grant writes: the pair, and the connection's columns that tell of it. Both come from this one answer; only the
 * refresh token stays when the answer brought none. All times are the database's, so no app clock decides.
 */
export function grantColumns(
  provider: Provider,
  grant: TokenGrant,
  before: Before | null,
  { sentAt, clockOffsetMs, storedData }: Times,
) {
  const toDatabaseTime = (time: Date | null) => time && new Date(time.getTime() + clockOffsetMs);
  const refreshToken = nextRefreshToken(grant.refreshToken, before?.refreshToken ?? null);
  const expiresAt = toDatabaseTime(grant.expiresAt);
  const data = keepTenant(provider.followUps, storedData, { ...before?.data, ...grant.data });
  const pair: TokenPair = {
    accessToken: grant.accessToken,
    refreshToken,
    tokenType: grant.tokenType,
    obtainedAt: sentAt,
    expiresAt,
    refreshDueAt: refreshDueAt(
      {
        ...{ obtainedAt: sentAt, expiresAt, minimumAgeSeconds: provider.refreshMinimumAgeSeconds },
        isRenewable: isRenewable({ hasRefreshToken: refreshToken !== null, kind: provider.kind }),
      },
      Math.random,
    ),
  };
  const columns = {
    tokenExpiresAt: expiresAt,
    refreshTokenExpiresAt:
      toDatabaseTime(grant.refreshTokenExpiresAt) ?? before?.refreshTokenExpiresAt ?? null,
    data,
    apiBaseUri: apiBaseOf(provider, data, before),
    hasRefreshToken: refreshToken !== null,
    failureCount: 0,
    retryAt: null,
  };
  return { pair, columns };
}

// A renewed pair is never lost for want of an address: the one from before stays.
function apiBaseOf(provider: Provider, data: Record<string, unknown>, before: Before | null): string {
  try {
    return resolveApiBase(provider, data);
  } catch (error) {
    if (before) return before.apiBaseUri;
    throw error;
  }
}

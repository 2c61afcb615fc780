import type { Context } from "#lib/context/context.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { revokeTokens } from "#lib/oauth/revocation.ts";

const PATIENCE_MS = 5_000;

/**
 * Withdraws a grant that is not kept, as far as the provider lets us. Where one revocation takes every token of the
 * account along, it is left to expire instead: another connection may stand on it (F-07).
 */
export async function discardGrant(
  ctx: Context,
  { target, grant }: { target: IntegrationClient; grant: TokenGrant },
): Promise<void> {
  const { provider, client } = target;
  if (provider.revocation.scope !== "token") return;
  const { accessToken, refreshToken, data } = grant;
  try {
    const fetch = withDeadline(target.fetch, PATIENCE_MS);
    await revokeTokens({ provider, client, refreshToken, accessToken, data, fetch });
  } catch (error) {
    ctx.log.warn(
      { integrationId: target.integration.id, err: error },
      "an unused grant could not be revoked",
    );
  }
}

/** The same `fetch`, for calls that together take no longer than this. */
export function withDeadline(fetch: Context["fetch"], timeoutMs: number): Context["fetch"] {
  const deadline = AbortSignal.timeout(timeoutMs);
  return (input, init) => {
    return fetch(input, {
      ...init,
      signal: init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline,
    });
  };
}

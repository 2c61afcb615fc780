import type { ConnectionData, OAuthClient, Provider, TokenGrant } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { judgeTokenAnswer } from "./token-grant.ts";
import { type ProtocolFetch, sendTokenRequest } from "./token-request.ts";

interface RefreshInput {
  provider: Provider;
  client: OAuthClient;
  /** The integration's; some providers want it repeated. */
  redirectUri: string;
  refreshToken: Secret<string>;
  /** As granted; some providers want them repeated. */
  scopes: readonly string[];
  /** What is known of the grant; some providers' endpoints depend on it. */
  data?: ConnectionData;
  fetch: ProtocolFetch;
  now: () => Date;
  /** Half a minute, unless given. */
  timeoutMs?: number;
}

/**
 * Asks for a new access token (RFC 6749 §6). One attempt. Where the grant holds no refresh token, the stored one stays;
 * its `data` are the facts of this answer alone. Throws `TokenFailure`.
 */
export async function refreshTokens(input: RefreshInput): Promise<TokenGrant> {
  const { provider, client, redirectUri, refreshToken, scopes, data = {}, fetch, now, timeoutMs } = input;
  const sentAt = now();
  const response = await sendTokenRequest({
    provider,
    client,
    ask: { grantType: "refresh_token", redirectUri, scopes },
    params: { refresh_token: refreshToken.reveal() },
    data,
    fetch,
    timeoutMs,
  });
  const ask = { grantType: "refresh_token", sentAt } as const;
  return judgeTokenAnswer(response, { provider, client, ask, now: now() });
}

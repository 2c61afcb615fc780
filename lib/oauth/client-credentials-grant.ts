import type { ConnectionData, OAuthClient, Provider, TokenGrant } from "#lib/core/provider.ts";
import { judgeTokenAnswer } from "./token-grant.ts";
import { type ProtocolFetch, sendTokenRequest } from "./token-request.ts";

interface MintInput {
  provider: Provider;
  client: OAuthClient;
  /** None: as the provider has it for this client. */
  scopes: readonly string[];
  /** What is known of the grant; some providers' endpoints depend on it. */
  data?: ConnectionData;
  fetch: ProtocolFetch;
  now: () => Date;
  /** Half a minute, unless given. */
  timeoutMs?: number;
}

/**
 * Asks for a token for the client itself (RFC 6749 §4.4). One attempt. A refresh token has no place in such an answer
 * (§4.4.3), so one that comes is left out: the next token is asked for in the same way. Throws `TokenFailure`.
 */
export async function mintToken(input: MintInput): Promise<TokenGrant> {
  const { provider, client, now } = input;
  const sentAt = now();
  const response = await sendMintRequest(input);
  const ask = { grantType: "client_credentials", sentAt } as const;
  const grant = await judgeTokenAnswer(response, { provider, client, ask, now: now() });
  return { ...grant, refreshToken: null, refreshTokenExpiresAt: null };
}

/** The request of `mintToken` alone; its answer unread. */
export function sendMintRequest({
  provider,
  client,
  scopes,
  data = {},
  fetch,
  timeoutMs,
}: Omit<MintInput, "now">): Promise<Response> {
  return sendTokenRequest({
    provider,
    client,
    ask: { grantType: "client_credentials", redirectUri: "", scopes },
    params: scopes.length > 0 ? { scope: scopes.join(provider.scopes.separator) } : {},
    data,
    fetch,
    timeoutMs,
  });
}

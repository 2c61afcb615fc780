import type { OAuthClient, Parameters, Provider, TokenGrant } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { captureCallback } from "./captured-data.ts";
import { runFollowUps } from "./follow-ups.ts";
import { readGrantedScopes } from "./granted-scopes.ts";
import { exchangeToLongLived } from "./long-lived-token.ts";
import { judgeTokenAnswer } from "./token-grant.ts";
import { type ProtocolFetch, sendTokenRequest } from "./token-request.ts";

interface CodeExchangeInput {
  provider: Provider;
  client: OAuthClient;
  /** Byte for byte the one of the authorization request (RFC 6749 §4.1.3). */
  redirectUri: string;
  code: Secret<string>;
  /** `null` for a code that was asked for without PKCE, by somebody else's authorization request. */
  codeVerifier: Secret<string> | null;
  /** As `readCallback` gave them. */
  callbackParams: Parameters;
  fetch: ProtocolFetch;
  now: () => Date;
}

/**
 * Exchanges an authorization code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5), those for longer-lived ones where the
 * provider has such, and asks what it wants to be asked right after, e.g. for the tenants. One attempt; a code is good
 * for one. Throws `TokenFailure`.
 */
export async function exchangeCode(input: CodeExchangeInput): Promise<TokenGrant> {
  const { provider, client, redirectUri, code, codeVerifier, callbackParams, fetch, now } = input;
  const sentAt = now();
  const told = captureCallback(callbackParams, provider);
  const response = await sendTokenRequest({
    provider,
    client,
    ask: { grantType: "authorization_code", redirectUri, scopes: [] },
    params: {
      code: code.reveal(),
      redirect_uri: redirectUri,
      ...(codeVerifier && { code_verifier: codeVerifier.reveal() }),
    },
    data: told,
    fetch,
  });
  const ask = { grantType: "authorization_code", sentAt } as const;
  const first = await judgeTokenAnswer(response, { provider, client, ask, now: now() });
  const grant = await exchangeToLongLived(first, { provider, client, fetch, now });
  const data = { ...told, ...grant.data };
  const scopes = grant.scopes ?? scopesOfCallback(callbackParams, provider);
  const facts = await runFollowUps({ provider, client, accessToken: grant.accessToken, data, fetch });
  return { ...grant, scopes, data: { ...data, ...facts } };
}

// Some providers tell in the callback, not in the token answer, what the person left ticked.
function scopesOfCallback(params: Parameters, { callback }: Provider): string[] | null {
  return callback.capture.includes("scope") ? readGrantedScopes(params.scope) : null;
}

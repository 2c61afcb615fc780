import type { OAuthClient, Provider } from "#lib/core/provider.ts";
import { readClientAnswer } from "./client-answer.ts";
import type { ClientAnswer } from "./client-check-rules.ts";
import { newCodeVerifier } from "./pkce.ts";
import { newState } from "./state.ts";
import { type ProtocolFetch, sendTokenRequest } from "./token-request.ts";

interface MadeUpCodeInput {
  provider: Provider;
  client: OAuthClient;
  redirectUri: string;
  fetch: ProtocolFetch;
}

/** Offers the token endpoint a code that it never gave out, and notes status and error name of its answer; never the body. */
export async function askWithMadeUpCode({
  provider,
  client,
  redirectUri,
  fetch,
}: MadeUpCodeInput): Promise<ClientAnswer> {
  const params = { code: newState(), redirect_uri: redirectUri, code_verifier: newCodeVerifier().reveal() };
  const ask = { grantType: "authorization_code", redirectUri, scopes: [] } as const;
  const asked = sendTokenRequest({ provider, client, ask, params, fetch });
  return (await readClientAnswer(asked, { provider, grantType: "authorization_code" })).answer;
}

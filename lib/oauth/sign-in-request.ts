import type { Secret } from "#lib/core/secret.ts";
import { codeChallenge } from "./pkce.ts";

interface SignInRequest {
  authorizationEndpoint: string;
  clientId: string;
  redirectUri: string;
  scopes: string;
  state: string;
  codeVerifier: Secret<string>;
  /** For an OpenID provider; another has no use for one. */
  nonce: string | null;
}

/** The address that asks a person to sign in (OpenID Connect Core §3.1.2.1), always with PKCE S256, a state and, for an ID token, a nonce. */
export async function buildSignInRequest(ask: SignInRequest): Promise<URL> {
  const url = new URL(ask.authorizationEndpoint);
  const params = {
    response_type: "code",
    client_id: ask.clientId,
    redirect_uri: ask.redirectUri,
    scope: ask.scopes,
    state: ask.state,
    code_challenge: await codeChallenge(ask.codeVerifier),
    code_challenge_method: "S256",
    ...(ask.nonce !== null && { nonce: ask.nonce }),
  };
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url;
}

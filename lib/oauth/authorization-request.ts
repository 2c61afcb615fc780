import type { OAuthClient, Parameters, Provider } from "#lib/core/provider.ts";
import { requireAuthorize } from "#lib/core/provider-endpoints.ts";
import type { AuthorizationAsk } from "#lib/core/provider-steps.ts";
import type { Secret } from "#lib/core/secret.ts";
import { codeChallenge } from "./pkce.ts";
import { providerUrl } from "./provider-url.ts";

interface AuthorizationRequestInput extends AuthorizationAsk {
  provider: Provider;
  client: Pick<OAuthClient, "clientId">;
  redirectUri: string;
  state: string;
  codeVerifier: Secret<string>;
}

/**
 * The URL that asks a person for a grant (RFC 6749 §4.1.1), always with PKCE S256 and a state.
 * Throws `egress-blocked` when the stored address is nothing to send a browser to.
 */
export async function buildAuthorizationRequest(input: AuthorizationRequestInput): Promise<URL> {
  const { client, redirectUri, state, codeVerifier, ...ask } = input;
  const provider = requireAuthorize(input.provider);
  const url = providerUrl(provider.authorize.url, provider);
  const asked: Parameters = { response_type: "code" };
  if (ask.scopes.length > 0) asked.scope = ask.scopes.join(provider.scopes.separator);
  if (ask.prompt) asked.prompt = ask.prompt;
  const bent = provider.steps.authorize.reduce((params, step) => step(params, ask, provider), asked);
  // Last, so that no parameter of an offering can stand in for what binds the answer to this flow.
  const params = {
    ...bent,
    client_id: client.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await codeChallenge(codeVerifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(params)) {
    if (value !== "") url.searchParams.set(name, value);
  }
  return url;
}

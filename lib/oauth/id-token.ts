import { clockSkew, getValidatedIdTokenClaims, processGenericTokenEndpointResponse } from "oauth4webapi";
import type { OAuthClient, TokenProvider } from "#lib/core/provider.ts";
import { authorizationServer } from "./server-metadata.ts";

interface IdTokenInput {
  provider: TokenProvider;
  client: OAuthClient;
  now: Date;
}

const signatures = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "Ed25519",
  "EdDSA",
];

/**
 * The subject of an ID token that came straight from the token endpoint, where TLS stands for its signature (OpenID
 * Connect Core §3.1.3.7): issuer, audience and times must hold. `null` for a bad one: it names nobody, and the access
 * token is none the worse for it (F-17, R-04). Without a known issuer nothing can be checked, so nobody is named.
 */
export async function readSubject(
  idToken: unknown,
  { provider, client, now }: IdTokenInput,
): Promise<string | null> {
  if (typeof idToken !== "string" || idToken === "" || provider.issuer === null) return null;
  const server = {
    ...authorizationServer(provider, new URL(provider.token.url)),
    id_token_signing_alg_values_supported: signatures,
  };
  const skewSeconds = Math.round((now.getTime() - Date.now()) / 1000);
  const carrier = Response.json({ access_token: "unused", token_type: "bearer", id_token: idToken });
  try {
    const answer = await processGenericTokenEndpointResponse(
      server,
      { client_id: client.clientId, [clockSkew]: skewSeconds },
      carrier,
    );
    return getValidatedIdTokenClaims(answer)?.sub ?? null;
  } catch {
    return null;
  }
}

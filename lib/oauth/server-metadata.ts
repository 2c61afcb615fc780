import type { AuthorizationServer } from "oauth4webapi";
import type { Provider } from "#lib/core/provider.ts";

/** The provider as oauth4webapi wants it described. Without a known issuer the endpoint's origin stands in. */
export function authorizationServer({ issuer }: Provider, tokenEndpoint: URL): AuthorizationServer {
  return { issuer: issuer ?? tokenEndpoint.origin, token_endpoint: tokenEndpoint.href };
}

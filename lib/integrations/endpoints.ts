import type { Provider } from "#lib/core/provider.ts";

/**
 * P-04: whether two forms of a provider send people, secrets or tokens to different places. Compared are the whole
 * URLs of authorization, token and revocation, and the origins of everything that gets a token.
 */
export function areEndpointsMoved(before: Provider, after: Provider): boolean {
  return JSON.stringify(endpointsOf(before)) !== JSON.stringify(endpointsOf(after));
}

function endpointsOf(provider: Provider): (string | null)[] {
  const { authorize, token, revocation, account, followUps, api } = provider;
  return [
    provider.issuer,
    authorize?.url ?? null,
    token?.url ?? null,
    token?.refreshUrl ?? null,
    revocation.url,
    ...[account?.url ?? null, api.baseUrl, ...api.origins, ...followUps.map(({ url }) => url)].map(originOf),
  ];
}

// A base URL may hold a `{name}` that the connection's own data fills; then the template itself is compared.
function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : url;
}

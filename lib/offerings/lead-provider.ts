import type { Provider } from "#lib/core/provider.ts";
import { requireAuthorize, requireToken } from "#lib/core/provider-endpoints.ts";

/** The two addresses that a client may have instead of its offering's; `null` leaves one as it is. */
export interface ReplacedEndpoints {
  authorizeUrl: string | null;
  tokenUrl: string | null;
}

/**
 * The provider with other addresses for people and codes. What belonged to the old token endpoint goes with it: on another
 * server there is no refresh address and no revocation, and at another authorization server no known issuer.
 */
export function leadProvider(provider: Provider, { authorizeUrl, tokenUrl }: ReplacedEndpoints): Provider {
  const { authorize, token, revocation } = requireAuthorize(requireToken(provider));
  const people = authorizeUrl ?? authorize.url;
  const codes = tokenUrl ?? token.url;
  const isSameServer = originOf(token.url) === originOf(codes);
  return {
    ...provider,
    issuer: originOf(authorize.url) === originOf(people) ? provider.issuer : null,
    authorize: { ...authorize, url: people },
    token: {
      ...token,
      url: codes,
      refreshUrl: token.url === codes ? token.refreshUrl : null,
      origins: isSameServer ? token.origins : [originOf(codes)],
    },
    revocation: isSameServer ? revocation : { ...revocation, kind: "none", url: null },
  };
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}

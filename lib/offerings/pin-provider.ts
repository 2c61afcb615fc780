import { invalidInput } from "#lib/core/errors.ts";
import type { AuthorizeProvider, Parameters, TokenProvider } from "#lib/core/provider.ts";
import { requireAuthorize, requireToken } from "#lib/core/provider-endpoints.ts";
import { hostPlaceholdersOf } from "#lib/core/template.ts";
import type { CatalogueOffering } from "./catalogue-offering.ts";
import { toProvider } from "./provider.ts";

/** The two addresses that a client of the deployment is bound to. */
export interface PinnedEndpoints {
  authorizeUrl: string;
  tokenUrl: string;
}

type OAuthProvider = AuthorizeProvider & TokenProvider;

/**
 * An offering for a client of the deployment: people and codes go to the client's own two addresses, whatever the
 * variables say. Whoever sets the variables does not own the client, so none of them may lead its secret or its tokens
 * to a host that those addresses do not lead to already. 422 at `/variables/<name>` (D-05, D-06, P-04).
 */
export function pinProvider(
  offering: CatalogueOffering,
  given: Readonly<Parameters>,
  pinned: PinnedEndpoints,
): OAuthProvider {
  const provider = requireAuthorize(requireToken(toProvider(offering, given)));
  checkHosts(offering, provider, pinned);
  const isSameServer = originOf(provider.token.url) === originOf(pinned.tokenUrl);
  return {
    ...provider,
    issuer: originOf(provider.authorize.url) === originOf(pinned.authorizeUrl) ? provider.issuer : null,
    authorize: { ...provider.authorize, url: pinned.authorizeUrl },
    token: {
      ...provider.token,
      url: pinned.tokenUrl,
      refreshUrl: provider.token.url === pinned.tokenUrl ? provider.token.refreshUrl : null,
      origins: isSameServer ? provider.token.origins : [originOf(pinned.tokenUrl)],
    },
    revocation: isSameServer ? provider.revocation : { ...provider.revocation, kind: "none", url: null },
  };
}

// A variable with a list of choices leads to hosts that the catalogue names, so it is free.
function checkHosts(offering: CatalogueOffering, provider: OAuthProvider, pinned: PinnedEndpoints): void {
  const targets = [
    {
      template: offering.authorize?.url ?? "",
      isPinned: originOf(provider.authorize.url) === originOf(pinned.authorizeUrl),
    },
    {
      template: offering.token?.url ?? "",
      isPinned: originOf(provider.token.url) === originOf(pinned.tokenUrl),
    },
  ];
  const addresses = addressesOf(offering).flatMap(hostPlaceholdersOf);
  for (const { name, label, choices } of offering.variables) {
    if (choices || !addresses.includes(name) || !Object.hasOwn(provider.variables, name)) continue;
    const bound = targets.filter(({ template }) => hostPlaceholdersOf(template).includes(name));
    if (bound.length > 0 && bound.every(({ isPinned }) => isPinned)) continue;
    throw invalidInput(
      `/variables/${name}`,
      `The deployment's app signs in at ${new URL(pinned.authorizeUrl).host}; this “${label}” leads elsewhere.`,
    );
  }
}

/** All that gets the client's secret or a token, beside the two pinned addresses. */
function addressesOf({ token, revocation, account, api, followUps }: CatalogueOffering): string[] {
  const others = [token?.refreshUrl ?? null, revocation.url, account.url, api.baseUrl];
  return [...others, ...api.origins, ...followUps.map(({ url }) => url)].filter((url) => url !== null);
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}

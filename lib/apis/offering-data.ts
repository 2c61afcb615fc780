import type { PrivateOfferingData } from "#lib/custom-offerings/private-offering.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import type { Api, ApiScheme } from "./contract.ts";

/** Where an API is, and how it is signed in to: what its private offering is made of. */
export type Endpoints = Pick<
  Api,
  | "kind"
  | "baseUrl"
  | "authorizeUrl"
  | "tokenUrl"
  | "refreshUrl"
  | "scopes"
  | "keyPlace"
  | "accountPath"
  | "accountIdPath"
>;

type KeyPlace = NonNullable<Endpoints["keyPlace"]>;

interface OfferingFacts {
  name: string;
  slug: string;
  endpoints: Endpoints;
  schemes: readonly ApiScheme[];
  hasDocument: boolean;
  now: Date;
}

/** The data of an API's private offering. What is not known of the provider is said to be unknown. */
export function toOfferingData(facts: OfferingFacts): PrivateOfferingData {
  const { name, slug, endpoints, hasDocument, now } = facts;
  const { kind, authorizeUrl, tokenUrl, baseUrl, keyPlace } = endpoints;
  const refreshUrl = endpoints.refreshUrl === tokenUrl ? null : endpoints.refreshUrl;
  return {
    ...unknowns,
    provider: slug,
    name,
    displayName: name,
    accepts: [kind],
    authorize:
      authorizeUrl === null ? null : { url: authorizeUrl, params: {}, offlineParams: {}, optionalParams: {} },
    token: tokenUrl === null ? null : { ...plainToken, url: tokenUrl, refreshUrl },
    account: toAccount(endpoints),
    api: {
      baseUrl,
      baseUrlSource: "static",
      originFrom: null,
      origins: [],
      auth: { header: "Authorization", template: "Bearer {access_token}" },
      keyAuth: keyPlace && toAuth(keyPlace),
      headers: {},
      note: null,
    },
    scopes: toScopes(facts),
    quirks: refreshUrl === null ? [] : ["separate_refresh_url"],
    setup: {
      consoleUrl: null,
      steps: setupSteps[kind],
      redirectUriRules: null,
      keyLabel: null,
      keySteps: [],
    },
    docsUrl: `${new URL(baseUrl).origin}/`,
    evidence: [hasDocument ? "official-spec" : "general-knowledge"],
    checkedOn: now.toISOString().slice(0, 10),
  };
}

/** The same read back. */
export function toEndpoints(offering: CatalogueOffering): Endpoints {
  const { accepts, api, authorize, token, scopes, account } = offering;
  return {
    baseUrl: api.baseUrl,
    kind: accepts[0] ?? "oauth2",
    authorizeUrl: authorize?.url ?? null,
    tokenUrl: token?.url ?? null,
    refreshUrl: token?.refreshUrl ?? null,
    scopes: scopes.default,
    keyPlace: api.keyAuth && toKeyPlace(api.keyAuth),
    accountPath: account.url?.startsWith(api.baseUrl) ? account.url.slice(api.baseUrl.length) : null,
    accountIdPath: account.idPath,
  };
}

function toAccount({ baseUrl, accountPath, accountIdPath }: Endpoints): PrivateOfferingData["account"] {
  const isKnown = accountPath !== null;
  return {
    ...{ method: "GET", headers: {}, body: null, requiresScopes: [], note: null },
    url: isKnown ? baseUrl + accountPath : null,
    idPath: isKnown ? accountIdPath : null,
    // Where most answers have them; one that has not is known by its id.
    labelPath: isKnown && accountIdPath !== null ? "name" : null,
    emailPath: isKnown && accountIdPath !== null ? "email" : null,
    picturePath: null,
  };
}

function toAuth({ in: place, name, prefix }: KeyPlace): NonNullable<PrivateOfferingData["api"]["keyAuth"]> {
  return place === "query" ? { query: name } : { header: name, template: `${prefix}{access_token}` };
}

function toKeyPlace(auth: NonNullable<PrivateOfferingData["api"]["keyAuth"]>): KeyPlace {
  if ("query" in auth) return { in: "query", name: auth.query, prefix: "" };
  return { in: "header", name: auth.header, prefix: auth.template.replace(/\{access_token\}$/, "") };
}

/** What is asked for by default, and whatever else the document describes. */
function toScopes({ endpoints, schemes }: OfferingFacts): PrivateOfferingData["scopes"] {
  const flows = schemes.flatMap((scheme) => (scheme.kind === "oauth2" ? scheme.flows : []));
  const described = new Map(
    flows.flatMap(({ scopes }) => scopes).map(({ id, description }) => [id, description]),
  );
  const ids = [...new Set([...endpoints.scopes, ...described.keys()])];
  return {
    ...{ separator: " ", configuredInConsole: false, required: [], offline: null, extra: null, note: null },
    default: endpoints.scopes,
    catalog: ids.map((id) => ({
      id,
      description: described.get(id) || id,
      kind: endpoints.scopes.includes(id) ? "default" : "optional",
      group: null,
      sensitive: false,
    })),
  };
}

const setupSteps: Record<Endpoints["kind"], string[]> = {
  oauth2: [
    "Register an OAuth client at the API's provider, with the callback URL that is shown here.",
    "Copy its client ID and client secret.",
  ],
  client_credentials: [
    "Register an OAuth client at the API's provider.",
    "Copy its client ID and client secret.",
  ],
  api_key: ["Create an API key at the API's provider."],
  basic: ["Have a user name and a password of the API's provider at hand."],
};

const plainToken = { bodyFormat: "form", params: {}, refreshParams: {}, headers: {} } as const;

const unknowns = {
  environment: "production",
  category: "custom",
  protocol: "oauth2",
  issuer: null,
  issParameterSupported: false,
  status: { state: "active", sunsetDate: null, replacedBy: null, note: null },
  variables: [],
  clientAuth: { preferred: "post", supported: ["post", "basic", "none"] },
  pkce: { support: "unknown", method: null, note: null },
  discoveryUrl: null,
  introspectionUrl: null,
  revocation: {
    ...{ kind: "unknown", url: null, method: null, auth: null, bodyFormat: null, tokenParam: null },
    ...{ scope: null, headers: {}, params: {}, note: null },
  },
  followUps: [],
  callback: { capture: [], expected: {}, signatureParam: null, tokenOriginParam: null, note: null },
  tokenResponse: {
    ...{ errorIn200: false, paths: {}, capture: [], bearerAliases: [], errorCodes: null, note: null },
  },
  accessToken: { lifetimeSeconds: null, expires: null, note: null },
  refresh: {
    ...{ issued: "unknown", requires: null, rotates: "unknown", lifetimeSeconds: null },
    ...{ idleLifetimeSeconds: null, minimumAgeSeconds: null, note: null },
  },
  confidence: "medium",
  crossCheck: {},
  notes: null,
} satisfies Partial<PrivateOfferingData>;

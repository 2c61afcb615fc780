import { issuesTokens } from "#lib/core/provider.ts";
import { placeholdersOf } from "#lib/core/template.ts";
import type { OfferingData } from "./schema.ts";

/** One rule over an offering's facts: the path it is about, and what is wrong there, or nothing. */
type FactRule = (offering: OfferingData) => { path: string; message: string }[];

/** Names that the engine fills, or that an operator's tools may: they stand in templates without being variables. */
const known: readonly string[] = [
  ...["client_id", "client_secret", "access_token", "refresh_token", "user_agent"],
  // Facts that a provider keeps elsewhere; a call that needs one of them is left out while it is not known.
  ...["authorization_id", "installation_id"],
];

const problem = (path: string, message: string, isWrong: boolean) => (isWrong ? [{ path, message }] : []);

const revocationHasItsAddress: FactRule = ({ revocation: { kind, url } }) => [
  ...problem("revocation.url", `is missing, but the kind is ${kind}`, isOffered(kind) && url === null),
  ...problem("revocation.url", `is given, but the kind is ${kind}`, !isOffered(kind) && url !== null),
];

const placeholdersAreKnown: FactRule = (offering) => {
  const { authorize, token, revocation, account, api, followUps, callback, tokenResponse, variables } =
    offering;
  const facts = [
    ...variables.map(({ name }) => name),
    ...known,
    ...callback.capture,
    ...tokenResponse.capture,
    ...followUps.flatMap(({ extract }) => Object.keys(extract)),
  ];
  const templates: [string, string | null][] = [
    ["issuer", offering.issuer],
    ["authorize.url", authorize?.url ?? null],
    ...below("authorize.params", authorize?.params ?? {}),
    ...below("authorize.offlineParams", authorize?.offlineParams ?? {}),
    // Not `authorize.optionalParams`: what no variable fills is left out of the request.
    ["token.url", token?.url ?? null],
    ["token.refreshUrl", token?.refreshUrl ?? null],
    ...below("token.headers", token?.headers ?? {}),
    ["discoveryUrl", offering.discoveryUrl],
    ["introspectionUrl", offering.introspectionUrl],
    ["revocation.url", revocation.url],
    ...below("revocation.headers", revocation.headers),
    ...below("revocation.params", revocation.params),
    ["account.url", account.url],
    ...below("account.headers", account.headers),
    ["api.baseUrl", api.baseUrl],
    ...below("api.origins", api.origins),
    ...below("api.headers", api.headers),
    ...followUps.flatMap(({ url, headers, params }, index): [string, string][] => [
      [`followUps.${index}.url`, url],
      ...below(`followUps.${index}.headers`, headers),
      ...below(`followUps.${index}.params`, params),
    ]),
    ...below("callback.expected", callback.expected),
  ];
  return templates.flatMap(([path, template]) =>
    placeholdersOf(template ?? "")
      .filter((name) => !facts.includes(name))
      .map((name) => ({ path, message: `holds {${name}}, which nothing fills` })),
  );
};

const below = (path: string, values: Readonly<Record<string, string>> | readonly string[]) =>
  Object.entries(values).map(([key, value]): [string, string] => [`${path}.${key}`, value]);

const scopesCanBeTold: FactRule = ({ scopes: { catalog, separator } }) =>
  catalog.flatMap(({ id }, index) =>
    problem(`scopes.catalog.${index}.id`, "holds the separator of scopes", id.includes(separator)),
  );

const confidenceHasItsEvidence: FactRule = ({ confidence, evidence, crossCheck }) => {
  const isOfficial = evidence.some((kind) => /^(official|discovery)/.test(kind));
  const datasets = crossCheck.token?.length ?? 0;
  return problem(
    "confidence",
    `high needs official evidence or three datasets, there are ${datasets}`,
    confidence === "high" && !isOfficial && datasets < 3,
  );
};

const successorIsForThePast: FactRule = ({ id, status: { state, replacedBy } }) => [
  ...problem(
    "status.replacedBy",
    "names a successor of an active offering",
    state === "active" && replacedBy !== null,
  ),
  ...problem("status.replacedBy", "names the offering itself", replacedBy === id),
];

const tokenOriginsAreListed: FactRule = ({ callback, token, variables }) => {
  const used = variables.filter(({ name }) => placeholdersOf(token?.url ?? "").includes(name));
  const isOpen = used.length === 0 || used.some(({ choices }) => choices === null);
  return problem(
    "callback.tokenOriginParam",
    "needs a token.url whose variables have choices, for those are the allowed hosts",
    callback.tokenOriginParam !== null && isOpen,
  );
};

const kindsHaveTheirPlaces: FactRule = ({ accepts, authorize, token, account, api }) => [
  ...problem(
    "authorize",
    "is missing, but accounts may sign in by oauth2",
    accepts.includes("oauth2") && authorize === null,
  ),
  ...problem(
    "token",
    "is missing, but accepts names a kind that needs tokens",
    accepts.some(issuesTokens) && token === null,
  ),
  ...problem(
    "account.url",
    "is missing, but a key or a password is proven by that look-up",
    accepts.some((kind) => !issuesTokens(kind)) && account.url === null,
  ),
  ...problem(
    "account.idPath",
    "is missing, and only a key or a password is proven without it",
    account.url !== null && account.idPath === null && accepts.every(issuesTokens),
  ),
  ...problem(
    "api.baseUrlSource",
    "needs a token answer or a callback, and a key or a password has neither",
    accepts.some((kind) => !issuesTokens(kind)) && !["static", "variable"].includes(api.baseUrlSource),
  ),
];

/** What must hold in every offering beside what its quirks say. */
export const factRules: readonly FactRule[] = [
  revocationHasItsAddress,
  placeholdersAreKnown,
  scopesCanBeTold,
  confidenceHasItsEvidence,
  successorIsForThePast,
  tokenOriginsAreListed,
  kindsHaveTheirPlaces,
];

function isOffered(kind: OfferingData["revocation"]["kind"]): boolean {
  return kind === "rfc7009" || kind === "custom";
}

import { invalidInput } from "#lib/core/errors.ts";
import {
  type ApiAuthorization,
  type AuthorizationKind,
  issuesTokens,
  type Parameters,
  type Provider,
} from "#lib/core/provider.ts";
import { fillText, fillUrl, placeholdersOf } from "#lib/core/template.ts";
import type { CatalogueOffering } from "./catalogue-offering.ts";
import { stepsOf } from "./quirks.ts";
import type { OfferingData } from "./schema.ts";
import { resolveVariables } from "./variables.ts";

/**
 * Resolves an offering with an integration's variables and kind into what the protocol works with.
 * 422 at `/variables/<name>` for a value that does not fit; `{name}`s that only a grant can fill stay.
 */
export function toProvider(
  offering: CatalogueOffering,
  given: Readonly<Parameters>,
  kind: AuthorizationKind = "oauth2",
): Provider {
  const variables = resolveVariables(offering.variables, given);
  const url = (template: string) => resolveUrl(template, variables);
  const texts = (templates: Parameters) => mapValues(templates, (template) => fillText(template, variables));
  const { authorize, token, revocation, account, api, tokenResponse } = offering;
  return {
    id: offering.id,
    displayName: offering.displayName,
    kind,
    issuer: offering.issuer === null ? null : url(offering.issuer),
    isIssParameterRequired: offering.issParameterSupported,
    insecureOrigin: offering.insecureOrigin,
    variables,
    authorize: authorize && {
      url: url(authorize.url),
      params: texts(authorize.params),
      offlineParams: texts(authorize.offlineParams),
      optionalParams: filledOnly(authorize.optionalParams, variables),
    },
    token: token && {
      ...token,
      url: url(token.url),
      refreshUrl: token.refreshUrl === null ? null : url(token.refreshUrl),
      headers: texts(token.headers),
      origins: tokenOrigins(token.url, offering.variables, variables),
    },
    clientAuthentications: offering.clientAuthentications,
    scopes: toScopes(offering.scopes),
    callback: { ...offering.callback, expected: texts(offering.callback.expected) },
    tokenAnswer: {
      paths: tokenResponse.paths,
      capture: tokenResponse.capture,
      bearerAliases: tokenResponse.bearerAliases,
      errorCodes: tokenResponse.errorCodes,
    },
    refreshLifetimeSeconds: offering.refresh.lifetimeSeconds,
    refreshMinimumAgeSeconds: offering.refresh.minimumAgeSeconds,
    followUps: (issuesTokens(kind) ? offering.followUps : []).map((call) => ({
      ...call,
      url: url(call.url),
      headers: texts(call.headers),
    })),
    account: toAccountLookup(account, variables),
    api: {
      ...api,
      auth: authOf(api, kind),
      baseUrl: url(api.baseUrl),
      origins: api.origins.map(url),
      headers: texts(api.headers),
    },
    revocation: toRevocation(issuesTokens(kind) ? revocation : notRevocable, variables),
    quirks: offering.quirks,
    steps: stepsOf(offering.quirks),
  };
}

/** Where a token, a key or a pair goes; a user name with a password has one place everywhere (RFC 7617). */
function authOf({ auth, keyAuth }: OfferingData["api"], kind: AuthorizationKind): ApiAuthorization {
  if (kind === "basic") return { header: "Authorization", template: "Basic {access_token}" };
  return kind === "api_key" ? (keyAuth ?? auth) : auth;
}

/** The origins that the token endpoint can have: one, or one for each choice of a variable that is in its host. */
function tokenOrigins(tokenUrl: string, variables: OfferingData["variables"], values: Parameters): string[] {
  const used = variables.filter(({ name }) => placeholdersOf(tokenUrl).includes(name));
  const urls = used.reduce(
    (templates, { name, choices }) =>
      templates.flatMap((template) =>
        (choices ?? [values[name] ?? ""]).map((choice) => fillUrl(template, { [name]: choice }) ?? ""),
      ),
    [tokenUrl],
  );
  return [...new Set(urls.flatMap((url) => URL.parse(url)?.origin ?? []))];
}

function toScopes({ separator, offline, extra, catalog }: OfferingData["scopes"]): Provider["scopes"] {
  if (extra === null) return { separator, offline, extra };
  const moved = catalog.filter(({ group, kind }) =>
    extra.group === undefined ? kind === extra.kind : group === extra.group,
  );
  return { separator, offline, extra: { param: extra.param, scopes: moved.map(({ id }) => id) } };
}

function toAccountLookup(account: OfferingData["account"], variables: Parameters): Provider["account"] {
  const { url } = account;
  if (url === null) return null;
  const headers = mapValues(account.headers, (template) => fillText(template, variables));
  return { ...account, url: resolveUrl(url, variables), headers };
}

// A key is the person's: nothing here knows how to end it.
const notRevocable: OfferingData["revocation"] = {
  ...{ kind: "none", url: null, method: null, auth: null, bodyFormat: null, tokenParam: null, scope: null },
  ...{ headers: {}, params: {}, note: null },
};

function toRevocation(revocation: OfferingData["revocation"], variables: Parameters): Provider["revocation"] {
  return {
    ...revocation,
    url: revocation.url === null ? null : resolveUrl(revocation.url, variables),
    method: revocation.method ?? "POST",
    auth: revocation.auth ?? "client",
    bodyFormat: revocation.bodyFormat ?? "form",
  };
}

/** The optional parameters that consist of variables which all have a value. */
function filledOnly(templates: Parameters, variables: Parameters): Parameters {
  const isFilled = (template: string) => {
    const names = placeholdersOf(template);
    return names.length > 0 && names.every((name) => Object.hasOwn(variables, name));
  };
  const filled = Object.entries(templates).filter(([, template]) => isFilled(template));
  return mapValues(Object.fromEntries(filled), (template) => fillText(template, variables));
}

// Patterns are the first wall; this is the second, for an offering whose pattern lets too much through.
function resolveUrl(template: string, variables: Parameters): string {
  const filled = fillUrl(template, variables);
  if (filled !== null) return filled;
  const culprit = Object.entries(variables).find(
    ([name, value]) => fillUrl(template, { [name]: value }) === null,
  );
  throw invalidInput(
    `/variables/${culprit?.[0] ?? ""}`,
    "This value cannot be part of an address. A host is given by its name, not by an IP address.",
  );
}

function mapValues(values: Parameters, map: (value: string) => string): Parameters {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

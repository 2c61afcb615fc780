import { issuesTokens } from "#lib/core/provider.ts";
import { placeholdersOf } from "#lib/core/template.ts";
import { factRules } from "./fact-rules.ts";
import type { OfferingData } from "./schema.ts";
import type { QuirkName } from "./vocabulary.ts";

/** A quirk must be named exactly when its fact is there; otherwise one of the two is a mistake. `null`: no matter. */
export const factBehind: Partial<Record<QuirkName, (offering: OfferingData) => boolean | null>> = {
  pkce_required: ({ pkce }) => pkce.support === "required",
  rotating_refresh: ({ refresh }) => refresh.rotates === "always",
  token_body_json: ({ token }) => token?.bodyFormat === "json",
  separate_refresh_url: ({ token }) => token !== null && token.refreshUrl !== null,
  static_authorize_params: ({ authorize }) => Object.keys(authorize?.params ?? {}).length > 0,
  offline_params: ({ authorize }) => Object.keys(authorize?.offlineParams ?? {}).length > 0,
  offline_scope: ({ scopes }) => scopes.offline !== null,
  extra_user_scope_param: ({ scopes }) => scopes.extra !== null,
  token_static_params: ({ token }) => Object.keys(token?.params ?? {}).length > 0,
  callback_hmac: ({ callback }) => callback.signatureParam !== null,
  callback_selects_token_host: ({ callback }) => callback.tokenOriginParam !== null,
  exchange_to_long_lived: ({ followUps }) => followUps.some(({ purpose }) => purpose === "token_exchange"),
  token_validation_required: ({ followUps }) => followUps.some(({ purpose }) => purpose === "validate"),
  min_token_age_for_refresh: ({ refresh }) => refresh.minimumAgeSeconds !== null,
  callback_extra_params: ({ callback }) => callback.capture.length > 0,
  api_base_from_token: ({ api }) => api.baseUrlSource === "token_response" || api.originFrom !== null,
  api_base_from_followup: ({ api }) => api.baseUrlSource === "followup_request",
  api_base_from_variable: ({ api }) => api.baseUrlSource === "variable" || api.baseUrlSource === "callback",
  authorize_url_template: ({ authorize, variables }) =>
    variables.some(
      ({ name, source }) => source === "user" && placeholdersOf(authorize?.url ?? "").includes(name),
    ),
  revoke_custom: ({ revocation }) =>
    revocation.kind === "custom" || (revocation.kind === "rfc7009" && revocation.bodyFormat === "json"),
  api_auth_header_custom: ({ api: { auth }, accepts }) => {
    if (!accepts.some(issuesTokens)) return null;
    return "query" in auth || auth.header !== "Authorization" || !auth.template.startsWith("Bearer ");
  },
  refresh_expiry_field: ({ tokenResponse }) => tokenResponse.paths.refreshExpiresIn !== undefined,
  account_lookup_post: ({ account }) => account.method === "POST",
};

/**
 * The same offering with the quirks named that its facts ask for, for a form in which people enter the facts. Quirks that
 * no fact stands for stay as they are.
 */
export function nameFactQuirks(offering: OfferingData): OfferingData {
  const kept = offering.quirks.filter((quirk) => factBehind[quirk]?.(offering) ?? true);
  const facts = Object.entries(factBehind).flatMap(([quirk, holds]) =>
    holds(offering) ? [quirk as QuirkName] : [],
  );
  const lasting: QuirkName[] = offering.accessToken.expires === false ? ["non_expiring_token"] : [];
  return { ...offering, quirks: [...new Set([...kept, ...facts, ...lasting])] };
}

/** What one offering says twice and differently: a path into it and what is wrong there. */
export function findContradictions(offering: OfferingData): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = [];
  const say = (path: string, message: string) => found.push({ path, message });
  for (const [quirk, holds] of Object.entries(factBehind)) {
    const isNamed = offering.quirks.includes(quirk as QuirkName);
    const isFact = holds(offering);
    if (isFact === true && !isNamed) say("quirks", `should name ${quirk}`);
    if (isFact === false && isNamed) say("quirks", `names ${quirk}, but the fact behind it is missing`);
  }
  const scopeIds = offering.scopes.catalog.map(({ id }) => id);
  for (const list of ["required", "default"] as const) {
    for (const scope of offering.scopes[list].filter((id) => !scopeIds.includes(id))) {
      say(`scopes.${list}`, `${scope} is not in the catalogue of scopes`);
    }
  }
  if (offering.scopes.offline !== null && !scopeIds.includes(offering.scopes.offline)) {
    say("scopes.offline", "is not in the catalogue of scopes");
  }
  if (new Set(scopeIds).size !== scopeIds.length) say("scopes.catalog", "names a scope twice");
  if (!offering.clientAuth.supported.includes(offering.clientAuth.preferred)) {
    say("clientAuth.preferred", "is not among the supported ones");
  }
  if (offering.accessToken.expires === false && !offering.quirks.includes("non_expiring_token")) {
    say("quirks", "should name non_expiring_token");
  }
  found.push(...factRules.flatMap((rule) => rule(offering)));
  offering.variables.forEach((variable, index) => {
    for (const problem of variableProblems(variable)) say(`variables.${index}`, problem);
  });
  return found;
}

function* variableProblems({ source, pattern, choices, ...rest }: OfferingData["variables"][number]) {
  if (source === "user" && !pattern && !choices) yield "is asked of people, so it needs a pattern or choices";
  for (const value of [rest.default, rest.example]) {
    if (value && pattern && !new RegExp(pattern, "u").test(value))
      yield `${value} does not match its own pattern`;
    if (value && choices && !choices.includes(value)) yield `${value} is none of its own choices`;
  }
}

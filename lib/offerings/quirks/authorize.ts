import type { AuthorizeStep } from "#lib/core/provider-steps.ts";

/** Access is fixed where the client is registered: no `scope` in the request. */
export const omitScope: AuthorizeStep = ({ scope: _, ...params }) => params;

/** The endpoint knows only codes and wants no `response_type`. */
export const omitResponseType: AuthorizeStep = ({ response_type: _, ...params }) => params;

/** Fixed parameters; a `prompt` that somebody chose is joined with a fixed one. */
export const addStaticParams: AuthorizeStep = (params, _ask, { authorize }) =>
  withPrompt({ ...authorize.params, ...params }, authorize.params.prompt);

/** The parameters that make the provider give a refresh token. */
export const addOfflineParams: AuthorizeStep = (params, { requestRefreshToken }, { authorize }) =>
  requestRefreshToken
    ? withPrompt({ ...authorize.offlineParams, ...params }, authorize.offlineParams.prompt)
    : params;

/** The scope that makes the provider give a refresh token. */
export const addOfflineScope: AuthorizeStep = (
  params,
  { requestRefreshToken, scopes },
  { scopes: rules },
) => {
  if (!requestRefreshToken || rules.offline === null || scopes.includes(rules.offline)) return params;
  return { ...params, scope: [...scopes, rules.offline].join(rules.separator) };
};

/** Some of the scopes travel in a parameter of their own. */
export const splitExtraScopes: AuthorizeStep = (params, _ask, { scopes: { extra, separator } }) => {
  if (extra === null || params.scope === undefined) return params;
  const asked = params.scope.split(separator);
  const moved = asked.filter((scope) => extra.scopes.includes(scope));
  if (moved.length === 0) return params;
  const stays = asked.filter((scope) => !extra.scopes.includes(scope));
  return { ...params, scope: stays.join(separator), [extra.param]: moved.join(separator) };
};

/** Optional parameters that the integration's variables fill, such as an audience. */
export const addVariableParams: AuthorizeStep = (params, _ask, { authorize }) => ({
  ...authorize.optionalParams,
  ...params,
});

/** OpenID Connect Core §3.1.2.1: `prompt` is a list, and `none` stands alone. */
function withPrompt(params: Record<string, string>, fixed: string | undefined): Record<string, string> {
  if (!fixed || !params.prompt || params.prompt === "none") return params;
  const words = new Set([...fixed.split(" "), ...params.prompt.split(" ")]);
  return { ...params, prompt: [...words].join(" ") };
}

import type { TokenRequestStep } from "#lib/core/provider-steps.ts";

/** The endpoint takes JSON instead of a form. */
export const sendJson: TokenRequestStep = (request) => ({ ...request, bodyFormat: "json" });

/** Fixed parameters of the token endpoint, other ones for a refresh. */
export const addStaticTokenParams: TokenRequestStep = (request, { grantType }, { token }) => ({
  ...request,
  params: { ...(grantType === "refresh_token" ? token.refreshParams : token.params), ...request.params },
});

/** A refresh goes to another address than the code. */
export const useRefreshUrl: TokenRequestStep = (request, { grantType }, { token }) =>
  grantType === "refresh_token" && token.refreshUrl !== null
    ? { ...request, url: token.refreshUrl }
    : request;

/** A refresh is a GET that shows the token itself: no grant, and no client credentials. */
export const refreshByGet: TokenRequestStep = (request, { grantType }, { token }) => {
  if (grantType !== "refresh_token") return request;
  const { refresh_token = "", ...params } = request.params;
  return {
    ...request,
    method: "GET",
    params: { ...token.refreshParams, ...params, access_token: refresh_token },
  };
};

/** A refresh repeats the redirect URI. */
export const repeatRedirectUri: TokenRequestStep = (request, { grantType, redirectUri }) =>
  grantType === "refresh_token"
    ? { ...request, params: { ...request.params, redirect_uri: redirectUri } }
    : request;

/** A refresh repeats the scopes. */
export const repeatScopes: TokenRequestStep = (request, { grantType, scopes }, { scopes: { separator } }) =>
  grantType === "refresh_token" && scopes.length > 0
    ? { ...request, params: { ...request.params, scope: scopes.join(separator) } }
    : request;

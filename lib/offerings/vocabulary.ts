/**
 * The vocabulary in which an offering says how its provider departs from the plain protocol, with the meaning of each word.
 */
export const quirkMeanings = {
  no_scope_param:
    "Authorize request carries no scope parameter; access is fixed by the app registration or by the user rights.",
  extra_user_scope_param:
    "A second scope list travels in its own authorize parameter (scopes of the person, or optional ones).",
  no_response_type: "Authorize endpoint does not use response_type=code (harmless or harmful to send).",
  static_authorize_params:
    "Fixed extra parameters must be added to the authorize URL (see authorize.params).",
  offline_params: "A refresh token comes only with extra authorize parameters (see authorize.offlineParams).",
  offline_scope: "A refresh token comes only when a special scope is requested (see refresh.requires).",
  audience_param: "An audience/resource parameter selects the API the token is for.",
  pkce_required: "Authorize and token calls fail without PKCE S256.",
  state_required: "The provider rejects an authorize request that has no state.",
  authorize_url_template:
    "Authorize/token host contains a per-tenant value that has to be asked before the redirect.",
  tenant_input_validation:
    "Tenant value goes into a host name: it must be checked against variables[].pattern to avoid sending the secret to another host.",
  callback_extra_params:
    "The callback carries more than code and state, and the extra values must be stored (see callback.capture).",
  callback_hmac: "Callback query is signed and the signature must be checked.",
  callback_code_suffix: "The code or URL carries a trailing fragment artefact that must be stripped (#_).",
  callback_selects_token_host: "A callback parameter says which regional token host must be used.",
  short_code_lifetime: "The authorization code lives about 30 seconds: exchange at once, never queue.",
  token_body_json: "Token endpoint documents (or needs) a JSON body.",
  token_accept_json: "Accept: application/json must be sent or the answer is not JSON.",
  token_static_params: "Fixed extra parameters must be sent to the token endpoint (see token.params).",
  token_static_headers: "Fixed extra headers must be sent to the token endpoint (see token.headers).",
  token_query_params: "Token request parameters may or must travel in the query string.",
  separate_refresh_url: "Refresh uses another URL than the code exchange.",
  refresh_get_request: "Refresh is a GET with the access token, not a refresh_token grant.",
  refresh_needs_redirect_uri: "The refresh call repeats redirect_uri.",
  refresh_needs_scope: "The refresh call should repeat the scope list.",
  exchange_to_long_lived:
    "The first token is short-lived and must be exchanged for a long-lived one in a second call.",
  user_agent_required: "Requests without a proper User-Agent are refused or throttled.",
  secret_is_api_key: "The client secret is a secret API key and its test/live flavour selects the mode.",
  error_in_200: "Errors come back with HTTP 200 and must be read from the body.",
  token_form_encoded: "Token answer is form encoded by default.",
  nested_token: "The token sits below a nested key for some grants (see tokenResponse.paths).",
  wrapped_token_array: "The token answer may be wrapped in an array/object envelope.",
  no_expires_in: "Token answer has no expires_in although the token does expire.",
  expires_at_absolute: "Expiry arrives as an absolute timestamp instead of (or besides) expires_in.",
  expiry_from_jwt:
    "Expiry must be read from the exp claim of the access token (unverified, for scheduling only).",
  refresh_expiry_field:
    "Answer tells the refresh token life in a non-standard field (see tokenResponse.paths.refreshExpiresIn).",
  scope_as_array: "Granted scope comes back as a JSON array.",
  scope_field_alias: "Granted scope comes back under another key (scopes, permissions).",
  scope_separator_differs_in_response:
    "Separator of granted scopes differs from the one used in the request.",
  granted_scope_subset: "The user may grant less than requested: compare and report.",
  token_response_metadata: "Answer carries account facts that must be stored (see tokenResponse.capture).",
  non_expiring_token: "Access token has no expiry; there is nothing to refresh.",
  rotating_refresh:
    "Every refresh returns a new refresh token and kills the old one: persist atomically, serialise per connection.",
  optional_rotation:
    "Rotation depends on an app or tenant setting: always store a new refresh token when one is present, keep the old one when not.",
  refresh_not_returned_on_refresh: "Refresh answer has no refresh_token: keep the stored one.",
  refresh_token_first_consent_only:
    "Refresh token is returned on the first consent only unless the prompt is forced.",
  refresh_absolute_expiry:
    "Refresh token has a fixed end of life that refreshing does not extend: plan a re-consent.",
  refresh_idle_expiry: "Refresh token dies when unused for some time: refresh proactively.",
  refresh_token_cap: "A count limit of live tokens per user/app silently kills the oldest.",
  no_refresh_reauth: "No refresh token for ordinary apps: the user must reconnect at expiry.",
  min_token_age_for_refresh: "The token can only be refreshed after a minimum age.",
  api_base_from_token: "API base URL comes from the token answer.",
  api_base_from_followup: "API base URL comes from a follow-up request after the token call.",
  api_base_from_variable:
    "API base URL contains a tenant value asked from the user or received in the callback.",
  tenant_selection_followup:
    "After the token call a list of tenants/sites must be read and one chosen (or all stored).",
  api_auth_header_custom: "API calls do not use the plain Authorization: Bearer form (see api.auth).",
  api_required_headers: "API calls need extra headers (version, client id, tenant id).",
  graphql_api: "API is GraphQL: one URL and a POST for the account lookup.",
  account_lookup_post: "The account/userinfo call is a POST.",
  revoke_custom: "Revocation is not RFC 7009 shaped (see revocation).",
  revoke_uninstalls: "Revoking removes the whole installation/grant, not only one token.",
  revoke_not_available: "There is no revocation call: tell the user to remove the app at the provider.",
  single_redirect_uri: "Only one callback URL (or one per app) can be registered.",
  scopes_set_in_console: "Scopes are (also) ticked in the provider console and must match.",
  app_review_needed: "Scopes or public use need a review by the provider.",
  app_install_required: "An admin must install the app on the account before or while OAuth runs.",
  token_validation_required: "Provider demands a periodic token validation call.",
  multi_region: "Separate regional hosts; a connection lives in one of them.",
  single_resource_per_token: "One access token serves one resource/API only.",
} as const;

export type QuirkName = keyof typeof quirkMeanings;

export const quirkNames = Object.keys(quirkMeanings) as [QuirkName, ...QuirkName[]];

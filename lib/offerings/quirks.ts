import type {
  AuthorizeStep,
  CallbackCheck,
  CallbackStep,
  EndpointStep,
  ProviderSteps,
  TokenAnswerStep,
  TokenRequestStep,
} from "#lib/core/provider-steps.ts";
import {
  addOfflineParams,
  addOfflineScope,
  addStaticParams,
  addVariableParams,
  omitResponseType,
  omitScope,
  splitExtraScopes,
} from "./quirks/authorize.ts";
import { checkSignedCallback, checkTokenOrigin, stripCodeSuffix } from "./quirks/callback.ts";
import { useTokenOrigin } from "./quirks/endpoint.ts";
import {
  assumeRefreshLifetime,
  liftNestedToken,
  readAbsoluteExpiry,
  readJwtExpiry,
  readRefreshExpiry,
  renameAccessToken,
  renameScope,
  renewByAccessToken,
  unwrapEnvelope,
} from "./quirks/token-answer.ts";
import {
  addStaticTokenParams,
  refreshByGet,
  repeatRedirectUri,
  repeatScopes,
  sendJson,
  useRefreshUrl,
} from "./quirks/token-request.ts";
import type { QuirkName } from "./vocabulary.ts";

/** What one quirk changes. Nothing, where the engine does it for every provider or reads the fact by itself. */
interface Quirk {
  authorize?: AuthorizeStep;
  callbackCheck?: CallbackCheck;
  callback?: CallbackStep;
  endpoint?: EndpointStep;
  tokenRequest?: TokenRequestStep;
  tokenAnswer?: TokenAnswerStep;
}

/** Steps in the order in which they are taken. */
const bending: Partial<Record<QuirkName, Quirk>> = {
  offline_scope: { authorize: addOfflineScope },
  extra_user_scope_param: { authorize: splitExtraScopes },
  no_scope_param: { authorize: omitScope },
  no_response_type: { authorize: omitResponseType },
  offline_params: { authorize: addOfflineParams },
  static_authorize_params: { authorize: addStaticParams },
  audience_param: { authorize: addVariableParams },
  callback_hmac: { callbackCheck: checkSignedCallback },
  callback_selects_token_host: { callbackCheck: checkTokenOrigin, endpoint: useTokenOrigin },
  callback_code_suffix: { callback: stripCodeSuffix },
  separate_refresh_url: { tokenRequest: useRefreshUrl },
  refresh_needs_redirect_uri: { tokenRequest: repeatRedirectUri },
  refresh_needs_scope: { tokenRequest: repeatScopes },
  token_static_params: { tokenRequest: addStaticTokenParams },
  token_body_json: { tokenRequest: sendJson },
  wrapped_token_array: { tokenAnswer: unwrapEnvelope },
  nested_token: { tokenAnswer: liftNestedToken },
  scope_field_alias: { tokenAnswer: renameScope },
  expires_at_absolute: { tokenAnswer: readAbsoluteExpiry },
  expiry_from_jwt: { tokenAnswer: readJwtExpiry },
  refresh_expiry_field: { tokenAnswer: readRefreshExpiry },
  refresh_absolute_expiry: { tokenAnswer: assumeRefreshLifetime },
  refresh_get_request: { tokenRequest: refreshByGet, tokenAnswer: renewByAccessToken },
};

/** What needs no step: the engine does it for every provider, reads it from the data, or it is for people to know. */
const plain: readonly QuirkName[] = [
  "pkce_required",
  "state_required",
  "authorize_url_template",
  "tenant_input_validation",
  "callback_extra_params",
  "short_code_lifetime",
  "exchange_to_long_lived",
  "token_accept_json",
  "token_static_headers",
  "token_query_params",
  "user_agent_required",
  "secret_is_api_key",
  "error_in_200",
  "token_form_encoded",
  "no_expires_in",
  "scope_as_array",
  "scope_separator_differs_in_response",
  "granted_scope_subset",
  "token_response_metadata",
  "non_expiring_token",
  "rotating_refresh",
  "optional_rotation",
  "refresh_not_returned_on_refresh",
  "refresh_token_first_consent_only",
  "refresh_idle_expiry",
  "refresh_token_cap",
  "no_refresh_reauth",
  "min_token_age_for_refresh",
  "token_validation_required",
  "api_base_from_token",
  "api_base_from_followup",
  "api_base_from_variable",
  "tenant_selection_followup",
  "api_auth_header_custom",
  "api_required_headers",
  "graphql_api",
  "account_lookup_post",
  "revoke_custom",
  "revoke_uninstalls",
  "revoke_not_available",
  "single_redirect_uri",
  "scopes_set_in_console",
  "app_review_needed",
  "app_install_required",
  "multi_region",
  "single_resource_per_token",
];

/** Every word that the engine masters: all of the vocabulary. */
export const supportedQuirks: readonly QuirkName[] = [...(Object.keys(bending) as QuirkName[]), ...plain];

/** The steps of an offering's quirks, whatever the order in which it names them. */
export function stepsOf(quirks: readonly QuirkName[]): ProviderSteps {
  const steps: ProviderSteps = {
    authorize: [],
    callbackCheck: [],
    callback: [],
    endpoint: [],
    tokenRequest: [],
    tokenAnswer: [renameAccessToken],
  };
  for (const [name, quirk] of Object.entries(bending)) {
    if (!quirks.includes(name as QuirkName)) continue;
    if (quirk.authorize) steps.authorize.push(quirk.authorize);
    if (quirk.callbackCheck) steps.callbackCheck.push(quirk.callbackCheck);
    if (quirk.endpoint) steps.endpoint.push(quirk.endpoint);
    if (quirk.callback) steps.callback.push(quirk.callback);
    if (quirk.tokenRequest) steps.tokenRequest.push(quirk.tokenRequest);
    if (quirk.tokenAnswer) steps.tokenAnswer.push(quirk.tokenAnswer);
  }
  return steps;
}

import type { ProviderSteps } from "./provider-steps.ts";
import type { Secret } from "./secret.ts";

/** How accounts connect: by signing in, or by what somebody enters. An integration has one kind for good. */
export const authorizationKinds = ["oauth2", "client_credentials", "api_key", "basic"] as const;

export type AuthorizationKind = (typeof authorizationKinds)[number];

/** Whether accounts of this kind hold tokens that a client gets from the provider; the others hold what somebody entered. */
export function issuesTokens(kind: AuthorizationKind): boolean {
  return kind === "oauth2" || kind === "client_credentials";
}

/** How a client proves itself at the token endpoint; exactly one per request (RFC 6749 §2.3). */
export const clientAuthentications = [
  "client_secret_post",
  "client_secret_basic",
  "client_secret_basic_raw",
  "none",
] as const;

export type ClientAuthentication = (typeof clientAuthentications)[number];

/** An integration's client as it is registered at the provider. */
export interface OAuthClient {
  clientId: string;
  clientSecret: Secret<string> | null;
  authentication: ClientAuthentication;
}

/** What one answer of the token endpoint granted. Nothing of it is taken from an earlier answer. */
export interface TokenGrant {
  accessToken: Secret<string>;
  /** `null`: the answer held none, so the stored one stays (RFC 6749 §6, R-05). */
  refreshToken: Secret<string> | null;
  tokenType: string;
  /** Request-send time + `expires_in` (D-25); `null`: the provider did not say. */
  expiresAt: Date | null;
  refreshTokenExpiresAt: Date | null;
  /** As granted; `null`: as asked (RFC 6749 §5.1). */
  scopes: string[] | null;
  /** Facts that the provider told about the grant (tenant, instance, company). Never a secret. */
  data: ConnectionData;
  /** The `sub` of a valid ID token. */
  subject: string | null;
}

export type ConnectionData = Record<string, unknown>;

/** Who granted, as the provider's who-am-I call tells it. */
export interface Account {
  id: string;
  label: string | null;
  email: string | null;
  pictureUrl: string | null;
}

export type Parameters = Record<string, string>;

/** Parameters of a token request; numbers stay numbers in a JSON body. */
export type TokenParameters = Record<string, string | number>;

/** A call that follows the token answer, e.g. to learn which tenants the grant reaches. */
export interface FollowUp {
  purpose: "tenants" | "api_base" | "token_exchange" | "validate";
  url: string;
  method: "GET" | "POST";
  headers: Parameters;
  params: Parameters;
  /** Path of a list in the answer, `$` for the answer itself; `null`: the answer is one thing. */
  list: string | null;
  /** Name in the connection's data → path in the answer. */
  extract: Parameters;
  /** What one of the list is called there, for people. */
  called?: string | undefined;
}

export interface AccountLookup {
  url: string;
  method: "GET" | "POST";
  headers: Parameters;
  body: string | null;
  /** `null`: the answer names no account; that there is one proves the credential all the same. */
  idPath: string | null;
  labelPath: string | null;
  emailPath: string | null;
  picturePath: string | null;
}

/**
 * How a token or key is put into an API call: a header whose `template` holds `{access_token}`, or a parameter of the
 * query, which no log, error or answer of ours shows (P-13).
 */
export type ApiAuthorization = { header: string; template: string } | { query: string };

export interface ProviderApi {
  /** May hold `{name}`s that the connection's data fills. */
  baseUrl: string;
  /** The fact whose origin replaces that of `baseUrl`, when the provider told it. */
  originFrom: string | null;
  /** Further https origins that take the same token. */
  origins: string[];
  auth: ApiAuthorization;
  headers: Parameters;
}

export interface Revocation {
  kind: "rfc7009" | "custom" | "none" | "unknown";
  url: string | null;
  method: "POST" | "DELETE";
  auth: "none" | "basic" | "post" | "client" | "bearer" | "bearer-secret" | "client_id_only" | "custom";
  bodyFormat: "form" | "json" | "query" | "none";
  tokenParam: string | null;
  scope: "token" | "grant" | "installation" | null;
  headers: Parameters;
  params: Parameters;
}

/** Where a token answer keeps what RFC 6749 keeps elsewhere; dotted paths with `[n]`. */
export interface TokenAnswerPaths {
  envelope?: string;
  accessTokenAlias?: string;
  scope?: string;
  expiresAt?: string;
  refreshExpiresIn?: string;
  refreshExpiresAt?: string;
  userAccessToken?: string;
  userRefreshToken?: string;
  userExpiresIn?: string;
  userScope?: string;
}

/** Where a provider's errors carry a number in place of a name, and what the numbers mean in the words of RFC 6749. */
export interface ErrorCodes {
  path: string;
  names: Parameters;
}

/** A second scope list that travels in a parameter of its own: which scopes go there. */
export interface ExtraScopeParameter {
  param: string;
  scopes: string[];
}

/** What is to be looked at in an authorization response beside code and state. */
export interface CallbackRules {
  /** Values to keep among the connection's facts. */
  capture: string[];
  /** Values that must come exactly so. */
  expected: Parameters;
  /** The parameter that signs all others with the client secret. */
  signatureParam: string | null;
  /** The parameter that names the origin of the grant's token endpoint. */
  tokenOriginParam: string | null;
}

export interface AuthorizeEndpoint {
  url: string;
  params: Parameters;
  offlineParams: Parameters;
  optionalParams: Parameters;
}

export interface TokenEndpoint {
  url: string;
  refreshUrl: string | null;
  bodyFormat: "form" | "json";
  params: TokenParameters;
  refreshParams: TokenParameters;
  headers: Parameters;
  /** The origins at which the token endpoint can be, over the choices of the offering's variables. */
  origins: string[];
}

/**
 * An offering resolved with an integration's variables: all that the protocol needs to know of a provider.
 * Plain data, and `steps`: the functions that bend the protocol where this provider does.
 */
export interface Provider {
  id: string;
  displayName: string;
  /** How the integration's accounts connect; it decides about `api.auth`. */
  kind: AuthorizationKind;
  /** RFC 8414 issuer; `null` where it is not known, then `iss` cannot be compared. */
  issuer: string | null;
  /** The provider advertises `iss` in the authorization response, so a missing one is refused (RFC 9207). */
  isIssParameterRequired: boolean;
  /** The one origin that may be plain http: the practice provider's. */
  insecureOrigin: string | null;
  variables: Parameters;
  /** `null` where nobody signs in. */
  authorize: AuthorizeEndpoint | null;
  /** `null` where no tokens are issued. */
  token: TokenEndpoint | null;
  clientAuthentications: ClientAuthentication[];
  scopes: { separator: string; offline: string | null; extra: ExtraScopeParameter | null };
  callback: CallbackRules;
  tokenAnswer: {
    paths: TokenAnswerPaths;
    capture: string[];
    bearerAliases: string[];
    errorCodes?: ErrorCodes | null;
  };
  refreshLifetimeSeconds: number | null;
  /** A token younger than this cannot be renewed yet. */
  refreshMinimumAgeSeconds: number | null;
  followUps: FollowUp[];
  account: AccountLookup | null;
  api: ProviderApi;
  revocation: Revocation;
  quirks: readonly string[];
  steps: ProviderSteps;
}

/** A provider at which people sign in. */
export type AuthorizeProvider = Provider & { authorize: AuthorizeEndpoint };

/** A provider that issues tokens. */
export type TokenProvider = Provider & { token: TokenEndpoint };

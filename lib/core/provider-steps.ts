import type {
  AuthorizeProvider,
  ConnectionData,
  Parameters,
  TokenParameters,
  TokenProvider,
} from "./provider.ts";
import type { Secret } from "./secret.ts";

/** What one authorization request asks for. */
export interface AuthorizationAsk {
  scopes: readonly string[];
  prompt: string | null;
  requestRefreshToken: boolean;
}

/** A request to the token endpoint before it is put on the wire; the client's credentials are added after. */
export interface TokenRequest {
  url: string;
  /** `GET`: the parameters travel in the query and the client's credentials do not travel at all. */
  method: "POST" | "GET";
  bodyFormat: "form" | "json";
  headers: Parameters;
  params: TokenParameters;
}

type GrantType = "authorization_code" | "refresh_token" | "client_credentials";

/** What a token request is for, as far as steps may know. */
export interface TokenRequestAsk {
  grantType: GrantType;
  redirectUri: string;
  scopes: readonly string[];
}

/** A token answer that was read as an object; steps bring it into the shape of RFC 6749 §5.1. */
export type TokenAnswer = Record<string, unknown>;

/** When the request was sent and what for, for steps that reckon with time. */
export interface TokenAnswerAsk {
  grantType: GrantType;
  sentAt: Date;
}

export type AuthorizeStep = (
  params: Parameters,
  ask: AuthorizationAsk,
  provider: AuthorizeProvider,
) => Parameters;
/** Why an authorization response must not be used; `null` when there is nothing against it. */
export type CallbackCheck = (
  params: Parameters,
  provider: TokenProvider,
  clientSecret: Secret<string> | null,
) => string | null;
export type CallbackStep = (params: Parameters, provider: TokenProvider) => Parameters;
export type TokenRequestStep = (
  request: TokenRequest,
  ask: TokenRequestAsk,
  provider: TokenProvider,
) => TokenRequest;
/** Where the endpoints are for one grant, by what is known of it. */
export type EndpointStep = (url: string, data: ConnectionData, provider: TokenProvider) => string;
export type TokenAnswerStep = (
  answer: TokenAnswer,
  ask: TokenAnswerAsk,
  provider: TokenProvider,
) => TokenAnswer;

/** Where the protocol lets a provider bend it. Each step takes plain data and gives plain data. */
export interface ProviderSteps {
  authorize: AuthorizeStep[];
  callbackCheck: CallbackCheck[];
  callback: CallbackStep[];
  endpoint: EndpointStep[];
  tokenRequest: TokenRequestStep[];
  tokenAnswer: TokenAnswerStep[];
}

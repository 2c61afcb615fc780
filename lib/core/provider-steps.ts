import type { Parameters, Provider, TokenParameters } from "./provider.ts";

/** What one authorization request asks for. */
export interface AuthorizationAsk {
  scopes: readonly string[];
  prompt: string | null;
  requestRefreshToken: boolean;
}

/** A request to the token endpoint before it is put on the wire; the client's credentials are added after. */
export interface TokenRequest {
  url: string;
  bodyFormat: "form" | "json";
  headers: Parameters;
  params: TokenParameters;
}

/** What a token request is for, as far as steps may know. */
export interface TokenRequestAsk {
  grantType: "authorization_code" | "refresh_token";
  redirectUri: string;
  scopes: readonly string[];
}

/** A token answer that was read as an object; steps bring it into the shape of RFC 6749 §5.1. */
export type TokenAnswer = Record<string, unknown>;

/** When the request was sent and what for, for steps that reckon with time. */
export interface TokenAnswerAsk {
  grantType: "authorization_code" | "refresh_token";
  sentAt: Date;
}

export type AuthorizeStep = (params: Parameters, ask: AuthorizationAsk, provider: Provider) => Parameters;
export type CallbackStep = (params: Parameters, provider: Provider) => Parameters;
export type TokenRequestStep = (
  request: TokenRequest,
  ask: TokenRequestAsk,
  provider: Provider,
) => TokenRequest;
export type TokenAnswerStep = (answer: TokenAnswer, ask: TokenAnswerAsk, provider: Provider) => TokenAnswer;

/** Where the protocol lets a provider bend it. Each step takes plain data and gives plain data. */
export interface ProviderSteps {
  authorize: AuthorizeStep[];
  callback: CallbackStep[];
  tokenRequest: TokenRequestStep[];
  tokenAnswer: TokenAnswerStep[];
}

import type {
  Account,
  AuthorizeProvider,
  ConnectionData,
  OAuthClient,
  TokenGrant,
  TokenProvider,
} from "#lib/core/provider.ts";
import { requireAuthorize, requireToken } from "#lib/core/provider-endpoints.ts";
import { Secret } from "#lib/core/secret.ts";
import { findAccount } from "#lib/oauth/account.ts";
import { buildAuthorizationRequest } from "#lib/oauth/authorization-request.ts";
import { type CallbackAnswer, readCallback } from "#lib/oauth/callback.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import { codeChallenge, newCodeVerifier } from "#lib/oauth/pkce.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { revokeTokens } from "#lib/oauth/revocation.ts";
import { newState } from "#lib/oauth/state.ts";
import type { ProtocolFetch } from "#lib/oauth/token-request.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { findOffering } from "#lib/offerings/registry.ts";
import { plainClient } from "./plain-provider.ts";
import { startReplayServer } from "./replay-server.ts";
import { jsonAnswer, type SeenRequest } from "./scripted-fetch.ts";

type Values = Record<string, string>;
/** A body of JSON with status 200, or what is made of the request. */
type Answer = object | ((request: SeenRequest) => Response | Promise<Response>);

interface Ask {
  scopes?: string[];
  prompt?: string | null;
  requestRefreshToken?: boolean;
  /** What the provider adds to the callback; a text replaces the whole query but code and state. */
  callback?: Values | ((query: URLSearchParams) => void);
}

type Tokens = { accessToken?: string | null; refreshToken?: string | null; data?: ConnectionData };

/** When the replayed requests are sent. */
export const sentAt = new Date("2026-03-01T12:00:00Z");
export const inSeconds = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000);
export const bearer = { access_token: "at-1", token_type: "bearer" };
export const redirectUri = "https://mooring.example/oauth/callback";
export const opened = (grant: TokenGrant) => [
  grant.accessToken.reveal(),
  grant.refreshToken?.reveal() ?? null,
];

/**
 * One offering of the catalogue against a real server that plays its provider: the authorization endpoint sends the
 * browser back with a code, the token endpoint checks code, redirect URI and PKCE as RFC 6749 and 7636 say, then gives
 * what the test told it to. Everything else is the engine's own functions.
 */
export class Replay {
  readonly offering: CatalogueOffering;
  readonly provider: AuthorizeProvider & TokenProvider;
  readonly client: OAuthClient;
  readonly requests: SeenRequest[] = [];
  fetch: ProtocolFetch = () => Promise.reject(new Error("the replay has not begun"));
  #close: () => Promise<void> = async () => {};
  readonly #answers = new Map<string, Answer[]>();
  #issued: { challenge: string; redirectUri: string } | null = null;
  #callback: Ask["callback"] = {};

  constructor(id: string, variables: Values = {}) {
    const offering = findOffering({ sandboxOrigin: null }, id);
    if (!offering) throw new Error(`${id} is not in the catalogue`);
    this.offering = offering;
    const needed = offering.variables.filter(({ required }) => required);
    const examples = needed.map(({ name, default: preset, example }) => [name, preset ?? example ?? ""]);
    this.provider = requireAuthorize(
      requireToken(toProvider(offering, { ...Object.fromEntries(examples), ...variables })),
    );
    this.client = plainClient({ authentication: this.provider.clientAuthentications[0] });
  }

  async start(): Promise<void> {
    const server = await startReplayServer((request) => this.#answer(request));
    this.fetch = server.fetch;
    this.#close = server.close;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  /** What an address (without its query) answers: one answer after the other, the last for ever. */
  on(address: string, ...answers: Answer[]): this {
    this.#answers.set(address, answers);
    return this;
  }

  /** The same for the token endpoint. */
  tokens(...answers: Answer[]): this {
    return this.on(this.provider.token.url.split("?")[0] ?? "", ...answers);
  }

  /** The requests that reached an address. */
  seen(address: string): SeenRequest[] {
    return this.requests.filter(({ url }) => `${url.origin}${url.pathname}` === address);
  }

  get last(): SeenRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error("no request has reached the provider");
    return request;
  }

  /** A person signs in: gives the authorization request as it arrived, the answer as it was read, and the verifier. */
  async signIn(
    ask: Ask = {},
  ): Promise<{ asked: URLSearchParams; answer: CallbackAnswer; verifier: Secret<string> }> {
    const { scopes = this.offering.scopes.default, prompt = null, requestRefreshToken = true } = ask;
    const { provider, client } = this;
    const verifier = newCodeVerifier();
    const request = { provider, client, redirectUri, state: newState(), codeVerifier: verifier };
    const url = await buildAuthorizationRequest({ ...request, scopes, prompt, requestRefreshToken });
    this.#callback = ask.callback;
    const response = await this.fetch(url, { redirect: "manual" });
    const landed = new URL(response.headers.get("location") ?? "about:blank");
    const answer = readCallback({ provider, client, params: landed.searchParams });
    return { asked: url.searchParams, answer, verifier };
  }

  /** The same, and the exchange of the code. */
  async connect(ask: Ask = {}): Promise<TokenGrant> {
    const { answer, verifier: codeVerifier } = await this.signIn(ask);
    const { provider, client, fetch } = this;
    return exchangeCode({ provider, client, redirectUri, codeVerifier, ...answer, fetch, now: () => sentAt });
  }

  refresh({
    refreshToken = "rt-1",
    scopes = [],
    data = {},
  }: Tokens & { scopes?: string[] } = {}): Promise<TokenGrant> {
    const { provider, client, fetch } = this;
    const token = new Secret(refreshToken ?? "");
    return refreshTokens({
      provider,
      client,
      redirectUri,
      refreshToken: token,
      scopes,
      data,
      fetch,
      now: () => sentAt,
    });
  }

  account(data: ConnectionData = {}): Promise<Account | null> {
    const { provider, client, fetch } = this;
    return findAccount({
      provider,
      client,
      grant: { accessToken: new Secret("at-1"), data, subject: null },
      fetch,
    });
  }

  revoke({ accessToken = "at-1", refreshToken = "rt-1", data = {} }: Tokens = {}) {
    const secret = (text: string | null) => (text === null ? null : new Secret(text));
    const tokens = { accessToken: secret(accessToken), refreshToken: secret(refreshToken) };
    const { provider, client, fetch } = this;
    return revokeTokens({ provider, client, ...tokens, data, fetch });
  }

  async #answer(request: SeenRequest): Promise<Response> {
    this.requests.push(request);
    const address = `${request.url.origin}${request.url.pathname}`;
    const refusal = await this.#refuse(request);
    if (refusal) return refusal;
    const script = this.#answers.get(address);
    const answer = script && script.length > 1 ? script.shift() : script?.[0];
    if (typeof answer === "function") return (answer as (request: SeenRequest) => Response)(request);
    if (answer) return jsonAnswer(200, answer);
    if (address === new URL(this.provider.authorize.url).href.split("?")[0]) return this.#sendBack(request);
    return jsonAnswer(404, { error: "not_scripted" });
  }

  #sendBack({ url }: SeenRequest): Response {
    const asked = url.searchParams;
    this.#issued = {
      challenge: asked.get("code_challenge") ?? "",
      redirectUri: asked.get("redirect_uri") ?? "",
    };
    const back = new URL(asked.get("redirect_uri") ?? "");
    back.searchParams.set("code", "code-1");
    back.searchParams.set("state", asked.get("state") ?? "");
    if (typeof this.#callback === "function") this.#callback(back.searchParams);
    else for (const [name, value] of Object.entries(this.#callback ?? {})) back.searchParams.set(name, value);
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  /** RFC 6749 §4.1.3, RFC 7636 §4.6: a code is good for the client, address and verifier that it was made for. */
  async #refuse({ form }: SeenRequest): Promise<Response | null> {
    if (form.get("grant_type") !== "authorization_code" || !this.#issued) return null;
    const verifier = new Secret(form.get("code_verifier") ?? "");
    const fits =
      form.get("code") === "code-1" &&
      form.get("redirect_uri") === this.#issued.redirectUri &&
      (await codeChallenge(verifier)) === this.#issued.challenge;
    return fits ? null : jsonAnswer(400, { error: "invalid_grant" });
  }
}

import { processGenericTokenEndpointResponse } from "oauth4webapi";
import type { OAuthClient, Provider, TokenGrant, TokenProvider } from "#lib/core/provider.ts";
import { requireToken } from "#lib/core/provider-endpoints.ts";
import type { TokenAnswer, TokenAnswerAsk } from "#lib/core/provider-steps.ts";
import { Secret } from "#lib/core/secret.ts";
import { type AnswerBody, readAnswerBody } from "./answer-body.ts";
import { captureFacts } from "./captured-data.ts";
import { classifyRefusal } from "./classify-refusal.ts";
import { expiryOf } from "./expiry.ts";
import { readGrantedScopes } from "./granted-scopes.ts";
import { readSubject } from "./id-token.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { authorizationServer } from "./server-metadata.ts";
import { TokenFailure } from "./token-failure.ts";
import { isAccessToken, isRefreshToken } from "./token-syntax.ts";

interface JudgeInput {
  provider: TokenProvider;
  client: OAuthClient;
  ask: TokenAnswerAsk;
  now: Date;
}

/**
 * Judges what a token endpoint answered. The body is read and brought into the shape of RFC 6749 §5.1 first, because
 * providers put errors into 200s, tokens below other keys and numbers into texts; oauth4webapi then has the last word.
 * Throws `TokenFailure`.
 */
export async function judgeTokenAnswer(
  response: Response,
  { provider: asked, ...rest }: Omit<JudgeInput, "provider"> & { provider: Provider },
): Promise<TokenGrant> {
  const input = { ...rest, provider: requireToken(asked) };
  const body = await readBody(response);
  const refuse = () =>
    new TokenFailure(
      classifyRefusal({
        status: response.status,
        body,
        challengesClient: /^basic\b/i.test(response.headers.get("www-authenticate") ?? ""),
        errorCodes: input.provider.tokenAnswer.errorCodes,
        retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), input.now),
      }),
    );
  if (!response.ok || body.kind !== "object" || body.value.ok === false) throw refuse();
  const { provider, ask } = input;
  const answer = provider.steps.tokenAnswer.reduce((bent, step) => step(bent, ask, provider), body.value);
  if (typeof answer.access_token !== "string" || answer.access_token === "") throw refuse();
  await assertConforms(answer, input, response.status);
  return { ...toGrant(answer, input), subject: await readSubject(answer.id_token, input) };
}

async function readBody(response: Response): Promise<AnswerBody> {
  const isRedirect = response.status < 200 || (response.status >= 300 && response.status < 400);
  if (!isRedirect) return readAnswerBody(response);
  await response.body?.cancel();
  return { kind: "other" };
}

/** The parts that count, as RFC 6749 §5.1 wants them, judged by oauth4webapi: among others that the token is a Bearer token. */
async function assertConforms(
  answer: TokenAnswer,
  { provider, client }: JudgeInput,
  status: number,
): Promise<void> {
  const { access_token, refresh_token } = answer;
  const standard = { access_token, token_type: tokenType(answer, provider) };
  const server = authorizationServer(provider, new URL(provider.token.url));
  const misbehaved = new TokenFailure({ class: "misbehaved", error: null, status, retryAfterMs: null });
  const isWellFormed = isAccessToken(access_token) && (!refresh_token || isRefreshToken(refresh_token));
  if (!isWellFormed || standard.token_type !== "bearer") throw misbehaved;
  await processGenericTokenEndpointResponse(
    server,
    { client_id: client.clientId },
    Response.json(standard),
  ).catch(() => {
    throw misbehaved;
  });
}

// RFC 6749 §7.1: a type that is not understood must not be used. A missing one is taken for the only one there is.
function tokenType({ token_type }: TokenAnswer, { tokenAnswer }: Provider): string | null {
  if (token_type === undefined || token_type === null || token_type === "") return "bearer";
  const word = typeof token_type === "string" ? token_type.trim().toLowerCase() : null;
  return word !== null && tokenAnswer.bearerAliases.includes(word) ? "bearer" : word;
}

function toGrant(answer: TokenAnswer, { provider, ask }: JudgeInput): Omit<TokenGrant, "subject"> {
  const accessToken = String(answer.access_token);
  const refreshToken = typeof answer.refresh_token === "string" ? answer.refresh_token : "";
  const secrets = [accessToken, refreshToken].filter((secret) => secret !== "");
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === "" ? null : new Secret(refreshToken),
    tokenType: "Bearer",
    expiresAt: expiryOf(answer.expires_in, ask.sentAt),
    refreshTokenExpiresAt: expiryOf(answer.refresh_token_expires_in, ask.sentAt),
    scopes: readGrantedScopes(answer.scope),
    data: captureFacts(answer, provider, secrets),
  };
}

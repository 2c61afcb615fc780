import type { OAuthClient, Provider, TokenProvider } from "#lib/core/provider.ts";
import { requireToken } from "#lib/core/provider-endpoints.ts";
import { readAnswerBody } from "./answer-body.ts";
import { classifyRefusal } from "./classify-refusal.ts";
import type { ClientAnswer } from "./client-check-rules.ts";
import { newCodeVerifier } from "./pkce.ts";
import { newState } from "./state.ts";
import { isTokenFailure } from "./token-failure.ts";
import { type ProtocolFetch, sendTokenRequest } from "./token-request.ts";

interface MadeUpCodeInput {
  provider: Provider;
  client: OAuthClient;
  redirectUri: string;
  fetch: ProtocolFetch;
}

/** Offers the token endpoint a code that it never gave out, and notes status and error name of its answer; never the body. */
export async function askWithMadeUpCode({
  provider,
  client,
  redirectUri,
  fetch,
}: MadeUpCodeInput): Promise<ClientAnswer> {
  const params = { code: newState(), redirect_uri: redirectUri, code_verifier: newCodeVerifier().reveal() };
  const ask = { grantType: "authorization_code", redirectUri, scopes: [] } as const;
  let response: Response;
  try {
    response = await sendTokenRequest({ provider, client, ask, params, fetch });
  } catch (error) {
    if (isTokenFailure(error))
      return { status: null, error: null, class: error.class, isReadable: false, isAccepted: false };
    throw error;
  }
  const body = await readAnswerBody(response);
  const facts = classifyRefusal({
    status: response.status,
    body,
    challengesClient: /^basic\b/i.test(response.headers.get("www-authenticate") ?? ""),
    retryAfterMs: null,
    errorCodes: provider.tokenAnswer.errorCodes,
  });
  const isAccepted = response.ok && body.kind === "object" && holdsToken(body.value, requireToken(provider));
  const isReadable = body.kind === "object" || body.kind === "list";
  return { status: facts.status, error: facts.error, class: facts.class, isReadable, isAccepted };
}

function holdsToken(answer: Record<string, unknown>, provider: TokenProvider): boolean {
  const ask = { grantType: "authorization_code", sentAt: new Date() } as const;
  const bent = provider.steps.tokenAnswer.reduce((value, step) => step(value, ask, provider), answer);
  return typeof bent.access_token === "string" && bent.access_token !== "";
}

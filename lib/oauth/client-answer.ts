import type { Provider } from "#lib/core/provider.ts";
import { requireToken } from "#lib/core/provider-endpoints.ts";
import type { TokenAnswerAsk } from "#lib/core/provider-steps.ts";
import { Secret } from "#lib/core/secret.ts";
import { readAnswerBody } from "./answer-body.ts";
import { classifyRefusal } from "./classify-refusal.ts";
import type { ClientAnswer } from "./client-check-rules.ts";
import { isTokenFailure } from "./token-failure.ts";

interface AskedClient {
  provider: Provider;
  grantType: TokenAnswerAsk["grantType"];
}

/** Notes status and error name of a token endpoint's answer, never the body; and the token, should there be one. */
export async function readClientAnswer(
  asked: Promise<Response>,
  { provider, grantType }: AskedClient,
): Promise<{ answer: ClientAnswer; accessToken: Secret<string> | null }> {
  let response: Response;
  try {
    response = await asked;
  } catch (error) {
    if (!isTokenFailure(error)) throw error;
    const silence = { status: null, error: null, class: error.class, isReadable: false, isAccepted: false };
    return { answer: silence, accessToken: null };
  }
  const body = await readAnswerBody(response);
  const facts = classifyRefusal({
    status: response.status,
    body,
    challengesClient: /^basic\b/i.test(response.headers.get("www-authenticate") ?? ""),
    retryAfterMs: null,
    errorCodes: provider.tokenAnswer.errorCodes,
  });
  const token = response.ok && body.kind === "object" ? findToken(body.value, provider, grantType) : null;
  const isReadable = body.kind === "object" || body.kind === "list";
  const { status, error, class: kind } = facts;
  return {
    answer: { status, error, class: kind, isReadable, isAccepted: token !== null },
    accessToken: token,
  };
}

function findToken(
  value: Record<string, unknown>,
  asked: Provider,
  grantType: TokenAnswerAsk["grantType"],
): Secret<string> | null {
  const provider = requireToken(asked);
  const ask = { grantType, sentAt: new Date() };
  const { access_token: token } = provider.steps.tokenAnswer.reduce(
    (bent, step) => step(bent, ask, provider),
    value,
  );
  return typeof token === "string" && token !== "" ? new Secret(token) : null;
}

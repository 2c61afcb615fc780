import type { FollowUp, OAuthClient, Provider, TokenGrant } from "#lib/core/provider.ts";
import { fillText, fillUrl, placeholdersOf } from "#lib/core/template.ts";
import { classifyThrown } from "./classify-refusal.ts";
import { providerUrl } from "./provider-url.ts";
import { TokenFailure } from "./token-failure.ts";
import { judgeTokenAnswer } from "./token-grant.ts";
import type { ProtocolFetch } from "./token-request.ts";
import { userAgent } from "./user-agent.ts";

const TIMEOUT_MS = 30_000;

interface LongLivedInput {
  provider: Provider;
  client: OAuthClient;
  fetch: ProtocolFetch;
  now: () => Date;
}

/**
 * Exchanges the short-lived token of a grant for a long-lived one, where the offering has a follow-up `token_exchange`;
 * otherwise gives the grant as it is. What the second answer leaves out stays. Throws `TokenFailure`: a connection that
 * dies within the hour helps nobody, and whoever signs in is still there to try again.
 */
export async function exchangeToLongLived(grant: TokenGrant, input: LongLivedInput): Promise<TokenGrant> {
  const { provider, client, now } = input;
  let current = grant;
  for (const call of provider.followUps.filter(({ purpose }) => purpose === "token_exchange")) {
    const ask = { grantType: "authorization_code", sentAt: now() } as const;
    const response = await send(call, current, input);
    const next = await judgeTokenAnswer(response, { provider, client, ask, now: now() });
    current = {
      ...next,
      refreshToken: next.refreshToken ?? current.refreshToken,
      scopes: next.scopes ?? current.scopes,
      data: { ...current.data, ...next.data },
      subject: next.subject ?? current.subject,
    };
  }
  return current;
}

/** As the offering writes it: a form, or a GET whose query holds the token (and is kept out of every log and error). */
function send(
  call: FollowUp,
  { accessToken }: TokenGrant,
  { provider, client, fetch }: LongLivedInput,
): Promise<Response> {
  const values = {
    client_id: client.clientId,
    access_token: accessToken.reveal(),
    ...(client.clientSecret && { client_secret: client.clientSecret.reveal() }),
  };
  const params = new URLSearchParams();
  for (const [name, template] of Object.entries(call.params)) {
    if (!placeholdersOf(template).every((placeholder) => Object.hasOwn(values, placeholder))) {
      throw new TokenFailure({ class: "permanent-client", error: null, status: null, retryAfterMs: null });
    }
    params.set(name, fillText(template, values));
  }
  const url = providerUrl(fillUrl(call.url, {}) ?? "", provider);
  const headers: Record<string, string> = { accept: "application/json", "user-agent": userAgent };
  if (call.method === "GET") for (const [name, value] of params) url.searchParams.set(name, value);
  else headers["content-type"] = "application/x-www-form-urlencoded;charset=UTF-8";
  return fetch(url, {
    method: call.method,
    headers,
    body: call.method === "GET" ? null : params.toString(),
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw classifyThrown(error);
  });
}

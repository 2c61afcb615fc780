import { allowInsecureRequests, customFetch, genericTokenEndpointRequest } from "oauth4webapi";
import type { ConnectionData, OAuthClient, Provider, TokenParameters } from "#lib/core/provider.ts";
import { requireToken } from "#lib/core/provider-endpoints.ts";
import type { TokenRequest, TokenRequestAsk } from "#lib/core/provider-steps.ts";
import { fillText } from "#lib/core/template.ts";
import { classifyThrown } from "./classify-refusal.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { providerUrl } from "./provider-url.ts";
import { authorizationServer } from "./server-metadata.ts";
import { userAgent } from "./user-agent.ts";

const TIMEOUT_MS = 30_000;

/** How long the request of a renewal may take, which nobody can begin anew without risk: just shorter than a lease (D-08). */
export const RENEWAL_TIMEOUT_MS = 55_000;

/** A WHATWG `fetch`, guarded by whoever hands it in. `timeoutMs`: for a call that may take longer than others. */
export type ProtocolFetch = (
  input: string | URL,
  init?: RequestInit & { timeoutMs?: number },
) => Promise<Response>;

interface TokenRequestInput {
  provider: Provider;
  client: OAuthClient;
  ask: TokenRequestAsk;
  params: TokenParameters;
  /** What is known of the grant; it decides where the endpoint is. */
  data?: ConnectionData;
  fetch: ProtocolFetch;
  timeoutMs?: number;
}

/**
 * Sends one request to the token endpoint in the provider's dialect and hands back what came, unread.
 * Throws `TokenFailure` when nothing came, and the AppError of the guard when the address may not be called.
 */
export async function sendTokenRequest({
  client,
  ask,
  params,
  data = {},
  fetch,
  timeoutMs,
  ...input
}: TokenRequestInput): Promise<Response> {
  const provider = requireToken(input.provider);
  const plain: TokenRequest = {
    url: provider.token.url,
    method: "POST",
    bodyFormat: "form",
    headers: provider.token.headers,
    params,
  };
  const request = provider.steps.tokenRequest.reduce((bent, step) => step(bent, ask, provider), plain);
  const address = provider.steps.endpoint.reduce((at, step) => step(at, data, provider), request.url);
  const url = providerUrl(address, provider);
  const parameters = Object.entries(request.params).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const headers = headersOf(request);
  const signal = AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS);
  const send: ProtocolFetch = (target, init) =>
    fetch(target, { ...init, timeoutMs }).catch((error: unknown) => {
      throw classifyThrown(error);
    });
  if (request.method === "GET") {
    for (const [name, value] of parameters) url.searchParams.set(name, value);
    return send(url, { headers, redirect: "manual", signal });
  }
  return genericTokenEndpointRequest(
    authorizationServer(provider, url),
    { client_id: client.clientId },
    clientAuthentication(client),
    ask.grantType,
    parameters,
    {
      headers,
      signal,
      [allowInsecureRequests]: url.origin === provider.insecureOrigin,
      [customFetch]: (target, init) => send(target, { ...init, ...encodeBody(init, request) }),
    },
  );
}

function headersOf({ headers }: Pick<TokenRequest, "headers">): Record<string, string> {
  const all = Object.entries({ "user-agent": userAgent, accept: "application/json", ...headers });
  const filled = all.map(([name, value]) => [name.toLowerCase(), fillText(value, { user_agent: userAgent })]);
  return Object.fromEntries(filled);
}

function encodeBody(
  { body, headers }: { body: URLSearchParams; headers: Record<string, string> },
  { bodyFormat, params }: TokenRequest,
): { body: string; headers: Record<string, string> } {
  if (bodyFormat === "form") return { body: body.toString(), headers };
  const values = [...body].map(([name, value]) => [
    name,
    typeof params[name] === "number" ? Number(value) : value,
  ]);
  return {
    body: JSON.stringify(Object.fromEntries(values)),
    headers: { ...headers, "content-type": "application/json" },
  };
}

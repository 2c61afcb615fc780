import { allowInsecureRequests, customFetch, genericTokenEndpointRequest } from "oauth4webapi";
import type { OAuthClient, Provider, TokenParameters } from "#lib/core/provider.ts";
import type { TokenRequest, TokenRequestAsk } from "#lib/core/provider-steps.ts";
import { fillText } from "#lib/core/template.ts";
import { classifyThrown } from "./classify-refusal.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { providerUrl } from "./provider-url.ts";
import { authorizationServer } from "./server-metadata.ts";
import { userAgent } from "./user-agent.ts";

/** Shorter than a refresh lease (D-08). */
const TIMEOUT_MS = 30_000;

/** A WHATWG `fetch`, guarded by whoever hands it in. */
export type ProtocolFetch = (input: string | URL, init?: RequestInit) => Promise<Response>;

interface TokenRequestInput {
  provider: Provider;
  client: OAuthClient;
  ask: TokenRequestAsk;
  params: TokenParameters;
  fetch: ProtocolFetch;
}

/**
 * Sends one request to the token endpoint in the provider's dialect and hands back what came, unread.
 * Throws `TokenFailure` when nothing came, and the AppError of the guard when the address may not be called.
 */
export async function sendTokenRequest({
  provider,
  client,
  ask,
  params,
  fetch,
}: TokenRequestInput): Promise<Response> {
  const plain: TokenRequest = {
    url: provider.token.url,
    bodyFormat: "form",
    headers: provider.token.headers,
    params,
  };
  const request = provider.steps.tokenRequest.reduce((bent, step) => step(bent, ask, provider), plain);
  const url = providerUrl(request.url, provider);
  const parameters = Object.entries(request.params).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const headers = Object.entries({ "user-agent": userAgent, ...request.headers }).map(
    ([name, value]) => [name.toLowerCase(), fillText(value, { user_agent: userAgent })] as [string, string],
  );
  return genericTokenEndpointRequest(
    authorizationServer(provider, url),
    { client_id: client.clientId },
    clientAuthentication(client),
    ask.grantType,
    parameters,
    {
      headers: Object.fromEntries(headers),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      [allowInsecureRequests]: url.origin === provider.insecureOrigin,
      [customFetch]: (target, init) =>
        fetch(target, { ...init, ...encodeBody(init, request) }).catch((error: unknown) => {
          throw classifyThrown(error);
        }),
    },
  );
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

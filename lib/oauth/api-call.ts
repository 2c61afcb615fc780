import { AppError, isAppError } from "#lib/core/errors.ts";
import type { ConnectionData, OAuthClient, Parameters, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { fillUrl } from "#lib/core/template.ts";
import { readAnswerBody } from "./answer-body.ts";
import { apiHeaders } from "./api-headers.ts";
import { textsOf } from "./connection-texts.ts";
import { providerUrl } from "./provider-url.ts";
import type { ProtocolFetch } from "./token-request.ts";

const TIMEOUT_MS = 15_000;

/** What a call needs to act for one grant. */
export interface GrantAccess {
  provider: Provider;
  client: Pick<OAuthClient, "clientId">;
  accessToken: Secret<string>;
  data: ConnectionData;
  fetch: ProtocolFetch;
}

export interface ApiCall {
  url: string;
  method: string;
  headers?: Parameters;
  params?: Parameters;
  body?: string | null;
}

/**
 * Makes one of the protocol's own API calls (who am I, which tenants) and gives the parsed JSON. Throws
 * `provider-rejected` for a refusal, `provider-misbehaved` for no JSON, `provider-unreachable` for no answer.
 */
export async function callApi(call: ApiCall, access: GrantAccess): Promise<unknown> {
  const { url, response } = await send(call, access);
  const { provider } = access;
  const body = await readAnswerBody(response);
  if (!response.ok) throw refused(provider, url, response.status);
  if (body.kind !== "object" && body.kind !== "list") {
    throw new AppError("provider-misbehaved", `${url.host} answered ${response.status} with ${body.kind}`, {
      detail: `${provider.displayName} gave an answer that cannot be read.`,
    });
  }
  return body.value;
}

/** The same where only being let in counts, whatever is in the answer. */
export async function knockAtApi(call: ApiCall, access: GrantAccess): Promise<void> {
  const { url, response } = await send(call, access);
  await response.body?.cancel();
  if (!response.ok) throw refused(access.provider, url, response.status);
}

async function send(call: ApiCall, access: GrantAccess): Promise<{ url: URL; response: Response }> {
  const { provider, fetch } = access;
  const filled = fillUrl(call.url, textsOf(access.data));
  const url = providerUrl(filled ?? "", provider);
  for (const [name, value] of Object.entries(call.params ?? {})) url.searchParams.set(name, value);
  const { auth } = provider.api;
  if ("query" in auth) url.searchParams.set(auth.query, access.accessToken.reveal());
  const response = await fetch(url, {
    method: call.method,
    headers: { accept: "application/json", ...apiHeaders({ ...access, extra: call.headers }) },
    body: call.body ?? null,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw isAppError(error) ? error : unreachable(provider, url);
  });
  return { url, response };
}

function refused({ displayName }: Provider, url: URL, status: number): AppError {
  return new AppError("provider-rejected", `${url.host}${url.pathname} answered ${status}`, {
    detail: `${displayName} answered ${status} when it was asked about this connection.`,
    extensions: { providerStatus: status },
  });
}

// Without the cause: the text of a failed request may quote its headers (D-21).
function unreachable({ displayName }: Provider, url: URL): AppError {
  return new AppError("provider-unreachable", `${url.host} did not answer`, {
    detail: `${displayName} did not answer when it was asked about this connection.`,
  });
}

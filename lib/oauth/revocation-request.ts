import type { ConnectionData, OAuthClient, Provider, Revocation } from "#lib/core/provider.ts";
import { requireToken } from "#lib/core/provider-endpoints.ts";
import type { Secret } from "#lib/core/secret.ts";
import { fillText, fillUrl, placeholdersOf } from "#lib/core/template.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { textsOf } from "./connection-texts.ts";
import { providerUrl } from "./provider-url.ts";
import { authorizationServer } from "./server-metadata.ts";
import { userAgent } from "./user-agent.ts";

export interface RevocationRequestInput {
  provider: Provider;
  client: OAuthClient;
  token: Secret<string>;
  tokenKind: "refresh_token" | "access_token";
  accessToken: Secret<string> | null;
  data: ConnectionData;
}

export interface RevocationRequest {
  url: URL;
  init: { method: string; headers: Record<string, string>; body: string | null };
}

/**
 * The request that revokes one token, as the offering describes it: RFC 7009, or whatever the provider has instead.
 * `null` when it needs something that is not known. Throws `egress-blocked` for an address that may not be called.
 */
export async function buildRevocationRequest(
  input: RevocationRequestInput,
): Promise<RevocationRequest | null> {
  const { provider, client, token, data } = input;
  const { revocation, steps } = provider;
  const values = { ...textsOf(data), ...credentialsOf(input) };
  const filledUrl = revocation.url === null ? null : fillUrl(revocation.url, values);
  const templates = [...Object.values(revocation.headers), ...Object.values(revocation.params)];
  const isKnown = templates.flatMap(placeholdersOf).every((name) => Object.hasOwn(values, name));
  if (filledUrl === null || filledUrl.includes("{") || !isKnown) return null;
  const issuing = requireToken(provider);
  const url = providerUrl(
    steps.endpoint.reduce((at, step) => step(at, data, issuing), filledUrl),
    provider,
  );
  const body = new URLSearchParams();
  const headers = new Headers({ "user-agent": userAgent, accept: "application/json" });
  if (revocation.tokenParam !== null) body.set(revocation.tokenParam, token.reveal());
  if (revocation.kind === "rfc7009" && revocation.bodyFormat === "form")
    body.set("token_type_hint", input.tokenKind);
  for (const [name, template] of Object.entries(revocation.params))
    body.set(name, fillText(template, values));
  for (const [name, template] of Object.entries(revocation.headers))
    headers.set(name, fillText(template, values));
  await authenticate(revocation.auth, input, body, headers);
  return { url, init: { method: revocation.method, ...encode(revocation, url, body, headers) } };

  function credentialsOf({ accessToken }: RevocationRequestInput): Record<string, string> {
    return {
      client_id: client.clientId,
      ...(client.clientSecret ? { client_secret: client.clientSecret.reveal() } : {}),
      ...(accessToken ? { access_token: accessToken.reveal() } : {}),
    };
  }
}

async function authenticate(
  kind: Revocation["auth"],
  { provider, client, accessToken }: RevocationRequestInput,
  body: URLSearchParams,
  headers: Headers,
): Promise<void> {
  const bearer = kind === "bearer" ? accessToken : kind === "bearer-secret" ? client.clientSecret : null;
  if (bearer) headers.set("authorization", `Bearer ${bearer.reveal()}`);
  if (kind === "client_id_only") body.set("client_id", client.clientId);
  if (kind !== "client" && kind !== "basic" && kind !== "post") return;
  const method = clientAuthentication(
    kind === "client" ? client : { ...client, authentication: methodOf(kind, client) },
  );
  const server = authorizationServer(provider, new URL(requireToken(provider).token.url));
  await method(server, { client_id: client.clientId }, body, headers);
}

function methodOf(kind: "basic" | "post", client: OAuthClient): OAuthClient["authentication"] {
  if (client.clientSecret === null) return "none";
  if (kind === "post") return "client_secret_post";
  return client.authentication === "client_secret_basic_raw"
    ? "client_secret_basic_raw"
    : "client_secret_basic";
}

function encode(
  { bodyFormat }: Revocation,
  url: URL,
  params: URLSearchParams,
  headers: Headers,
): { headers: Record<string, string>; body: string | null } {
  let body: string | null = null;
  if (bodyFormat === "query") {
    for (const [name, value] of params) url.searchParams.set(name, value);
  } else if (bodyFormat === "json") {
    body = JSON.stringify(Object.fromEntries(params));
    headers.set("content-type", "application/json");
  } else if (bodyFormat === "form") {
    body = params.toString();
    headers.set("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
  }
  return { headers: Object.fromEntries(headers), body };
}

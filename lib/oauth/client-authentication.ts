import { type ClientAuth, ClientSecretPost, None } from "oauth4webapi";
import { AppError } from "#lib/core/errors.ts";
import type { OAuthClient } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";

/**
 * The one mechanism by which this client proves itself (RFC 6749 §2.3.1): in the body, as a Basic header, or not at all.
 * The secret never becomes part of a URL (F-15).
 */
export function clientAuthentication({ authentication, clientSecret }: OAuthClient): ClientAuth {
  if (authentication === "none") return None();
  if (clientSecret === null) throw new AppError("internal", `${authentication} needs a client secret`);
  if (authentication === "client_secret_post") return ClientSecretPost(clientSecret.reveal());
  const encode = authentication === "client_secret_basic" ? formEncode : (text: string) => text;
  return (_server, client, _body, headers) => {
    headers.set("authorization", basicHeader(client.client_id, clientSecret, encode));
  };
}

/** The Basic header of a client, its parts form-encoded before (RFC 6749 §2.3.1) unless told otherwise. */
export function basicHeader(clientId: string, secret: Secret<string>, encode = formEncode): string {
  const bytes = new TextEncoder().encode(`${encode(clientId)}:${encode(secret.reveal())}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Whether the encoded and the raw Basic header of this client differ at all. */
export function basicHeadersDiffer({ clientId, clientSecret }: OAuthClient): boolean {
  return [clientId, clientSecret?.reveal() ?? ""].some((text) => formEncode(text) !== text);
}

// The URL standard's form encoding leaves `-._*` alone; encoding them too is as valid, but many servers never decode.
function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

import { AppError } from "#lib/core/errors.ts";
import type { ApiAuthorization } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { userAgent } from "#lib/oauth/user-agent.ts";
import { isForwardable, plainName } from "./field-names.ts";
import { narrowEncodings } from "./unpack-text.ts";

export type HeaderList = [name: string, value: string][];

/** What the provider wants on every call: how the token is shown, and headers of its own. */
export interface ApiHeaders {
  auth: ApiAuthorization;
  headers: Readonly<Record<string, string>>;
}

/** Splits a caller's headers into those that may go to the provider and the names of those that may not (P-03). */
export function selectHeaders(sent: HeaderList, api: ApiHeaders): { kept: HeaderList; dropped: string[] } {
  const own = "header" in api.auth ? plainName(api.auth.header) : null;
  const nominated = nominatedFields(sent);
  const kept: HeaderList = [];
  const dropped: string[] = [];
  for (const header of sent) {
    const [name, value] = header;
    const field = name.toLowerCase();
    const isKept =
      isForwardable(field) && plainName(field) !== own && !nominated.includes(field) && !holdsOurKey(value);
    if (isKept) kept.push(header);
    else dropped.push(field);
  }
  return { kept, dropped };
}

/** What goes with a call beside the caller's headers. */
export interface Signature {
  api: ApiHeaders;
  accessToken: Secret<string>;
  hasBody: boolean;
  /** Of the body, when nobody names another. */
  contentType: string | null;
}

/**
 * The headers as they leave: the caller's, then the provider's own and ours where the caller sent none, then the token
 * where that goes into a header.
 */
export function signHeaders(
  kept: HeaderList,
  { api, accessToken, hasBody, contentType }: Signature,
): HeaderList {
  const signed = [...kept];
  const names = kept.map(([name]) => name.toLowerCase());
  const encodingAt = names.indexOf("accept-encoding");
  const accepted = signed[encodingAt];
  if (accepted) signed[encodingAt] = [accepted[0], narrowEncodings(accepted[1], names.includes("range"))];
  const add = (name: string, value: string) => {
    const field = name.toLowerCase();
    if (names.includes(field) || (field === "content-type" && !hasBody)) return;
    names.push(field);
    signed.push([name, value]);
  };
  for (const name in api.headers) add(name, api.headers[name] ?? "");
  add("User-Agent", userAgent);
  add("Accept", "*/*");
  if (contentType) add("Content-Type", contentType);
  const { auth } = api;
  if ("header" in auth)
    signed.push([auth.header, auth.template.replace("{access_token}", () => sendable(accessToken))]);
  return signed;
}

/** The token as a text that any place of a request carries. */
export function sendable(accessToken: Secret<string>): string {
  const token = accessToken.reveal();
  // D-21: anything else in a token would fail further down, in an error that quotes it.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new AppError("provider-misbehaved", "the access token holds characters that no request carries", {
      detail: "The provider issued a token that cannot be sent. Reconnect the account.",
    });
  }
  return token;
}

// RFC 9110 §7.6.1. Nearly every caller sends just `keep-alive`, which is dropped by its own name.
function nominatedFields(sent: HeaderList): string[] {
  const nominated: string[] = [];
  for (const [name, value] of sent) {
    if (name.length !== 10 || name.toLowerCase() !== "connection" || value === "keep-alive") continue;
    nominated.push(...value.split(",").map((field) => field.trim().toLowerCase()));
  }
  return nominated;
}

// A key of ours has no business at a provider, whatever header a caller put it in.
function holdsOurKey(value: string): boolean {
  return /mrg_[0-9A-Za-z]{20}/.test(value);
}

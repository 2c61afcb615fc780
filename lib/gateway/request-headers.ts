import { AppError } from "#lib/core/errors.ts";
import type { ApiAuthorization } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { userAgent } from "#lib/oauth/user-agent.ts";
import { isForwardable } from "./field-names.ts";

export type HeaderList = [name: string, value: string][];

/** What the provider wants on every call: how the token is shown, and headers of its own. */
export interface ApiHeaders {
  auth: ApiAuthorization;
  headers: Readonly<Record<string, string>>;
}

/** Splits a caller's headers into those that may go to the provider and the names of those that may not (P-03). */
export function selectHeaders(
  sent: Iterable<readonly [string, string]>,
  api: ApiHeaders,
): { kept: HeaderList; dropped: string[] } {
  const all = [...sent];
  const nominated = all
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => fieldNames(value));
  const own = "header" in api.auth ? api.auth.header.toLowerCase() : null;
  const kept: HeaderList = [];
  const dropped: string[] = [];
  for (const [name, value] of all) {
    const field = name.toLowerCase();
    const isKept = isForwardable(field) && field !== own && !nominated.includes(field) && !holdsOurKey(value);
    if (isKept) kept.push([name, value]);
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
  const names = new Set(kept.map(([name]) => name.toLowerCase()));
  const defaults: HeaderList = [...Object.entries(api.headers), ["User-Agent", userAgent], ["Accept", "*/*"]];
  if (contentType) defaults.push(["Content-Type", contentType]);
  const added = defaults.filter(([name]) => {
    const field = name.toLowerCase();
    const isWanted = !names.has(field) && (hasBody || field !== "content-type");
    names.add(field);
    return isWanted;
  });
  const { auth } = api;
  const shown: HeaderList =
    "header" in auth
      ? [[auth.header, auth.template.replace("{access_token}", () => sendable(accessToken))]]
      : [];
  return [...kept, ...added, ...shown];
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

function fieldNames(value: string): string[] {
  return value.split(",").map((name) => name.trim().toLowerCase());
}

// A key of ours has no business at a provider, whatever header a caller put it in.
function holdsOurKey(value: string): boolean {
  return /mrg_[0-9A-Za-z]{20}/.test(value);
}

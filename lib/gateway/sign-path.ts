import type { ApiAuthorization } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import { sendable } from "./request-headers.ts";

/**
 * The path and query as they leave: with the key as the last parameter where the provider takes it there (P-13). A
 * caller's parameter of that name, however it is encoded or capitalized, is left out: it could stand in for the key.
 */
export function signPath(path: string, auth: ApiAuthorization, accessToken: Secret<string>): string {
  if (!("query" in auth)) return path;
  const [place = "", ...rest] = path.split("?");
  const asked = rest.join("?").split("&");
  const kept = asked.filter((parameter) => parameter !== "" && !isNamed(parameter, auth.query));
  const key = `${encodeURIComponent(auth.query)}=${encodeURIComponent(sendable(accessToken))}`;
  return `${place}?${[...kept, key].join("&")}`;
}

function isNamed(parameter: string, name: string): boolean {
  const [first] = new URLSearchParams(parameter).keys();
  return first?.toLowerCase() === name.toLowerCase();
}

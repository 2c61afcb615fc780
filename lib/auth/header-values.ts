import type { IncomingHttpHeaders } from "node:http";

/** The headers of a Web request or of a plain Node request. */
export type AnyHeaders = Headers | IncomingHttpHeaders;

/** One header's value by its lower-case name, `null` without it. */
export function readHeader(headers: AnyHeaders, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

/** One cookie's value, `null` without it. A name that is sent twice is nobody's (it may have been planted), so it counts as missing. */
export function readCookie(headers: AnyHeaders, name: string): string | null {
  const found = findCookies(headers, name);
  return found.length === 1 ? (found[0]?.slice(name.length + 1) ?? null) : null;
}

/** How often a cookie of that name is sent. */
export function countCookies(headers: AnyHeaders, name: string): number {
  return findCookies(headers, name).length;
}

function findCookies(headers: AnyHeaders, name: string): string[] {
  return (readHeader(headers, "cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
}

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1), `null` for another scheme or none. */
export function readBearer(headers: AnyHeaders): string | null {
  const match = /^bearer +([^\s,]+)\s*$/i.exec(readHeader(headers, "authorization") ?? "");
  return match?.[1] ?? null;
}

import { AppError } from "#lib/core/errors.ts";

export type HeaderList = [name: string, value: string][];

const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;
const unsendableValue = /[^\t\x20-\x7e\x80-\xff]/;
const KNOWN_NAMES = 1_000;
const knownNames = new Set<string>();

/**
 * Refuses header names and values that no message may carry. HTTP clients would refuse them too, but with an error
 * that quotes the whole value, and the value may be a token (D-21). `Host` always comes from the URL.
 */
export function checkHeaders(headers: Iterable<readonly [string, string]>): HeaderList {
  const checked: HeaderList = [];
  for (const [name, value] of headers) {
    checkHeader(name, value);
    checked.push([name, value]);
  }
  return checked;
}

/** The same as names and values by turns, which is how they go on the wire. */
export function flatHeaders(headers: Iterable<readonly [string, string]>): string[] {
  const flat: string[] = [];
  for (const [name, value] of headers) {
    checkHeader(name, value);
    flat.push(name, value);
  }
  return flat;
}

function checkHeader(name: string, value: string): void {
  if (!knownNames.has(name)) checkName(name);
  if (unsendableValue.test(value)) throw unsendable(`header ${name} holds a character that cannot be sent`);
}

function checkName(name: string): void {
  if (!namePattern.test(name)) throw unsendable("a header name is not a token");
  if (name.toLowerCase() === "host") throw unsendable("the Host header comes from the URL");
  if (knownNames.size >= KNOWN_NAMES) knownNames.clear();
  knownNames.add(name);
}

/** The entries of whatever `fetch` takes as headers, unparsed: the `Headers` class quotes what it refuses. */
export function headerEntries(headers: RequestInit["headers"]): Iterable<readonly [string, string]> {
  if (!headers) return [];
  if (Array.isArray(headers)) return headers.map(([name = "", value = ""]) => [name, value] as const);
  return Symbol.iterator in headers ? (headers as Headers) : Object.entries(headers);
}

function unsendable(message: string): AppError {
  return new AppError("internal", message);
}

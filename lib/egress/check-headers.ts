import { AppError } from "#lib/core/errors.ts";

export type HeaderList = [name: string, value: string][];

/**
 * Refuses header names and values that no message may carry. HTTP clients would refuse them too, but with an error
 * that quotes the whole value, and the value may be a token (D-21). `Host` always comes from the URL.
 */
export function checkHeaders(headers: Iterable<readonly [string, string]>): HeaderList {
  const checked: HeaderList = [];
  for (const [name, value] of headers) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/.test(name)) throw unsendable("a header name is not a token");
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw unsendable(`header ${name} holds a character that cannot be sent`);
    if (name.toLowerCase() === "host") throw unsendable("the Host header comes from the URL");
    checked.push([name, value]);
  }
  return checked;
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

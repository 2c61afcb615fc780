import ipaddr from "ipaddr.js";
import { z } from "zod";
import { Secret } from "#lib/core/secret.ts";

// An empty setting is one that was not made: `PORT=` in an env file.
const unset = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);

/** A setting as text, trimmed; `parse` gives its value, or `undefined` when it is wrong. `rule` ends "NAME must be …". */
export function setting<T>(rule: string, parse: (text: string) => T | undefined) {
  const parsed = z.string().transform((text, context) => {
    const value = parse(text.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `must be ${rule}` });
    return z.NEVER;
  });
  return {
    withDefault: (value: T) => z.preprocess(unset, parsed.optional()).transform((given) => given ?? value),
    optional: () => z.preprocess(unset, parsed.optional()).transform((given) => given ?? null),
  };
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  return setting(`a whole number from ${min} to ${max}`, (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return setting<T[number]>(`one of ${words.join(", ")}`, (text) => words.find((word) => word === text));
}

/** `all`, `none`, or the share between, e.g. `0.1`; gives 0 to 1. */
export function shareOf() {
  return setting("all, none, or a share such as 0.1", (text) => {
    if (text === "all" || text === "none") return Number(text === "all");
    return /^(0(\.\d{1,6})?|1(\.0{1,6})?|\.\d{1,6})$/.test(text) ? Number(text) : undefined;
  });
}

/** Some of a few words, comma-separated, at least one. */
export function someOf<const T extends readonly string[]>(words: T) {
  return setting<readonly T[number][]>(`a comma-separated list of ${words.join(", ")}`, (text) => {
    const given = split(text);
    const known = words.filter((word) => given.includes(word));
    return given.length > 0 && given.every((word) => words.includes(word)) ? known : undefined;
  });
}

/** `https://host[:port]`, or plain http on this machine; gives it without the trailing slash. */
export function publicOrigin() {
  return setting("https://your.host without a path (http only for localhost)", (text) => {
    const url = URL.parse(text);
    const isBare = url && url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
    if (!isBare || !text.startsWith(url.origin)) return undefined;
    return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname))
      ? url.origin
      : undefined;
  });
}

/** Address ranges, comma-separated: `10.0.0.0/8, fd00::/8`. */
export function addressRanges() {
  return setting("a comma-separated list of address ranges such as 10.0.0.0/8", (text) => {
    const ranges = split(text);
    return ranges.every((range) => ipaddr.isValidCIDR(range)) ? ranges : undefined;
  });
}

/** A PostgreSQL URL that names a database. Secret, because it mostly holds a password. */
export function databaseUrl() {
  return setting("postgresql://user:password@host:port/database", (text) => {
    const url = URL.parse(text);
    const isPostgres = url?.protocol === "postgresql:" || url?.protocol === "postgres:";
    return isPostgres && url.pathname.length > 1 ? new Secret(text) : undefined;
  });
}

/** 32 random bytes in base64url, one or several. */
export function keys() {
  return setting("32 random bytes in base64url each, comma-separated, no two the same", (text) => {
    const all = split(text).map(decodeKey);
    const isDistinct = new Set(split(text)).size === all.length;
    return all.length > 0 && isDistinct && all.every((key) => key !== null) ? all : undefined;
  });
}

/** One key of 32 bytes from its base64url (or base64) text; `null` for anything else, and for 32 equal bytes. */
export function decodeKey(text: string): Secret<Uint8Array> | null {
  if (!/^[A-Za-z0-9_+/-]{43}=?$/.test(text)) return null;
  const bytes = new Uint8Array(Buffer.from(text, "base64url"));
  return bytes.length === 32 && new Set(bytes).size > 8 ? new Secret(bytes) : null;
}

/** `smtp://` or `smtps://` with a host. Secret, because it mostly holds a password. */
export function mailServer() {
  return setting("smtp://user:password@host:587, or smtps:// for TLS from the start", (text) => {
    const url = URL.parse(text);
    const isSmtp = (url?.protocol === "smtp:" || url?.protocol === "smtps:") && url.hostname !== "";
    return isSmtp && ["", "/"].includes(url.pathname) && !url.search ? new Secret(text) : undefined;
  });
}

/** An address that mail comes from, alone or with a name: `Mooring <mooring@example.com>`. */
export function mailAddress() {
  return setting("an address such as Mooring <mooring@example.com>", (text) =>
    /^([^<>"\r\n]{1,80} <[^\s<>@]{1,64}@[^\s<>@]{1,190}>|[^\s<>@]{1,64}@[^\s<>@]{1,190})$/.test(text)
      ? text
      : undefined,
  );
}

/** 16 or more characters of a bearer token (RFC 6750 §2.1). */
export function metricsToken() {
  return setting("a token of 16 to 200 letters, digits and - . _ ~ + /", (text) =>
    /^[A-Za-z0-9._~+/-]{16,200}=*$/.test(text) ? new Secret(text) : undefined,
  );
}

/** Whether a host of a URL is this machine. */
export function isLoopbackHost(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}

function split(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

import { AppError, invalidInput } from "#lib/core/errors.ts";
import { encodePath, encodeQuery, isPlainPath, refusePath } from "./encode-path.ts";

/** Where a connection's token may go: the API's base and further origins that the provider's data names. */
export interface UpstreamPlace {
  apiBaseUri: string;
  origins: readonly string[];
}

export interface UpstreamUrl {
  /** Always one of the allowed origins, never a text of the caller's. */
  origin: string;
  /** Path and query as they go on the wire. */
  path: string;
}

const MAX_LENGTH = 8_192;

/**
 * The address that a caller's `url` means: relative to the API's base, or absolute at exactly an allowed origin (P-01).
 * Origins are compared as text, before any URL parser could find another meaning in it.
 * Throws egress-blocked for another origin and invalid-input for what is no clean URL, both at `/url`.
 */
export function resolveUpstreamUrl(reference: string, place: UpstreamPlace): UpstreamUrl {
  const { beforeQuery, query } = split(reference, "/url");
  const scheme = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(beforeQuery);
  if (!scheme) {
    if (beforeQuery.startsWith("//"))
      throw invalidInput("/url", "Write an absolute address with its scheme.");
    return join(place, { path: beforeQuery, query, pointer: "/url" });
  }
  const [, authority, path = ""] = /^\/\/([^/\\]+)(.*)$/s.exec(scheme[2] ?? "") ?? [];
  if (!authority)
    throw invalidInput("/url", "Start a relative address with `/`, an absolute one with `https://`.");
  const origin = findOrigin(`${scheme[1]}://${authority}`.toLowerCase(), place);
  return build({ origin, basePath: "", path: path || "/", query, pointer: "/url" });
}

/** The address of the path form: always below the API's base. Throws invalid-input at `/path`. */
export function resolveUpstreamPath(path: string, query: string, place: UpstreamPlace): UpstreamUrl {
  // Most are: nothing to refuse in it, and nothing to encode.
  if (query === "" && path.length <= MAX_LENGTH && isPlainPath(path)) {
    const { origin, basePath } = baseOf(place);
    return { origin, path: basePath + path };
  }
  // The request line is bytes, not text: only its ASCII means the same to everybody.
  if (/[^\x20-\x7e]/.test(path + query)) throw invalidInput("/path", "Percent-encode the address as UTF-8.");
  const { beforeQuery } = split(path + query, "/path");
  return join(place, { path: beforeQuery, query, pointer: "/path" });
}

function split(reference: string, pointer: string): { beforeQuery: string; query: string } {
  if (reference.length > MAX_LENGTH)
    throw invalidInput(pointer, `An address has at most ${MAX_LENGTH} characters.`);
  if (/[\p{Cc}\p{Cs}]/u.test(reference)) {
    throw invalidInput(pointer, "An address holds no control characters.");
  }
  if (reference.includes("#"))
    throw invalidInput(pointer, "A fragment is never sent; write a literal # as %23.");
  const start = reference.indexOf("?");
  if (start < 0) return { beforeQuery: reference, query: "" };
  return { beforeQuery: reference.slice(0, start), query: reference.slice(start) };
}

function findOrigin(asked: string, { apiBaseUri, origins }: UpstreamPlace): string {
  const allowed = [apiBaseUri, ...origins].map((uri) => new URL(uri));
  const found = allowed.find(
    ({ origin, protocol, port }) => asked === origin || asked === withDefaultPort(origin, protocol, port),
  );
  if (found) return found.origin;
  const detail = `This connection's token goes to ${[...new Set(allowed.map(({ origin }) => origin))].join(", ")} and nowhere else.`;
  throw new AppError("egress-blocked", "the origin is not one of the connection's", {
    detail,
    errors: [{ pointer: "/url", detail }],
  });
}

function withDefaultPort(origin: string, protocol: string, port: string): string {
  return port ? origin : `${origin}:${protocol === "https:" ? 443 : 80}`;
}

function join(
  place: UpstreamPlace,
  { path, query, pointer }: { path: string; query: string; pointer: string },
): UpstreamUrl {
  const below = path === "" || path.startsWith("/") ? path : `/${path}`;
  return build({ ...baseOf(place), path: below, query, pointer });
}

interface Base {
  origin: string;
  /** Without a slash at its end. */
  basePath: string;
}

const bases = new WeakMap<UpstreamPlace, Base>();

// A place goes with many calls; its base is taken apart once.
function baseOf(place: UpstreamPlace): Base {
  let base = bases.get(place);
  if (!base) {
    const { origin, pathname } = new URL(place.apiBaseUri);
    base = { origin, basePath: pathname.replace(/\/$/, "") };
    bases.set(place, base);
  }
  return base;
}

interface Parts extends Base {
  path: string;
  query: string;
  pointer: string;
}

function build({ origin, basePath, path, query, pointer }: Parts): UpstreamUrl {
  const refusal = refusePath(path);
  if (refusal) throw invalidInput(pointer, refusal);
  const full = basePath + encodePath(path) || "/";
  const url = new URL(origin + full);
  if (url.origin !== origin || url.pathname !== full)
    throw invalidInput(pointer, "This address has more than one reading.");
  return { origin, path: full + encodeQuery(query) };
}

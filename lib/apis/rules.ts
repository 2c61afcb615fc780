import { AppError, invalidInput } from "#lib/core/errors.ts";
import { toSlug } from "#lib/core/ids.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import type { Endpoints } from "./offering-data.ts";

const addresses = ["baseUrl", "authorizeUrl", "tokenUrl", "refreshUrl"] as const;

/** What each way to connect cannot do without. */
const needed: Record<Endpoints["kind"], readonly (keyof Endpoints)[]> = {
  oauth2: ["authorizeUrl", "tokenUrl"],
  client_credentials: ["tokenUrl"],
  api_key: ["keyPlace", "accountPath"],
  basic: ["accountPath"],
};

/**
 * What the addresses of an API must be beyond their form: there, where the way to connect needs them; https, and plain
 * http only at the practice provider's own origin; a base URL without a query; an account path together with the place
 * of the id. 422 at the field.
 */
export function checkEndpoints(settings: { sandboxOrigin: string | null }, endpoints: Endpoints): void {
  const missing = needed[endpoints.kind].find((field) => endpoints[field] === null);
  if (missing) throw invalidInput(`/${missing}`, missingWords[missing] ?? "This field is required.");
  for (const field of addresses) {
    const url = endpoints[field] === null ? null : new URL(endpoints[field]);
    if (url === null || url.protocol === "https:" || url.origin === settings.sandboxOrigin) continue;
    throw invalidInput(`/${field}`, "Only https addresses are used. Enter it with https://.");
  }
  if (endpoints.baseUrl.includes("?"))
    throw invalidInput("/baseUrl", "Leave the query out: paths are appended to a base URL.");
  const { kind, accountPath, accountIdPath } = endpoints;
  if (accountPath !== null && accountIdPath === null && issuesTokens(kind))
    throw invalidInput("/accountIdPath", "Enter where the answer holds the account's id, such as id.");
  if (accountPath === null && accountIdPath !== null)
    throw invalidInput("/accountPath", "Enter the path whose answer holds the account's id.");
}

const missingWords: Partial<Record<keyof Endpoints, string>> = {
  authorizeUrl: "Enter the address.",
  tokenUrl: "Enter the address.",
  keyPlace: "Say where the key travels.",
  accountPath: "Enter a path that answers a GET: a key or password is proven by it.",
};

/** The endpoints in the form in which they are kept: a base URL does not end with a slash. */
export function tidy(endpoints: Endpoints): Endpoints {
  return { ...endpoints, baseUrl: endpoints.baseUrl.replace(/\/+$/, "") };
}

/** What an API's slug is made from, short enough for a number behind it. */
export function slugBase(name: string): string {
  return (toSlug(name) || "api").slice(0, 50).replace(/-$/, "");
}

/** Addresses of our own below `/apis` and `/api/apis`, which no slug may take. */
const reserved: readonly string[] = ["create", "preview"];

/** A free slug for a name. */
export function chooseSlug(name: string, taken: ReadonlySet<string>): string {
  const base = slugBase(name);
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(slug) && !reserved.includes(slug)) return slug;
  }
}

/** 409 at the document's field: the address gives another document than the one that was shown. */
export function checkHash(expected: string | undefined, hash: string): void {
  if (expected === undefined || expected === hash) return;
  const detail = "The document has changed since it was read. Read it again.";
  throw new AppError("conflict", "the document's hash moved", {
    detail,
    errors: [{ pointer: "/document", detail }],
  });
}

/** For the audit trail, which forgets nothing: an address without its query, where a link's own secret may stand (K-03). */
export function withoutQuery(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  return url && url.origin + url.pathname;
}

import { AppError, isAppError } from "#lib/core/errors.ts";
import { isRecord } from "#lib/core/json-path.ts";
import { readBytes } from "#lib/core/read-bytes.ts";
import { discoveryFailed, notUsable } from "./discovery-errors.ts";
import { type DiscoveredServer, readServerMetadata } from "./discovery-metadata.ts";
import { parseAddress } from "./provider-url.ts";
import { repeatsKey } from "./repeated-keys.ts";
import type { ProtocolFetch } from "./token-request.ts";
import { userAgent } from "./user-agent.ts";

const MAX_DOCUMENT_BYTES = 256 * 1024;
const TIMEOUT_MS = 15_000;
const wellKnown = /\/\.well-known\/(?:oauth-authorization-server|openid-configuration)/;

export interface DiscoveryInput {
  /** An issuer, or the address of its metadata. */
  url: string;
  /** The one origin that may be plain http: the practice provider's. */
  insecureOrigin: string | null;
  fetch: ProtocolFetch;
}

/** The document that an address leads to, and the issuers that it may speak for. */
interface Candidate {
  url: string;
  issuers: string[];
}

/**
 * Reads an authorization server's metadata (RFC 8414 §3, OpenID Connect Discovery 1.0 §4) and judges all of it that can
 * be judged. Throws `invalid-input` at `/url` for an address that cannot be asked, `egress-blocked` from the guard,
 * `provider-unreachable` for no answer, `provider-misbehaved` for a document that is not to be used (P-20).
 */
export async function discoverServer({
  url: text,
  insecureOrigin,
  fetch,
}: DiscoveryInput): Promise<DiscoveredServer> {
  const typed = parseAddress(text.trim(), insecureOrigin);
  if (!typed || typed.search) {
    throw notUsable("Enter an https address without user, password, query or fragment.");
  }
  const refusals: string[] = [];
  for (const { url, issuers } of candidatesFor(text.trim(), typed)) {
    const answer = await readDocument(new URL(url), fetch);
    if (typeof answer === "string") refusals.push(`${url}: ${answer}`);
    else return readServerMetadata(answer, { url, issuers, insecureOrigin });
  }
  throw discoveryFailed(`No metadata was found. ${refusals.join("; ")}.`);
}

/** Where the metadata can be: at the address itself, or at both places that an issuer's may have. */
function candidatesFor(text: string, url: URL): Candidate[] {
  const { origin, pathname } = url;
  if (wellKnown.test(pathname)) {
    const issuer = origin + pathname.replace(wellKnown, "").replace(/\/$/, "");
    return [{ url: url.href, issuers: [issuer, `${issuer}/`] }];
  }
  // RFC 8414 §3.1: a terminating slash goes before the path is taken; §3.3: the issuer must be what was asked for.
  const path = pathname.replace(/\/$/, "");
  const issuers = path === "" ? [origin, `${origin}/`] : [text];
  return [
    { url: `${origin}/.well-known/oauth-authorization-server${path}`, issuers },
    { url: `${origin}${path}/.well-known/openid-configuration`, issuers },
  ];
}

/** The JSON object at an address, or in words why there is none. A redirect is an answer like any other. */
async function readDocument(url: URL, fetch: ProtocolFetch): Promise<Record<string, unknown> | string> {
  const response = await ask(url, fetch);
  if (response.status !== 200) {
    await response.body?.cancel();
    const isRedirect = response.status >= 300 && response.status < 400;
    return isRedirect
      ? `a redirect (${response.status}), which is not followed`
      : `status ${response.status}`;
  }
  const bytes = await readBytes(response.body, MAX_DOCUMENT_BYTES).catch(() => {
    throw unreachable(url);
  });
  if (!bytes) throw discoveryFailed(`The document at ${url.host} is larger than 256 KB, so it is not read.`);
  return parseDocument(new TextDecoder().decode(bytes));
}

async function ask(url: URL, fetch: ProtocolFetch): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { accept: "application/json", "user-agent": userAgent },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw isAppError(error) ? error : unreachable(url);
  }
}

function parseDocument(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return "no JSON object";
    // Which of two issuers counts is anybody's guess, so neither does.
    return repeatsKey(text) ? "a JSON object that names a member twice" : value;
  } catch {
    return "no JSON";
  }
}

function unreachable(url: URL): AppError {
  const detail = `${url.host} did not answer.`;
  return new AppError("provider-unreachable", detail, { detail, errors: [{ pointer: "/url", detail }] });
}

import { forbidden } from "#lib/core/errors.ts";
import { isJson } from "./read-json.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

interface Caller {
  /** Whether a cookie, which a browser adds by itself, says who calls. */
  byCookie: boolean;
  origin: string;
}

/**
 * Refuses a change that another site's page asks for (S-01): the Origin must be exactly ours (`null` is hostile); without
 * one, the browser must say `Sec-Fetch-Site: same-origin`. A POST by cookie must be JSON, which no plain form can send.
 * Calls with an API key are not looked at: nothing but the key speaks for them. Throws 403.
 */
export function assertSameOrigin(request: Request, { byCookie, origin }: Caller): void {
  if (safeMethods.has(request.method)) return;
  if (!isSameOrigin(request.headers, origin, byCookie))
    throw forbidden("This request did not come from a page of this address.");
  if (byCookie && request.method === "POST" && !isJson(request)) {
    throw forbidden("Requests by session cookie must be sent as JSON.");
  }
}

/**
 * Refuses a read by cookie that another site's page, link or frame asks for, where the read itself leaves a trace (U-04).
 * An address that somebody typed is their own doing. Throws 403.
 */
export function assertNotForeign({ headers }: Pick<Request, "headers">, origin: string): void {
  const site = headers.get("sec-fetch-site");
  const senders = [headers.get("origin"), originOf(headers.get("referer"))].filter((it) => it !== null);
  const isOurs =
    site === null ? senders.every((sender) => sender === origin) : site === "same-origin" || site === "none";
  if (!isOurs) throw forbidden("Ask for this from a page of this address.");
}

function originOf(url: string | null): string | null {
  return url === null ? null : (URL.parse(url)?.origin ?? "null");
}

/** Whether the headers prove that a page of ours sent the request. Without any proof: only when none is `needed`. */
export function isSameOrigin(headers: Headers, origin: string, isProofNeeded: boolean): boolean {
  const sent = headers.get("origin");
  if (sent !== null) return sent === origin;
  const site = headers.get("sec-fetch-site");
  return site === null ? !isProofNeeded : site === "same-origin";
}

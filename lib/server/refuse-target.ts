import type { IncomingMessage } from "node:http";
import { AppError } from "#lib/core/errors.ts";

/**
 * What is wrong with a request's line before anybody reads further, `null` for nothing. A path that does not decode names
 * nothing here (V-01), nor does the framework's second spelling of a page (P-07); a page is looked at, never written to: no
 * server action has a way in (S-13).
 */
export function refuseTarget(
  { method, url = "" }: Pick<IncomingMessage, "method" | "url">,
  { isDev }: { isDev: boolean },
): AppError | null {
  const path = url.split("?", 1)[0] ?? "";
  if (!path.startsWith("/") || !isDecodable(path) || isPayload(path))
    return new AppError("not-found", "a request target that is no path");
  const isPage = !path.startsWith("/api/") && !isDev;
  if (!isPage || method === "GET" || method === "HEAD") return null;
  return new AppError("method-not-allowed", `method ${method} for a page`, {
    headers: { allow: "GET, HEAD" },
  });
}

// `/page.rsc` is `/page` with the header `rsc`, which our own pages send: it would answer 200 where the page redirects.
function isPayload(path: string): boolean {
  return /\.rsc$/i.test(decodeURIComponent(path));
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

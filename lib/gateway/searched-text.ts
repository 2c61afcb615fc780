import type { UpstreamAnswer } from "./upstream.ts";

type Headers = UpstreamAnswer["headers"];

/** How much of a text body is searched for an echoed token; documented as the limit of what is hidden (P-11). */
export const SEARCHED_BYTES = 1024 * 1024;

const textType =
  /^\s*(text\/|application\/([\w.+-]+\+)?(json|xml|yaml|x-yaml|x-ndjson|jsonl|javascript|x-www-form-urlencoded)\b)/i;
const packings = new Set(["gzip", "x-gzip", "deflate", "br", "zstd"]);

/** Whether a body is text by its type; one of no type may be. */
export function isText(headers: Headers): boolean {
  const type = [headers["content-type"] ?? ""].flat()[0] ?? "";
  return type === "" || textType.test(type);
}

/** How a body is packed; `null` for one that is not, or in a way that nobody was asked for, as which bare texts are known to come. */
export function packingOf(headers: Headers): string | null {
  const coding = headers["content-encoding"];
  if (coding === undefined) return null;
  const name = [coding].flat().join(",").trim().toLowerCase();
  return packings.has(name) ? name : null;
}

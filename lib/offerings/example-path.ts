import type { OfferingData } from "./schema.ts";

/**
 * A path below the API's base that answers for every connected account, to try a first call with: the provider's own
 * who-am-I address. `/` where it has none, or none below the base.
 */
export function toExamplePath(offering: OfferingData | null): string {
  const url = offering?.account.method === "GET" ? offering.account.url : null;
  const base = offering?.api.baseUrl.replace(/\/+$/, "");
  if (!url || !base || !url.startsWith(`${base}/`)) return "/";
  const path = url.slice(base.length);
  return path.includes("{") ? "/" : path;
}

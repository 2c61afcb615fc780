import { isIP } from "node:net";
import type { AddressPolicy } from "./address-policy.ts";
import { egressBlocked } from "./egress-errors.ts";

/**
 * Parses an outbound URL and refuses what can be refused before any look-up: other protocols than https (http only
 * where an operator opened ranges), credentials, and literal addresses that the policy denies. Throws egress-blocked.
 */
export function checkUrl(policy: AddressPolicy, input: string | URL): URL {
  if (!URL.canParse(String(input))) throw egressBlocked("this address", "it is not a URL");
  const url = new URL(input);
  const isHttp = url.protocol === "http:";
  if (url.protocol !== "https:" && !(isHttp && policy.hasOperatorRanges)) {
    throw egressBlocked(url.hostname || "this address", "only https is called");
  }
  if (url.username || url.password) throw egressBlocked(url.hostname, "credentials do not belong in a URL");
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && !policy.isAllowed(literal, url.protocol)) {
    throw egressBlocked(
      url.hostname,
      isHttp ? "plain http is not allowed there" : "it is not a public address",
    );
  }
  return url;
}

import { type AnyHeaders, readHeader } from "./header-values.ts";

/** Set by our own server on every request it hands on, whatever the caller sent under these names. */
export const requestIdHeader = "x-mooring-request-id";
export const clientAddressHeader = "x-mooring-client-address";
export const requestPathHeader = "x-mooring-request-path";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The request's id: the one our server gave it, else a new one. Always a UUID, since problems say `urn:uuid:` (RFC 9562). */
export function readRequestId(headers: AnyHeaders): string {
  const given = readHeader(headers, requestIdHeader);
  return given && uuid.test(given) ? given : crypto.randomUUID();
}

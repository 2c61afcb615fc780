import type { EgressFetch } from "#lib/context/context.ts";

/** The same `fetch`, trusting an integration's own authorities (PEM) beside the public ones; itself where there are none. */
export function trustingFetch(fetch: EgressFetch, caCertificates: string): EgressFetch {
  return caCertificates === "" ? fetch : (input, init) => fetch(input, { ...init, caCertificates });
}

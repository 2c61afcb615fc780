import { MAX_DOCUMENT_BODY_BYTES } from "#lib/apis/contract.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/** The largest body that an address takes, in bytes: 1 MB, and more where a document comes. */
export function bodyLimit(path: string): number {
  return /^\/api\/apis(\/preview|\/[^/]+\/import)?$/.test(path) ? MAX_DOCUMENT_BODY_BYTES : MAX_BODY_BYTES;
}

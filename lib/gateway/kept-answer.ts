import type { UpstreamAnswer } from "./upstream.ts";

/** The largest answer that is kept for a repetition. */
const KEPT_BYTES = 1024 * 1024;

type Headers = UpstreamAnswer["headers"];

/** Status, headers and body as one piece of bytes, to be sealed. */
export function packAnswer(headers: Headers, body: Uint8Array): Uint8Array {
  const head = Buffer.from(JSON.stringify(headers));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, body]);
}

/** The same, taken apart. */
export function unpackAnswer(packed: Uint8Array): { headers: Headers; body: Buffer } {
  const bytes = Buffer.from(packed);
  const end = 4 + bytes.readUInt32BE(0);
  return { headers: JSON.parse(bytes.toString("utf8", 4, end)) as Headers, body: bytes.subarray(end) };
}

/** Collects a body as it passes. */
export interface BodyCopy {
  add(chunk: Buffer): void;
  /** All of it, `null` when it was too large. */
  bytes(): Buffer | null;
}

/** A copy of a body as it passes; it gives up where there is more than is kept. */
export function createBodyCopy(): BodyCopy {
  let chunks: Buffer[] | null = [];
  let size = 0;
  return {
    add: (chunk) => {
      size += chunk.length;
      if (size > KEPT_BYTES) chunks = null;
      chunks?.push(chunk);
    },
    bytes: () => chunks && Buffer.concat(chunks),
  };
}

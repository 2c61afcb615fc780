import type { Readable } from "node:stream";
import { invalidInput } from "#lib/core/errors.ts";
import { bodyTooLarge, limitBytes } from "./limit-bytes.ts";
import type { ForwardBody } from "./upstream.ts";

const REPLAYABLE_BYTES = 1024 * 1024;

/** A caller's body, not yet read. `length` is what `Content-Length` says, `null` when it comes in chunks. */
export interface SentBody {
  stream: Readable;
  length: number | null;
}

/** All bytes of a body. Throws payload-too-large by what is declared, and by what comes. */
export async function readBytes({ stream, length }: SentBody, maxBytes: number): Promise<Uint8Array> {
  if (length !== null && length > maxBytes) throw bodyTooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) throw bodyTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/**
 * The body of the path form: a short one is kept, so that it can be sent again after a refresh; a long one, or one of
 * unknown length, streams. Throws payload-too-large, and invalid-input for a GET or HEAD with a body.
 */
export async function readForwardBody(
  sent: SentBody,
  { method, maxBytes }: { method: string; maxBytes: number },
): Promise<ForwardBody> {
  if (sent.length === 0) return { bytes: null };
  if (method === "GET" || method === "HEAD") throw invalidInput("", `A ${method} request carries no body.`);
  if (sent.length !== null && sent.length > maxBytes) throw bodyTooLarge(maxBytes);
  if (sent.length !== null && sent.length <= REPLAYABLE_BYTES)
    return { bytes: await readBytes(sent, REPLAYABLE_BYTES) };
  return { stream: limited(sent.stream, maxBytes), length: sent.length };
}

// Not `pipeline`: it would destroy the request, and with it the socket that the 413 goes out on.
function limited(source: Readable, maxBytes: number): Readable {
  const limit = limitBytes(maxBytes);
  source.once("error", (error) => limit.destroy(error));
  limit.once("error", () => source.unpipe(limit));
  return source.pipe(limit);
}

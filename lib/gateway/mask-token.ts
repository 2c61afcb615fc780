import type { Secret } from "#lib/core/secret.ts";
import { isText, packingOf, SEARCHED_BYTES } from "./searched-text.ts";
import { formsOfToken, SHORTEST_TOKEN } from "./token-forms.ts";
import type { BodyFilter, UpstreamAnswer } from "./upstream.ts";

/**
 * Hides the access token where a provider echoes it in a text body (P-11), in each of the forms of `formsOfToken`: every
 * occurrence is written over by asterisks of the same length, so that lengths stay true. `null` for a body that is no text
 * or is still packed, whose bytes nobody touches. A token that lies across two pieces is found too; only what may be its
 * beginning is held back until the next piece.
 */
export function createMask(
  { headers }: Pick<UpstreamAnswer, "headers">,
  token: Secret<string>,
): BodyFilter | null {
  if (token.reveal().length < SHORTEST_TOKEN || !isText(headers) || packingOf(headers) !== null) return null;
  const { bytes: wanted } = formsOfToken(token);
  let held: Buffer = Buffer.alloc(0);
  let seen = 0;
  return {
    change: (chunk, isLast = false) => {
      if (seen > SEARCHED_BYTES && held.length === 0) return chunk;
      seen += chunk.length;
      const all = wanted.reduce(maskWhole, held.length > 0 ? Buffer.concat([held, chunk]) : chunk);
      const isEnd = isLast || seen > SEARCHED_BYTES;
      const keep = isEnd ? 0 : Math.max(...wanted.map((form) => beginning(all, form)));
      held = all.subarray(all.length - keep);
      return keep === 0 ? all : all.subarray(0, all.length - keep);
    },
    rest: () => held,
  };
}

function maskWhole(bytes: Buffer, wanted: Buffer): Buffer {
  let at = bytes.length < wanted.length ? -1 : bytes.indexOf(wanted);
  if (at < 0) return bytes;
  const masked = Buffer.from(bytes);
  for (; at >= 0; at = masked.indexOf(wanted, at + wanted.length)) masked.fill("*", at, at + wanted.length);
  return masked;
}

// How many of the last bytes are the first ones of the token.
function beginning(bytes: Buffer, wanted: Buffer): number {
  for (let length = Math.min(wanted.length - 1, bytes.length); length > 0; length--) {
    if (bytes[bytes.length - length] !== wanted[0]) continue;
    if (bytes.compare(wanted, 0, length, bytes.length - length) === 0) return length;
  }
  return 0;
}

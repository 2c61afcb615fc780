import type { Secret } from "#lib/core/secret.ts";
import type { BodyFilter, UpstreamAnswer } from "./upstream.ts";

// Shorter ones would be found in words that have nothing to do with them.
const SHORTEST = 8;
/** How much of a text body is searched; documented as the limit of what an echo is hidden in. */
const SEARCHED_BYTES = 1024 * 1024;

const textType =
  /^\s*(text\/|application\/([\w.+-]+\+)?(json|xml|x-ndjson|jsonl|javascript|x-www-form-urlencoded)\b)/i;

/**
 * Hides the access token where a provider echoes it in a text body (P-11), also as it stands in an address or in escaped
 * JSON: each occurrence is written over by asterisks of the same length, so that lengths stay true. `null` for a body that is no plain text, whose bytes nobody touches.
 * A token that lies across two pieces is found too; only what may be its beginning is held back until the next piece.
 */
export function createMask(
  { headers }: Pick<UpstreamAnswer, "headers">,
  accessToken: Secret<string>,
): BodyFilter | null {
  const type = [headers["content-type"] ?? ""].flat()[0] ?? "";
  const coding = [headers["content-encoding"] ?? ""].flat()[0] ?? "";
  if (!textType.test(type) || (coding !== "" && coding !== "identity")) return null;
  const wanted = formsOf(accessToken);
  if (wanted.length === 0) return null;
  let held: Buffer = Buffer.alloc(0);
  let seen = 0;
  return {
    change: (chunk) => {
      if (seen > SEARCHED_BYTES && held.length === 0) return chunk;
      seen += chunk.length;
      const all = wanted.reduce(maskWhole, held.length > 0 ? Buffer.concat([held, chunk]) : chunk);
      const keep = seen > SEARCHED_BYTES ? 0 : Math.max(...wanted.map((form) => beginning(all, form)));
      held = all.subarray(all.length - keep);
      return all.subarray(0, all.length - keep);
    },
    rest: () => held,
  };
}

const forms = new WeakMap<Secret<string>, Buffer[]>();

// The same token goes with many calls; they are forgotten with it.
function formsOf(accessToken: Secret<string>): Buffer[] {
  let known = forms.get(accessToken);
  if (!known) {
    known = makeForms(accessToken.reveal());
    forms.set(accessToken, known);
  }
  return known;
}

// An API that takes its key in the query names it in the links to its next page, and PHP escapes slashes (P-13).
function makeForms(token: string): Buffer[] {
  if (token.length < SHORTEST) return [];
  const encoded = encodeURIComponent(token);
  const lower = encoded.replace(/%../g, (code) => code.toLowerCase());
  const all = new Set([token, encoded, lower, token.replaceAll("/", "\\/")]);
  return [...all].map((form) => Buffer.from(form, "latin1"));
}

function maskWhole(bytes: Buffer, wanted: Buffer): Buffer {
  let at = bytes.indexOf(wanted);
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

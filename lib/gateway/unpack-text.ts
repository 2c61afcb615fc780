import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createBrotliDecompress, createUnzip, createZstdDecompress } from "node:zlib";
import { isText, packingOf, SEARCHED_BYTES } from "./searched-text.ts";
import type { BodyFilter, UpstreamAnswer, UpstreamBody } from "./upstream.ts";

// RFC 9659: a window beyond 8 MB is not for HTTP; without this bound one answer could ask for 128 MB.
const ZSTD_WINDOW_LOG = 23;

function createUnpacker(packing: string): Transform {
  if (packing === "br") return createBrotliDecompress();
  if (packing === "zstd")
    return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } });
  return createUnzip();
}

const asked = new Set(["gzip", "br", "zstd", "identity"]);

/** Said by the packed bytes alone, so no longer true of what is in them. */
const ofPackedBytes = new Set([
  "content-encoding",
  "content-length",
  "content-md5",
  "content-digest",
  "repr-digest",
  "digest",
  "accept-ranges",
]);

/**
 * A caller's `Accept-Encoding` without the codings that nobody here could look into. A part of a text (`Range`) is asked for
 * as it is: a part of a packed one could not be unpacked.
 */
export function narrowEncodings(accepted: string, isForPart: boolean): string {
  if (isForPart) return "identity";
  const kept = accepted
    .split(",")
    .filter((item) => asked.has(item.split(";", 1)[0]?.trim().toLowerCase() ?? ""));
  return kept.length > 0 ? kept.join(",").trim() : "identity";
}

/**
 * A packed text as a plain one, so that an echoed token can be found in it (P-11); every other answer as it is. It is
 * unpacked as it streams, in constant memory. One that declares more than is searched stays packed, and so does a part.
 */
export function unpackText(answer: UpstreamAnswer): UpstreamAnswer {
  const { headers, body, status } = answer;
  const packing = headers["content-encoding"] === undefined ? null : packingOf(headers);
  if (packing === null || !isText(headers) || body.bytes?.length === 0) return answer;
  if (status === 206 || Number(headers["content-length"]) > SEARCHED_BYTES) return answer;
  const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !ofPackedBytes.has(name)));
  const { etag } = plain;
  // RFC 9110 §8.8.1: the same meaning, no longer the same bytes.
  if (typeof etag === "string" && etag.startsWith('"')) plain.etag = `W/${etag}`;
  return { ...answer, headers: plain, body: unpackedBody(body, packing) };
}

function unpackedBody(body: UpstreamBody, packing: string): UpstreamBody {
  return {
    bytes: null,
    discard: () => body.discard(),
    pour: async (sink, filter) => {
      const unpacker = createUnpacker(packing);
      const way = filter ? pipeline(unpacker, filterWith(filter), sink) : pipeline(unpacker, sink);
      await Promise.all([body.pour(unpacker), way]);
    },
  };
}

function filterWith(filter: BodyFilter) {
  return async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      const passed = filter.change(piece);
      if (passed.length > 0) yield passed;
    }
    const rest = filter.rest();
    if (rest && rest.length > 0) yield rest;
    await filter.ending?.();
  };
}

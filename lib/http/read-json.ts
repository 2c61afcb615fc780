import { AppError, invalidInput } from "#lib/core/errors.ts";
import { readBytes } from "#lib/core/read-bytes.ts";
import { assertSafeJson } from "./json-safety.ts";

const MAX_BYTES = 1024 * 1024;

/** Whether the request says that its body is JSON. */
export function isJson(request: Request): boolean {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return type === "application/json";
}

/**
 * The request's JSON body; `undefined` when it has none. Throws 413 beyond 1 MB or what the route allows (counted, not
 * believed), and 422 for another media type, bytes that are not UTF-8, text that is not JSON, or values that we could
 * not keep.
 */
export async function readJson(request: Request, maxBytes = MAX_BYTES): Promise<unknown> {
  const bytes = await readBody(request, maxBytes);
  if (bytes.length === 0) return undefined;
  if (!isJson(request))
    throw invalidInput("", "Send the body as JSON, with `Content-Type: application/json`.");
  const value = parse(bytes);
  assertSafeJson(value);
  return value;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalidInput("", "The body is not valid JSON in UTF-8.");
  }
}

/** The bytes of a body. Throws 413 beyond the limit, before it reads them where the request itself says so. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const isTooLong = Number(request.headers.get("content-length") ?? 0) > maxBytes;
  const bytes = isTooLong ? null : await readBytes(request.body, maxBytes);
  if (bytes) return bytes as Uint8Array<ArrayBuffer>;
  const limit = `${Math.floor(maxBytes / MAX_BYTES)} MB`;
  throw new AppError("payload-too-large", `body beyond ${limit}`, {
    detail: `A body may have at most ${limit}.`,
  });
}

import { createHash } from "node:crypto";
import type { Context } from "#lib/context/context.ts";
import { AppError, invalidInput, isAppError } from "#lib/core/errors.ts";
import { readBytes } from "#lib/core/read-bytes.ts";
import type { ApiPreview } from "./contract.ts";
import { type ApiDocument, describeDocument } from "./describe-document.ts";
import { MAX_DOCUMENT_BYTES } from "./document-fields.ts";

/** A document that was read, with where it came from and what it weighs on the scales of SHA-256. */
export interface LoadedDocument extends ApiDocument {
  hash: string;
  url: string | null;
}

interface Source {
  document?: string | undefined;
  documentUrl?: string | undefined;
}

const MAX_REDIRECTS = 3;

/**
 * Reads the document that the input holds or names; `null` when it does neither. An address is fetched through the
 * egress guard, as is each redirect: https only, except at the practice provider. Errors: 422 at `/documentUrl` for an
 * address that may not be called, 502 and 504 there for one that gives no document, 413, and 422 at `/document` with
 * place and reason for what is wrong in it.
 */
export async function loadDocument(ctx: Context, source: Source): Promise<LoadedDocument | null> {
  if (source.documentUrl !== undefined) {
    const { bytes, url } = await fetchDocument(ctx, source.documentUrl);
    return { ...describeDocument(bytes, url), hash: hashOf(bytes), url: source.documentUrl };
  }
  if (source.document === undefined) return null;
  return { ...describeDocument(source.document, null), hash: hashOf(source.document), url: null };
}

/** What was found, as it is shown before anything is stored. */
export function toPreview(loaded: LoadedDocument): ApiPreview {
  const { format, title, description, version, hash, servers, schemes, operations } = loaded;
  return {
    ...{ format, title, description, version, hash, servers, schemes },
    operationCount: operations.length,
    operations: operations
      .slice(0, 100)
      .map(({ key, method, path, summary }) => ({ key, method, path, summary })),
  };
}

async function fetchDocument(ctx: Context, start: string): Promise<{ bytes: Uint8Array; url: string }> {
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    checkAddress(ctx, url);
    const response = await call(ctx, url);
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null)
      return { bytes: await readAnswer(response, url), url };
    await response.body?.cancel();
    url = URL.parse(location, url)?.href ?? "";
  }
  throw refused("provider-rejected", "The address leads on and on. Enter the one where the document is.");
}

function checkAddress(ctx: Context, address: string): void {
  const url = URL.parse(address);
  if (url && !url.username && !url.password)
    if (url.protocol === "https:" || url.origin === ctx.settings.sandboxOrigin) return;
  throw invalidInput("/documentUrl", "Only https addresses without user and password are fetched.");
}

async function call(ctx: Context, url: string): Promise<Response> {
  try {
    return await ctx.fetch(url, {
      headers: { accept: "application/json, application/yaml, text/yaml, */*;q=0.5" },
    });
  } catch (error) {
    if (isAppError(error)) throw refused(error.code, error.detail ?? "The address cannot be called.");
    throw error;
  }
}

async function readAnswer(response: Response, url: string): Promise<Uint8Array> {
  const { host } = new URL(url);
  if (!response.ok) {
    await response.body?.cancel();
    throw refused("provider-rejected", `${host} answered ${response.status} in place of a document.`);
  }
  const bytes = await readBytes(response.body, MAX_DOCUMENT_BYTES).catch(() => {
    throw refused("provider-unreachable", `${host} broke off before the document was there.`);
  });
  if (bytes) return bytes;
  throw refused("payload-too-large", "A document may have at most 5 MB.");
}

function refused(code: AppError["code"], detail: string): AppError {
  return new AppError(code, `documentUrl: ${detail}`, {
    detail,
    errors: [{ pointer: "/documentUrl", detail }],
  });
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

import type { ApiOperation, ApiScheme, ApiServer, documentFormats } from "./document-fields.ts";
import { isMapping, lineOf, own } from "./document-values.ts";
import { type DocumentSource, readDocument } from "./read-document.ts";
import { toOperations } from "./to-operations.ts";
import { toSchemes } from "./to-schemes.ts";
import { toServers } from "./to-servers.ts";

/** All that Mooring takes from a document. */
export interface ApiDocument {
  format: (typeof documentFormats)[number];
  title: string;
  description: string | null;
  /** What the document calls its own version. */
  version: string | null;
  servers: ApiServer[];
  schemes: ApiScheme[];
  operations: ApiOperation[];
}

/**
 * Reads a document and takes from it what a custom API is made of. `documentUrl` is where it came from, for what is
 * relative in it. Errors: 413, and 422 at `/document` with place and reason; nothing is half-read.
 */
export function describeDocument(input: string | Uint8Array, documentUrl: string | null): ApiDocument {
  const source = readDocument(input);
  const servers = toServers(source, documentUrl);
  return {
    format: source.format,
    ...toInfo(source),
    servers,
    schemes: toSchemes(source, documentUrl ?? servers[0]?.url ?? null),
    operations: toOperations(source),
  };
}

function toInfo(source: DocumentSource): Pick<ApiDocument, "title" | "description" | "version"> {
  const info = own(source.root, "info");
  if (!isMapping(info))
    throw source.fault(info === undefined ? "" : "/info", "“info” is missing, a mapping with “title”");
  const title = lineOf(own(info, "title"), 120);
  if (title === null) throw source.fault("/info", "“title” is missing, the name of the API");
  const version = own(info, "version");
  return {
    title,
    description: lineOf(own(info, "summary") ?? own(info, "description"), 500),
    version: lineOf(typeof version === "number" ? String(version) : version, 60),
  };
}

import { CORE_SCHEMA, load, mergeTag } from "js-yaml";
import { AppError } from "#lib/core/errors.ts";
import { findUnfit, MAX_DEPTH } from "./check-tree.ts";
import { documentFault } from "./document-fault.ts";
import { type documentFormats, MAX_DOCUMENT_BYTES } from "./document-fields.ts";
import { isMapping, type Mapping, own, wordOf } from "./document-values.ts";
import { isFault, parseJson } from "./json-fault.ts";
import { locatePointer, placeOf } from "./locate.ts";

/** A document as plain data, fit to be read, and the way to say what is wrong at a place of it. */
export interface DocumentSource {
  format: (typeof documentFormats)[number];
  root: Mapping;
  /** How many values the examples that are made for this document may still have. */
  budget: { exampleValues: number };
  /** 422 with pointer, line and column of the value that is meant. */
  fault(pointer: string, reason: string): AppError;
}

const MAX_ALIASES = 10_000;
const MAX_EXAMPLE_VALUES = 100_000;
const schema = CORE_SCHEMA.withTags(mergeTag);

/**
 * Reads an OpenAPI 3.0, 3.1 or Swagger 2 document, JSON or YAML. Throws 413 beyond 5 MB, and 422 at `/document` with
 * place and reason for bytes that are not UTF-8, broken JSON or YAML, what is not such a document, and what `findUnfit`
 * names. Nothing is fetched, ever.
 */
export function readDocument(input: string | Uint8Array): DocumentSource {
  const text = toText(input);
  const value = parse(text);
  const fault = (pointer: string, reason: string) => {
    const offset = locatePointer(text, pointer, MAX_DEPTH * 2);
    return documentFault(reason, { ...(offset !== null && placeOf(text, offset)), pointer });
  };
  const unfit = findUnfit(value);
  if (unfit) throw fault(unfit.pointer, unfit.reason);
  if (!isMapping(value))
    throw fault("", "this is no OpenAPI document: its outermost value must be a mapping");
  return {
    format: formatOf(value, fault),
    root: value,
    budget: { exampleValues: MAX_EXAMPLE_VALUES },
    fault,
  };
}

function toText(input: string | Uint8Array): string {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new AppError("payload-too-large", `document of ${bytes.length} bytes`, {
      detail: "A document may have at most 5 MB. Leave out what is not needed, such as long examples.",
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw documentFault("The document is not text in UTF-8. Save it in that encoding and try again.");
  }
}

function parse(text: string): unknown {
  if (text.trim() === "") throw documentFault("The document is empty.");
  if (!/^\s*[[{]/.test(text)) return parseYaml(text);
  const parsed = parseJson(text);
  if (isFault(parsed)) throw documentFault(parsed.fault.reason, placeOf(text, parsed.fault.offset));
  return parsed.value;
}

function parseYaml(text: string): unknown {
  try {
    return load(text, { schema, maxDepth: MAX_DEPTH, maxAliases: MAX_ALIASES });
  } catch (error) {
    throw documentFault(reasonOf(error), yamlPlace(error));
  }
}

// Known by its shape: the library throws other errors too, and says that all of them must be caught.
function reasonOf(error: unknown): string {
  const reason = error instanceof Error && "reason" in error ? error.reason : null;
  return typeof reason === "string" && reason !== "" ? reason.slice(0, 300) : "it is not YAML";
}

function yamlPlace(error: unknown): { line?: number; column?: number } {
  const mark = error instanceof Error && "mark" in error ? error.mark : null;
  const [line, column] = [own(mark, "line"), own(mark, "column")];
  return typeof line === "number" && typeof column === "number" ? { line: line + 1, column: column + 1 } : {};
}

function formatOf(root: Mapping, fault: DocumentSource["fault"]): DocumentSource["format"] {
  const [openapi, swagger] = [own(root, "openapi"), own(root, "swagger")];
  if (openapi !== undefined) {
    const version = wordOf(openapi);
    if (/^3\.0(\.\d+)?$/.test(version)) return "openapi-3.0";
    if (/^3\.1(\.\d+)?$/.test(version)) return "openapi-3.1";
    throw fault("/openapi", `OpenAPI ${version.slice(0, 20)} is not read here; 3.0 and 3.1 are`);
  }
  if (swagger === undefined)
    throw fault("", "this is no OpenAPI document: it has neither “openapi” nor “swagger” at its top");
  if (/^2(\.0)?$/.test(wordOf(swagger))) return "swagger-2";
  throw fault("/swagger", `Swagger ${wordOf(swagger).slice(0, 20)} is not read here; 2.0 is`);
}

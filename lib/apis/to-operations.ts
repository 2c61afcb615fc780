import type { ApiOperation } from "./document-fields.ts";
import { escapeToken, isMapping, lineOf, type Mapping, own } from "./document-values.ts";
import type { DocumentSource } from "./read-document.ts";
import { type Place, resolve } from "./references.ts";
import { listParameters, toParameters } from "./to-parameters.ts";
import { toRequestBody, toSwaggerBody } from "./to-request-body.ts";

/** What a document may describe and the gateway forwards; TRACE is not forwarded. */
const methods = ["get", "post", "put", "patch", "delete", "head", "options"] as const;

export const MAX_OPERATIONS = 20_000;
// Four bytes a character at most, and the key of an index takes 2,700.
const MAX_PATH = 600;

/**
 * The operations of a document in its order, each known by method and path: what `operationId` says is not relied on,
 * for documents repeat it. Throws 422 with the place for paths, path items, operations, parameters and bodies that are
 * not what the specification says they are, and for references that lead nowhere.
 */
export function toOperations(source: DocumentSource): ApiOperation[] {
  const paths = own(source.root, "paths");
  // In 3.1 a document may consist of webhooks or components alone.
  if (paths === undefined && source.format === "openapi-3.1") return [];
  if (paths === undefined) throw source.fault("", "“paths” is missing, which holds the operations");
  if (!isMapping(paths)) throw source.fault("/paths", "“paths” is a mapping of paths to their operations");
  const operations: ApiOperation[] = [];
  for (const [path, value] of Object.entries(paths)) {
    if (path.startsWith("x-")) continue;
    operations.push(...toPath(source, path, { value, pointer: `/paths/${escapeToken(path)}` }));
    if (operations.length > MAX_OPERATIONS)
      throw source.fault("/paths", `the document has more than ${MAX_OPERATIONS} operations`);
  }
  return operations;
}

function toPath(source: DocumentSource, path: string, place: Place): ApiOperation[] {
  if (!path.startsWith("/")) throw source.fault(place.pointer, "a path begins with “/”");
  if (path.length > MAX_PATH || !path.isWellFormed() || /\p{Cc}/u.test(path))
    throw source.fault("/paths", `a path has at most ${MAX_PATH} characters and no control characters`);
  if (place.value === null) return [];
  const { value, pointer } = resolve(source, place);
  if (!isMapping(value)) throw source.fault(pointer, "a path item is a mapping of methods to operations");
  const shared = listParameters(source, {
    value: own(value, "parameters"),
    pointer: `${pointer}/parameters`,
  });
  return Object.keys(value).flatMap((name) => {
    const method = methods.find((known) => known === name);
    if (!method) return [];
    const operation = own(value, method);
    if (!isMapping(operation)) throw source.fault(`${pointer}/${method}`, "an operation is a mapping");
    return toOperation(source, { path, method, operation, pointer: `${pointer}/${method}`, shared });
  });
}

interface Found {
  path: string;
  method: string;
  operation: Mapping;
  pointer: string;
  shared: Place[];
}

function toOperation(source: DocumentSource, found: Found): ApiOperation {
  const { path, operation, pointer, shared } = found;
  const method = found.method.toUpperCase();
  const specific = listParameters(source, {
    value: own(operation, "parameters"),
    pointer: `${pointer}/parameters`,
  });
  const parameters = [...shared, ...specific];
  const tags = own(operation, "tags");
  const body = { value: own(operation, "requestBody"), pointer: `${pointer}/requestBody` };
  const consumes = own(operation, "consumes") ?? own(source.root, "consumes");
  return {
    key: `${method} ${path}`,
    method,
    path,
    summary: lineOf(own(operation, "summary") ?? own(operation, "operationId"), 200),
    tag: lineOf(Array.isArray(tags) ? tags[0] : null, 100),
    isDeprecated: own(operation, "deprecated") === true,
    parameters: toParameters(source, path, parameters),
    requestBody:
      source.format === "swagger-2"
        ? toSwaggerBody(source, parameters, consumes)
        : toRequestBody(source, body),
  };
}

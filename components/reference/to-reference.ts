import { curlCommand } from "./curl.ts";
import type { ReferenceGroup, ReferenceOperation } from "./reference.ts";
import { type JsonSchema, type Schemas, schemaRows } from "./schema-rows.ts";

interface Content {
  content?: Record<string, { schema?: unknown }>;
}

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: readonly object[];
  "x-mooring-access"?: unknown;
  parameters?: readonly unknown[];
  requestBody?: unknown;
  responses?: object;
}

/** As much of an OpenAPI 3.1 document as the page shows. */
export interface ReferenceSource {
  servers?: readonly { url: string }[];
  paths?: object;
  components?: { schemas?: object };
}

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: JsonSchema;
}

/** The document as the reference page shows it: operations by noun, each with its fields as rows. */
export function toReference(document: ReferenceSource): ReferenceGroup[] {
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  const origin = document.servers?.[0]?.url ?? "";
  const groups = new Map<string, ReferenceOperation[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      const noun = operation.tags?.[0] ?? "";
      const shown = toOperation({ origin, path, method: method.toUpperCase(), operation, schemas });
      groups.set(noun, [...(groups.get(noun) ?? []), shown]);
    }
  }
  return [...groups].map(([noun, operations]) => ({ noun, operations }));
}

interface Place {
  origin: string;
  path: string;
  method: string;
  operation: Operation;
  schemas: Schemas;
}

function toOperation({ origin, path, method, operation, schemas }: Place): ReferenceOperation {
  const responses = Object.entries(operation.responses ?? {}) as [
    string,
    Content & { description?: string },
  ][];
  const [status = "200", success] = responses.find(([code]) => /^[23]/.test(code)) ?? [];
  const body = readSchema(operation.requestBody as Content | undefined);
  const isForApiKeys = (operation.security ?? []).some((scheme) => "apiKey" in scheme);
  return {
    ...{ id: operation.operationId ?? "", method, path, summary: operation.summary ?? "", isForApiKeys },
    description: operation.description ?? null,
    access: String(operation["x-mooring-access"]),
    parameters: parameterRows(operation, "path", schemas),
    query: parameterRows(operation, "query", schemas),
    body: schemaRows(body, schemas),
    answer: { status, rows: schemaRows(readSchema(success), schemas) },
    problems: responses
      .filter(([code]) => /^[45]/.test(code))
      .map(([code, { description = "" }]) => ({
        status: code,
        codes: [...description.matchAll(/`([a-z-]+)`/g)].map(([, name = ""]) => name),
      })),
    curl: isForApiKeys ? curlCommand({ origin, method, path, body }, schemas) : null,
  };
}

function readSchema(holder: Content | undefined): JsonSchema | undefined {
  return holder?.content?.["application/json"]?.schema as JsonSchema | undefined;
}

function parameterRows({ parameters = [] }: Operation, place: string, schemas: Schemas) {
  const here = (parameters as readonly Parameter[]).filter((parameter) => parameter.in === place);
  if (here.length === 0) return [];
  const required = here.filter((parameter) => parameter.required).map(({ name }) => name);
  return schemaRows(
    { required, properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])) },
    schemas,
  );
}

import { type JsonSchema, resolve, type Schemas } from "./schema-rows.ts";

interface Call {
  origin: string;
  method: string;
  path: string;
  body: JsonSchema | undefined;
}

/** The call as a curl command, with the key in a variable and an example of the body. */
export function curlCommand({ origin, method, path, body }: Call, schemas: Schemas): string {
  const lines = [
    `curl${method === "GET" ? "" : ` -X ${method}`} "${origin}${path}"`,
    `  -H "Authorization: Bearer $MOORING_KEY"`,
    ...(body
      ? [
          `  -H "Content-Type: application/json"`,
          `  -d '${JSON.stringify(exampleOf(body, schemas)).replaceAll("'", "'\\''")}'`,
        ]
      : []),
  ];
  return lines.join(" \\\n");
}

/** A value that the schema would take: examples and defaults first, required members only. */
export function exampleOf(schema: JsonSchema, schemas: Schemas, depth = 0): unknown {
  const it = resolve(schema, schemas);
  if (it.examples?.length) return it.examples[0];
  const known = it.const ?? it.default ?? it.enum?.[0];
  if (known !== undefined) return known;
  const [option] = it.anyOf ?? it.oneOf ?? [];
  if (option) return exampleOf(option, schemas, depth);
  const type = Array.isArray(it.type) ? it.type[0] : it.type;
  if (type === "array")
    return typeof it.items === "object" && depth < 4 ? [exampleOf(it.items, schemas, depth + 1)] : [];
  if (type === "object") return exampleObject(it, schemas, depth);
  if (type === "integer" || type === "number") return 1;
  return type === "boolean" ? true : "…";
}

function exampleObject(
  { properties = {}, required = [] }: JsonSchema,
  schemas: Schemas,
  depth: number,
): Record<string, unknown> {
  const shown = Object.entries(properties).filter(
    ([name, property]) => required.includes(name) && property.default === undefined,
  );
  return Object.fromEntries(
    shown.map(([name, property]) => [name, depth < 4 ? exampleOf(property, schemas, depth + 1) : {}]),
  );
}

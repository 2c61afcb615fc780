import type { SchemaRow } from "./reference.ts";

/** The part of JSON Schema that our document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  default?: unknown;
  examples?: unknown[];
}

/** The named schemas of the document. */
export type Schemas = Record<string, JsonSchema>;

const MAX_DEPTH = 4;

/** The fields of a schema, nested ones under their parent; one nameless row for what is no object. */
export function schemaRows(schema: JsonSchema | undefined, schemas: Schemas): SchemaRow[] {
  if (!schema) return [];
  const rows = propertyRows(schema, schemas, { path: "", depth: 0 });
  const type = typeText(schema, schemas);
  if (rows.length > 0 || !type) return rows;
  return [
    {
      path: "",
      name: "",
      depth: 0,
      type,
      isRequired: true,
      description: resolve(schema, schemas).description ?? null,
    },
  ];
}

/** The schema that a reference names, or the schema itself. */
export function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const name = schema.$ref?.split("/").at(-1);
  return name
    ? { ...schemas[name], ...(schema.description ? { description: schema.description } : {}) }
    : schema;
}

interface Parent {
  path: string;
  depth: number;
}

function propertyRows(schema: JsonSchema, schemas: Schemas, parent: Parent): SchemaRow[] {
  const { depth } = parent;
  if (depth > MAX_DEPTH) return [];
  const { properties = {}, required = [], allOf = [] } = resolve(schema, schemas);
  const own = Object.entries(properties).flatMap(([name, property]): SchemaRow[] => {
    const { description = null, default: preset } = resolve(property, schemas);
    const path = parent.path + name;
    const isRequired = required.includes(name) && preset === undefined;
    const row = {
      path,
      name,
      depth,
      type: typeText(property, schemas),
      isRequired,
      description: describe(description, preset),
    };
    return [row, ...propertyRows(nested(property, schemas), schemas, { path: `${path}.`, depth: depth + 1 })];
  });
  return [...allOf.flatMap((part) => propertyRows(part, schemas, parent)), ...own];
}

// Where further fields are: in the thing itself, in an array's items, in what may be null.
function nested(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const { items, anyOf, oneOf, ...rest } = resolve(schema, schemas);
  if (typeof items === "object") return nested(items, schemas);
  const [only, ...others] = (anyOf ?? oneOf ?? []).filter(({ type }) => type !== "null");
  return only && others.length === 0 ? nested(only, schemas) : rest;
}

function describe(description: string | null, preset: unknown): string | null {
  if (preset === undefined) return description;
  return [description, `Default: ${JSON.stringify(preset)}`].filter(Boolean).join(". ");
}

/** A schema's type in a few words: `string`, `"me" | "anyone"`, `array of ApiKey`, `date-time or null`. */
export function typeText(schema: JsonSchema, schemas: Schemas): string {
  if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "";
  const { type, format, items, anyOf, oneOf } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (anyOf ?? oneOf)
    return [...new Set((anyOf ?? oneOf ?? []).map((option) => typeText(option, schemas)))].join(" or ");
  if (Array.isArray(type)) return type.map((one) => typeText({ ...schema, type: one }, schemas)).join(" or ");
  if (type === "array")
    return `array of ${typeof items === "object" ? typeText(items, schemas) : "anything"}`;
  return format && format !== "int64" ? format : (type ?? "anything");
}

import type { z } from "zod";

/** A field of a schema: `variables[].pattern`, `authorize.params{}`. */
interface SchemaField {
  path: string;
  isRequired: boolean;
  kind: "object" | "value";
}

interface Definition {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  valueType?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
}

/**
 * Every field that a schema knows, at any depth: objects, and the values in them. Of a union of shapes the fields of
 * each. So a table can be held against the schema: a field without a row is seen.
 */
export function fieldsOf(schema: z.ZodType): SchemaField[] {
  const found = new Map<string, SchemaField>();
  for (const field of walk(schema, "", true)) found.set(field.path, field);
  return [...found.values()];
}

function* walk(schema: z.ZodType, path: string, isRequired: boolean): Generator<SchemaField> {
  const { type, shape, element, valueType, innerType, options } = schema.def as unknown as Definition;
  if (shape) {
    yield { path, isRequired, kind: "object" };
    for (const [name, field] of Object.entries(shape))
      yield* walk(field, path ? `${path}.${name}` : name, true);
  } else if (element) yield* walk(element, `${path}[]`, false);
  else if (valueType) yield* walk(valueType, `${path}{}`, false);
  else if (innerType) {
    const isOptional = ["optional", "default", "prefault"].includes(type);
    yield* walk(innerType, path, isRequired && !isOptional);
  } else if (options?.some((option) => (option.def as unknown as Definition).shape)) {
    for (const option of options) yield* walk(option, path, isRequired);
  } else yield { path, isRequired, kind: "value" };
}

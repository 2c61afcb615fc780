import type { z } from "zod";

/** A field of a schema: `variables[].pattern`, `authorize.params{}`. */
interface SchemaField {
  path: string;
  isRequired: boolean;
  kind: "object" | "value";
  /** The union of shapes that it is within: what is wrong with a shape is said of the union. */
  union: string | null;
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
  for (const field of walk(schema, "", true, null)) found.set(field.path, field);
  return [...found.values()];
}

function* walk(
  schema: z.ZodType,
  path: string,
  isRequired: boolean,
  union: string | null,
): Generator<SchemaField> {
  const { type, shape, element, valueType, innerType, options } = schema.def as unknown as Definition;
  if (shape) {
    yield { path, isRequired, kind: "object", union };
    for (const [name, field] of Object.entries(shape))
      yield* walk(field, path ? `${path}.${name}` : name, union === null, union);
  } else if (element) yield* walk(element, `${path}[]`, false, union);
  else if (valueType) yield* walk(valueType, `${path}{}`, false, union);
  else if (innerType) {
    const isOptional = ["optional", "default", "prefault"].includes(type);
    yield* walk(innerType, path, isRequired && !isOptional, union);
  } else if (options?.some((option) => (option.def as unknown as Definition).shape)) {
    for (const option of options) yield* walk(option, path, isRequired, union ?? path);
  } else yield { path, isRequired, kind: "value", union };
}

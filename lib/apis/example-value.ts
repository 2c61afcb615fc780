import { isMapping, own } from "./document-values.ts";
import type { DocumentSource } from "./read-document.ts";
import { resolveSoftly } from "./references.ts";

const MAX_DEPTH = 5;
const MAX_VALUES = 150;

/** An example as long as this is worth typing over; a longer one is not kept. */
const MAX_LENGTH = 4_000;

// Many operations share a schema; each is unfolded once.
const made = new WeakMap<object, unknown>();

/**
 * A value that a schema allows: its own example or default where it has one, otherwise made of its types, at most five
 * levels deep and of so many values; what would go further, or in a circle, is `null`. A document's examples together
 * have a budget too, so that no document takes long to read.
 */
export function exampleOf(source: DocumentSource, schema: unknown): unknown {
  const key = resolveSoftly(source, schema);
  if (!isMapping(key)) return null;
  if (!made.has(key)) made.set(key, makeExample(source, key));
  return made.get(key);
}

function makeExample(source: DocumentSource, schema: unknown): unknown {
  const allowed = Math.min(MAX_VALUES, source.budget.exampleValues);
  let left = allowed;
  const value = make(schema, 0);
  source.budget.exampleValues -= allowed - left;
  return value;

  function make(reference: unknown, depth: number): unknown {
    left -= 1;
    const value = resolveSoftly(source, reference);
    if (!isMapping(value) || depth > MAX_DEPTH || left <= 0) return null;
    const given = givenExample(value);
    if (given !== undefined) return given;
    const [variant] = ["oneOf", "anyOf"].flatMap((word) => listOf(own(value, word)));
    const parts = listOf(own(value, "allOf"));
    if (variant !== undefined && own(value, "properties") === undefined) return make(variant, depth + 1);
    const type = typeOf(value);
    if (type === "array") return [make(own(value, "items"), depth + 1)];
    if (type !== "object" && parts.length === 0) return sampleOf(type, own(value, "format"));
    return Object.assign({}, ...parts.map((part) => asObject(make(part, depth + 1))), members(value, depth));
  }

  function members(schema: unknown, depth: number): Record<string, unknown> {
    const properties = own(schema, "properties");
    const writable = Object.entries(isMapping(properties) ? properties : {}).filter(
      ([name, property]) => name !== "__proto__" && own(property, "readOnly") !== true && left > 0,
    );
    return Object.fromEntries(
      writable.flatMap(([name, property]) => (left > 0 ? [[name, make(property, depth + 1)]] : [])),
    );
  }
}

/** The text that a value becomes in a body; `null` for one that is too long to be an example. */
export function exampleText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return text.length <= MAX_LENGTH && text.isWellFormed() && !text.includes("\u0000") ? text : null;
}

/** JSON Schema's word for what a schema describes; `string` where it does not say. */
export function typeOf(schema: unknown): string {
  const type = own(schema, "type");
  const [word] = [type].flat().filter((name) => name !== "null");
  if (typeof word === "string" && /^[a-z]{1,20}$/.test(word)) return word;
  if (isMapping(own(schema, "properties"))) return "object";
  return own(schema, "items") === undefined ? "string" : "array";
}

/** What a schema itself gives as an example; `undefined` where it gives none. */
export function givenExample(schema: unknown): unknown {
  const values = [
    own(schema, "example"),
    listOf(own(schema, "examples"))[0],
    own(schema, "const"),
    own(schema, "default"),
    listOf(own(schema, "enum"))[0],
  ];
  return values.find((value) => value !== undefined);
}

function sampleOf(type: string, format: unknown): unknown {
  if (type === "integer" || type === "number") return 0;
  if (type === "boolean") return true;
  if (format === "date") return "2026-01-31";
  return format === "date-time" ? "2026-01-31T12:00:00Z" : "string";
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): object {
  return isMapping(value) ? value : {};
}

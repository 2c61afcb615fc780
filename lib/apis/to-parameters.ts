import type { OperationParameter } from "./document-fields.ts";
import { isMapping, lineOf, nameOf, own, scalarText, wordOf } from "./document-values.ts";
import { givenExample, typeOf } from "./example-value.ts";
import type { DocumentSource } from "./read-document.ts";
import { type Place, resolve, resolveSoftly } from "./references.ts";

const MAX_PARAMETERS = 100;
const MAX_CHOICES = 100;

/** Headers that a document has no say in (OpenAPI 3.0 §4.7.12.1), and those of the connection itself. */
const foreignHeaders: readonly string[] = ["accept", "content-type", "authorization", "cookie", "host"];

/** The parameters of one list with their references followed, as they stand in the document. 422 at what is none. */
export function listParameters(source: DocumentSource, { value, pointer }: Place): Place[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw source.fault(pointer, "parameters are a list");
  return value.slice(0, MAX_PARAMETERS).map((item, index) => {
    const at = `${pointer}/${index}`;
    const parameter = resolve(source, { value: item, pointer: at });
    if (!isMapping(parameter.value)) throw source.fault(at, "a parameter is a mapping");
    for (const field of ["name", "in"])
      if (typeof own(parameter.value, field) !== "string")
        throw source.fault(parameter.pointer, `a parameter needs “${field}”, and it is a text`);
    return parameter;
  });
}

/**
 * The parameters of an operation as fields: the path item's, replaced by the operation's own of the same name and place.
 * Every `{name}` of the path is among them, whether the document describes it or not. Cookies and bodies are not.
 */
export function toParameters(
  source: DocumentSource,
  path: string,
  parameters: readonly Place[],
): OperationParameter[] {
  const described = parameters.flatMap(({ value }) => toParameter(source, value) ?? []);
  const byPlace = new Map(described.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  for (const [, name = ""] of path.matchAll(/\{([^{}/]{1,100})\}/g))
    if (!byPlace.has(`path ${name}`)) byPlace.set(`path ${name}`, plainPathParameter(name));
  const inPath = (name: string) => path.includes(`{${name}}`);
  return [...byPlace.values()].filter((parameter) => parameter.in !== "path" || inPath(parameter.name));
}

function toParameter(source: DocumentSource, parameter: unknown): OperationParameter | null {
  const name = nameOf(own(parameter, "name"), 200);
  const place = own(parameter, "in");
  if (!name || (place !== "path" && place !== "query" && place !== "header")) return null;
  if (place === "header" && !isOpenHeader(name)) return null;
  const schema = schemaOf(source, parameter);
  const type = typeOf(schema);
  const items = type === "array" ? resolveSoftly(source, own(schema, "items")) : undefined;
  const choices = [own(schema, "enum") ?? own(items, "enum")]
    .flat()
    .flatMap((one) => scalarText(one, 200) ?? []);
  return {
    name,
    in: place,
    isRequired: place === "path" || own(parameter, "required") === true,
    type,
    description: lineOf(own(parameter, "description") ?? own(schema, "description"), 300),
    example: exampleText(source, parameter, givenExample(schema) ?? givenExample(items)),
    choices: choices.length > 0 ? choices.slice(0, MAX_CHOICES) : null,
    separator: type === "array" ? separatorOf(source.format, place, parameter) : null,
  };
}

function isOpenHeader(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name) && !foreignHeaders.includes(name.toLowerCase());
}

// Swagger 2 has the schema's words in the parameter itself; 3.x may have the schema below a media type.
function schemaOf(source: DocumentSource, parameter: unknown): unknown {
  if (source.format === "swagger-2") return parameter;
  const content = own(parameter, "content");
  const [media] = isMapping(content) ? Object.values(content) : [];
  return resolveSoftly(source, own(parameter, "schema") ?? own(media, "schema"));
}

function exampleText(source: DocumentSource, parameter: unknown, ofSchema: unknown): string | null {
  const examples = own(parameter, "examples");
  const [first] = isMapping(examples) ? Object.values(examples) : [];
  const named = own(resolveSoftly(source, first), "value");
  const value = own(parameter, "example") ?? named ?? own(parameter, "x-example") ?? ofSchema;
  const texts = [value].flat().flatMap((one) => scalarText(one, 200) ?? []);
  return texts.length > 0 ? texts.slice(0, 10).join(",") : null;
}

// Swagger 2's `collectionFormat`, and the `style` and `explode` of 3.x.
function separatorOf(format: DocumentSource["format"], place: string, parameter: unknown): string | null {
  if (format === "swagger-2") {
    const separators: Readonly<Record<string, string>> = { ssv: " ", tsv: "\t", pipes: "|" };
    const collection = wordOf(own(parameter, "collectionFormat"));
    if (collection === "multi") return null;
    return Object.hasOwn(separators, collection) ? (separators[collection] ?? ",") : ",";
  }
  if (place !== "query") return ",";
  const style = own(parameter, "style") ?? "form";
  if (own(parameter, "explode") ?? style === "form") return null;
  return style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",";
}

function plainPathParameter(name: string): OperationParameter {
  const plain = { type: "string", description: null, example: null, choices: null, separator: null };
  return { name, in: "path", isRequired: true, ...plain };
}

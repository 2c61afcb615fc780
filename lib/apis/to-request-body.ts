import type { OperationBody } from "./document-fields.ts";
import { isMapping, own, wordOf } from "./document-values.ts";
import { exampleOf, exampleText } from "./example-value.ts";
import type { DocumentSource } from "./read-document.ts";
import { type Place, resolve, resolveSoftly } from "./references.ts";

/** What an operation of OpenAPI 3.x takes as its body: the media type to use, and an example. 422 at what is none. */
export function toRequestBody(source: DocumentSource, place: Place): OperationBody | null {
  if (place.value === undefined || place.value === null) return null;
  const { value, pointer } = resolve(source, place);
  if (!isMapping(value)) throw source.fault(pointer, "a request body is a mapping");
  const content = own(value, "content");
  const contentType = chooseMediaType(isMapping(content) ? Object.keys(content) : []);
  if (contentType === null) return null;
  const media = own(content, contentType);
  const named = own(media, "examples");
  const [first] = isMapping(named) ? Object.values(named) : [];
  const given = own(media, "example") ?? own(resolveSoftly(source, first), "value");
  return {
    contentType,
    isRequired: own(value, "required") === true,
    example: bodyText(contentType, given ?? exampleOf(source, own(media, "schema"))),
  };
}

/** The same for Swagger 2, whose bodies are parameters. */
export function toSwaggerBody(
  source: DocumentSource,
  parameters: readonly Place[],
  consumes: unknown,
): OperationBody | null {
  const body = parameters.find(({ value }) => own(value, "in") === "body")?.value;
  const fields = parameters.filter(({ value }) => own(value, "in") === "formData").map(({ value }) => value);
  if (!body && fields.length === 0) return null;
  const usual = body ? "application/json" : "application/x-www-form-urlencoded";
  const listed = Array.isArray(consumes) ? consumes.filter((type) => typeof type === "string") : [];
  const contentType = chooseMediaType(listed) ?? usual;
  const form = Object.fromEntries(
    fields.map((field) => [wordOf(own(field, "name")), exampleOf(source, field)]),
  );
  return {
    contentType,
    isRequired: [body, ...fields].some((parameter) => own(parameter, "required") === true),
    example: bodyText(contentType, body ? exampleOf(source, own(body, "schema")) : form),
  };
}

const formType = "application/x-www-form-urlencoded";

// JSON before all others, since that is what can be typed; then a form; then whatever comes first.
function chooseMediaType(types: readonly string[]): string | null {
  const usable = types.filter((type) => type.length <= 100 && /^[\x21-\x7e]+\/[\x21-\x7e; ]+$/.test(type));
  const isJson = (type: string) => /^application\/([\w.-]+\+)?json\b/i.test(type);
  return (
    usable.find((type) => /^application\/json\b/i.test(type)) ??
    usable.find(isJson) ??
    usable.find((type) => type.toLowerCase().startsWith(formType)) ??
    usable[0] ??
    null
  );
}

function bodyText(contentType: string, value: unknown): string | null {
  if (contentType.toLowerCase().startsWith(formType) && isMapping(value)) return formText(value);
  if (/json/i.test(contentType)) return exampleText(value);
  // A file, XML, several parts: a made-up value would be of no use.
  return typeof value === "string" && value !== "string" ? exampleText(value) : null;
}

function formText(value: Readonly<Record<string, unknown>>): string | null {
  const fields = Object.entries(value).map(([name, field]): [string, string] => [
    name.toWellFormed(),
    typeof field === "object" ? JSON.stringify(field) : String(field).toWellFormed(),
  ]);
  return exampleText(new URLSearchParams(fields).toString());
}

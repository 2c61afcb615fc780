/** A mapping of a document. Its members are read by `own` alone: a document may name one `constructor`. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping, and no list. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of a mapping; `undefined` for anything that is not the document's own. */
export function own(mapping: unknown, name: string): unknown {
  return isMapping(mapping) && Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}

/** One line of text for people, cut to a length; `null` for what is no text, or an empty one. */
export function lineOf(value: unknown, maxLength: number): string | null {
  if (typeof value !== "string") return null;
  const line = value
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return cut(line, maxLength) || null;
}

/** A name that travels in requests, as it is; `null` when it could not travel. */
export function nameOf(value: unknown, maxLength: number): string | null {
  if (typeof value !== "string" || value.length > maxLength || !value.isWellFormed()) return null;
  return value.trim() === "" || /\p{Cc}/u.test(value) ? null : value;
}

/** A value as the text that would be typed for it; `null` for mappings and what has no text. */
export function scalarText(value: unknown, maxLength: number): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.length <= maxLength ? lineOf(value, maxLength) : null;
}

/** A value as it is compared with a word, or shown; what has no text of its own (a mapping may have no `toString`) as such. */
export function wordOf(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "(a list)" : "(a mapping)";
  return String(value);
}

/** One reference token of a JSON pointer (RFC 6901 §3). */
export function escapeToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The tokens of a JSON pointer; `""` has none. */
export function pointerTokens(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).toWellFormed()}…`;
}

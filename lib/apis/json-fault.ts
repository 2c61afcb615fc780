import { isMapping } from "./document-values.ts";

/** What is wrong with a text that is no JSON, and the offset at which it is. */
export interface JsonFault {
  offset: number;
  reason: string;
}

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids just these in a text
  /[\t\n\r ]*(?:([[\]{}:,])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)))/y;

type Awaited = "value" | "value or ]" | "name" | "name or }" | "colon" | "comma or ]" | "comma or }" | "end";

const expected: Record<Awaited, string> = {
  value: "a value",
  "value or ]": "a value or “]”",
  name: "a name in double quotes",
  "name or }": "a name in double quotes or “}”",
  colon: "“:”",
  "comma or ]": "“,” or “]”",
  "comma or }": "“,” or “}”",
  end: "the end of the document",
};

/**
 * Finds the first place at which a text stops being JSON (RFC 8259); `null` when it is JSON. Only texts that
 * `JSON.parse` refused are read with it: what V8 says of them names a place in some cases only.
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ("[" | "{")[] = [];
  let awaited: Awaited = "value";
  token.lastIndex = 0;
  for (;;) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (!match)
      return text.slice(from).trim() === "" && awaited === "end" ? null : fault(text, from, awaited);
    const next = step(awaited, kindOf(match), open);
    if (next === null) return fault(text, from, awaited);
    awaited = next;
  }
}

function kindOf([, sign, text]: RegExpExecArray): string {
  return sign ?? (text === undefined ? "scalar" : "string");
}

function step(awaited: Awaited, kind: string, open: ("[" | "{")[]): Awaited | null {
  const inside = () => (open.length === 0 ? "end" : open.at(-1) === "[" ? "comma or ]" : "comma or }");
  const isName = awaited === "name" || awaited === "name or }";
  if (kind === "]" && (awaited === "comma or ]" || awaited === "value or ]")) return close(open, inside);
  if (kind === "}" && (awaited === "comma or }" || awaited === "name or }")) return close(open, inside);
  if (kind === "," && awaited === "comma or ]") return "value";
  if (kind === "," && awaited === "comma or }") return "name";
  if (kind === ":" && awaited === "colon") return "value";
  if (isName) return kind === "string" ? "colon" : null;
  if (awaited !== "value" && awaited !== "value or ]") return null;
  if (kind === "[" || kind === "{") open.push(kind);
  if (kind === "[") return "value or ]";
  if (kind === "{") return "name or }";
  return kind === "string" || kind === "scalar" ? inside() : null;
}

function close(open: unknown[], inside: () => Awaited): Awaited {
  open.pop();
  return inside();
}

function fault(text: string, from: number, awaited: Awaited): JsonFault {
  const offset = from + (/^[\t\n\r ]*/.exec(text.slice(from))?.[0].length ?? 0);
  if (offset >= text.length)
    return { offset, reason: `the document ends, but ${expected[awaited]} is missing` };
  const found =
    text[offset] === '"' && awaited !== "end" && awaited !== "colon" ? "a broken text" : quote(text, offset);
  return { offset, reason: `${found} where ${expected[awaited]} should be` };
}

function quote(text: string, offset: number): string {
  const word = /^[\w$.-]{1,20}/.exec(text.slice(offset, offset + 20))?.[0];
  const sign = String.fromCodePoint(text.codePointAt(offset) ?? 0xfffd);
  return word || /^[\p{L}\p{P}\p{S}]$/u.test(sign)
    ? `“${word ?? sign}”`
    : "a character that may not stand there";
}

/** The value of a JSON text; the fault's place and reason where there is none. */
export function parseJson(text: string): { value: unknown } | { fault: JsonFault } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { fault: findJsonFault(text) ?? { offset: 0, reason: "it is not JSON" } };
  }
}

/** Whether `parseJson` found a mistake. */
export function isFault(parsed: ReturnType<typeof parseJson>): parsed is { fault: JsonFault } {
  return isMapping(parsed) && "fault" in parsed;
}

import { escapeToken, isMapping } from "./document-values.ts";

export const MAX_DEPTH = 200;
const MAX_VALUES = 1_000_000;

/** Below these stand values of the API's own, in which `$ref` is a word like any other. */
const data: readonly string[] = ["example", "examples", "default", "enum", "const"];

interface Node {
  value: unknown;
  parent: Node | null;
  token: string;
  depth: number;
  isData: boolean;
}

/**
 * The first thing in a document that makes it unfit to be read: a name that could reach a prototype, a reference out of
 * the document (nothing is ever fetched for one), nesting or a number of values that no API has. A value that YAML's
 * aliases repeat counts each time. `null` when there is none.
 */
export function findUnfit(root: unknown): { pointer: string; reason: string } | null {
  const pending: Node[] = [{ value: root, parent: null, token: "", depth: 0, isData: false }];
  let count = 0;
  for (let node = pending.pop(); node; node = pending.pop()) {
    count += 1;
    if (count > MAX_VALUES) return { pointer: "", reason: "the document has more than a million values" };
    if (node.depth > MAX_DEPTH)
      return { pointer: pointerOf(node, 6), reason: `it is nested more than ${MAX_DEPTH} levels deep` };
    const reason = unfitMember(node);
    if (reason) return { pointer: pointerOf(node), reason };
    if (typeof node.value === "object" && node.value !== null) pushChildren(pending, node, node.value);
  }
  return null;
}

function unfitMember({ value, isData }: Node): string | null {
  if (!isMapping(value)) return null;
  if (Object.hasOwn(value, "__proto__")) return "“__proto__” is a name that is not allowed";
  const reference = Object.hasOwn(value, "$ref") ? value.$ref : undefined;
  if (isData || typeof reference !== "string" || reference.startsWith("#")) return null;
  return `“${reference.slice(0, 120).toWellFormed()}” lies outside the document. Bundle it into one document first; nothing is fetched for a reference`;
}

function pushChildren(pending: Node[], parent: Node, value: object): void {
  const isNamed = isMapping(value) && isNameMap(parent);
  for (const [token, child] of Object.entries(value)) {
    const isData = parent.isData || (!isNamed && (data.includes(token) || token.startsWith("x-")));
    pending.push({ value: child, parent, token, depth: parent.depth + 1, isData });
  }
}

// In these mappings the names are the API's own: a property may be called `default`.
function isNameMap({ token }: Node): boolean {
  return [
    "properties",
    "patternProperties",
    "schemas",
    "definitions",
    "$defs",
    "responses",
    "paths",
  ].includes(token);
}

function pointerOf(node: Node, maxTokens = Number.POSITIVE_INFINITY): string {
  const tokens: string[] = [];
  for (let at: Node | null = node; at?.parent; at = at.parent) tokens.push(`/${escapeToken(at.token)}`);
  return tokens.reverse().slice(0, maxTokens).join("");
}

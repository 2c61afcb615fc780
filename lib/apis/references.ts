import { isMapping, own, pointerTokens, wordOf } from "./document-values.ts";
import type { DocumentSource } from "./read-document.ts";

/** A value of a document with the pointer at which it stands, past any `$ref`. */
export interface Place {
  value: unknown;
  pointer: string;
}

const MAX_HOPS = 50;

/**
 * Follows `$ref` from the value at `pointer` until there is none. References out of the document are refused before
 * (`findUnfit`). Throws 422 at the reference that leads nowhere, or in a circle.
 */
export function resolve(source: DocumentSource, place: Place): Place {
  let at = place;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const reference = own(at.value, "$ref");
    if (typeof reference !== "string") return at;
    const target = lookUp(source.root, reference);
    if (!target) throw source.fault(at.pointer, `“${shown(reference)}” leads nowhere`);
    at = target;
  }
  throw source.fault(place.pointer, `“${shown(own(place.value, "$ref"))}” leads in a circle`);
}

/** The same where a broken reference is no reason to refuse: `undefined` in its place. */
export function resolveSoftly({ root }: Pick<DocumentSource, "root">, value: unknown): unknown {
  let at = value;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const reference = own(at, "$ref");
    if (typeof reference !== "string") return at;
    at = lookUp(root, reference)?.value;
  }
  return undefined;
}

function lookUp(root: unknown, reference: string): Place | null {
  const pointer = decodeFragment(reference.slice(1));
  if (!reference.startsWith("#") || (pointer !== "" && !pointer?.startsWith("/"))) return null;
  let value = root;
  for (const token of pointerTokens(pointer ?? "")) {
    value = Array.isArray(value)
      ? value[/^\d+$/.test(token) ? Number(token) : -1]
      : isMapping(value)
        ? own(value, token)
        : undefined;
    if (value === undefined) return null;
  }
  return { value, pointer: pointer ?? "" };
}

function decodeFragment(fragment: string): string | null {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}

function shown(reference: unknown): string {
  return wordOf(reference).slice(0, 120).toWellFormed();
}

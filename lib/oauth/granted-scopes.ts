const MAX_SCOPES = 500;

/**
 * The granted scopes of a token answer: a text with spaces or commas, or a list; `null` when the answer is silent,
 * which means as asked (RFC 6749 §5.1). What is no scope token (§3.3) is left out.
 */
export function readGrantedScopes(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  const words = typeof value === "string" ? value.split(/[\s,]+/) : Array.isArray(value) ? value : null;
  if (words === null) return null;
  const scopes = words.filter((word): word is string => typeof word === "string" && isScope(word));
  return [...new Set(scopes)].slice(0, MAX_SCOPES);
}

function isScope(word: string): boolean {
  return word.length <= 300 && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(word);
}

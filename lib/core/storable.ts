/**
 * Whether PostgreSQL can keep the value, a text or JSON: it stores neither U+0000 nor a lone surrogate (V-06). What a
 * provider tells beside its tokens is looked at with this first, so that one odd fact never costs the tokens.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

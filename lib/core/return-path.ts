// Only there to resolve paths against; a value that leaves it was never a path of ours.
const base = "https://mooring.invalid";

// An encoded control character, blank, slash or backslash where a second slash would count: somebody may decode twice.
const disguised = /^\/%(?:[01][0-9a-f]|7f|20|2f|5c)/i;

/**
 * The path of our own that a `returnTo` asks for, or `fallback`. Browsers read `\` as `/` and drop tabs and
 * newlines, so only what starts with one slash and survives parsing on our own origin is kept (F-10, RFC 9700 §4.11).
 */
export function safeReturnPath(value: unknown, fallback = "/"): string {
  if (typeof value !== "string" || value.length > 2_000) return fallback;
  if (!/^\/(?![/\\])[^\\\p{Cc}\p{Cs}]*$/u.test(value) || disguised.test(value)) return fallback;
  if (!URL.canParse(value, base)) return fallback;
  const url = new URL(value, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}

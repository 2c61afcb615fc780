const SEGMENTS = 6;
const MAX_LENGTH = 500;

/** The path of an address as it is recorded: without its query, and not longer than 500 characters (U-07). */
export function pathOf(target: string): string {
  const end = target.indexOf("?");
  const path = end < 0 ? target : target.slice(0, end);
  // Copied, for a slice would keep the whole text in memory.
  return path.length <= MAX_LENGTH ? path : `${Buffer.from(path.slice(0, MAX_LENGTH - 1)).toString()}…`;
}

/** What many paths have in common: `*` in place of whatever looks like an id, and of all behind the sixth segment. */
export function toPathPattern(path: string): string {
  const segments = path.split("/");
  const known = segments.slice(0, SEGMENTS + 1).map((segment) => (isId(segment) ? "*" : segment));
  return segments.length > SEGMENTS + 1 ? `${known.join("/")}/*` : known.join("/");
}

// `v1` and `oauth2` are names; a number, a long word and what mixes digits in are not.
function isId(segment: string): boolean {
  return segment.length > 24 || (/\d/.test(segment) && !/^[a-z]{1,12}\d{1,2}$/i.test(segment));
}

const DECODINGS = 3;

const plainPath = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;

/** Whether a path has one reading everywhere: segments of unreserved characters that begin with no dot (RFC 3986 §2.3). */
export function isPlainPath(path: string): boolean {
  return plainPath.test(path);
}

/**
 * What is wrong with a path, `null` for nothing (P-05). Dot segments are refused in every disguise, also behind `%2F`, doubly encoded, as
 * Unicode look-alikes or with path parameters, since the upstream may decode more often than we do.
 */
export function refusePath(path: string): string | null {
  if (isPlainPath(path)) return null;
  if (/%(?![0-9a-f]{2})/i.test(path)) return "Write a percent sign as %25.";
  if (path.includes("//")) return "An empty path segment (`//`) is not sent.";
  const decoded = decode(path);
  if (decoded === null) return "Percent-encode the path as UTF-8.";
  if (/[\p{Cc}\\]/u.test(decoded)) return "Control characters and backslashes have no place in a path.";
  return hasDotSegment(path) ? "Dot segments (`.` and `..`) are not sent, however they are encoded." : null;
}

/** The path as it goes on the wire: what a path may hold stays as it is, escapes included; the rest is encoded once. */
export function encodePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@%/]/gu, encodeURIComponent);
}

/** The same for a query, its `?` included. */
export function encodeQuery(query: string): string {
  return query.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@%/?[\]]/gu, encodeURIComponent);
}

function hasDotSegment(text: string, decodings = DECODINGS): boolean {
  // With the slashes that NFKC leaves alone and a best-fit conversion does not.
  const segments = text.normalize("NFKC").split(/[/\\\u2044\u2215\u29f8]/);
  if (segments.some((segment) => /^\.\.?(;|$)/.test(segment))) return true;
  const decoded = decode(text) ?? text;
  return decodings > 0 && decoded !== text && hasDotSegment(decoded, decodings - 1);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

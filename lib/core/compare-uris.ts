/** The parts of an address in which two can differ. */
export type UriPart = "scheme" | "host" | "port" | "path" | "trailing-slash" | "query" | "fragment";

interface Segment {
  text: string;
  isDifferent: boolean;
}

/** How one address stands to another, byte for byte: providers compare callback URLs as text. */
export interface UriComparison {
  isSame: boolean;
  /** In the order in which they stand in an address; empty for what is no whole address. */
  differences: UriPart[];
  /** They differ only in capital and small letters. */
  isOnlyCase: boolean;
  ours: Segment[];
  theirs: Segment[];
}

const names = ["scheme", "host", "port", "path", "query", "fragment"] as const;

/** Compares our address with one that was copied at the provider; `null` when that one is no whole address. */
export function compareUris(ours: string, pasted: string): UriComparison | null {
  const theirs = pasted.trim();
  const [one, other] = [split(ours), split(theirs)];
  if (!one || !other) return null;
  const isDifferent = names.map((_, index) => one[index] !== other[index]);
  const path = names.indexOf("path");
  const isOnlySlash = isDifferent[path] && withoutSlash(one[path]) === withoutSlash(other[path]);
  const differences = names
    .filter((_, index) => isDifferent[index])
    .map((name): UriPart => (name === "path" && isOnlySlash ? "trailing-slash" : name));
  const mark = (parts: readonly string[]) =>
    parts.flatMap((text, index): Segment[] => {
      if (index !== path || !isOnlySlash) return [{ text, isDifferent: isDifferent[index] === true }];
      const slash = text.endsWith("/") ? "/" : "";
      return [
        { text: withoutSlash(text), isDifferent: false },
        { text: slash, isDifferent: true },
      ];
    });
  return {
    isSame: ours === theirs,
    differences,
    isOnlyCase: ours !== theirs && ours.toLowerCase() === theirs.toLowerCase(),
    ours: mark(one),
    theirs: mark(other),
  };
}

// By hand: the URL parser would mend just what is to be shown.
function split(uri: string): string[] | null {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#:\s]+)(:\d*)?([^?#\s]*)(\?[^#\s]*)?(#\S*)?$/i.exec(uri);
  return match?.slice(1).map((part) => part ?? "") ?? null;
}

function withoutSlash(path = ""): string {
  return path.replace(/\/$/, "");
}

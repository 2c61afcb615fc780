const MOST_SCOPES = 20;

// RFC 6749 §3.3; the length is a limit of ours.
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/;

// A scheme, or a parameter with its token or quoted value (RFC 9110 §11.2).
const part = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s,"]*)))?/g;

/**
 * The scopes that an API names as missing in the `WWW-Authenticate` of a 403: a Bearer challenge with the error
 * `insufficient_scope` and a `scope` (RFC 6750 §3 and §3.1). Empty for everything else; what is no scope is left out.
 */
export function readInsufficientScope(header: string | string[] | undefined): string[] {
  if (header === undefined) return [];
  const found = readChallenges([header].flat().join(", ")).flatMap(({ scheme, params }) =>
    scheme === "bearer" && params.get("error") === "insufficient_scope"
      ? (params.get("scope") ?? "").split(" ")
      : [],
  );
  return [...new Set(found)].filter((scope) => scopeToken.test(scope)).slice(0, MOST_SCOPES);
}

interface Challenge {
  scheme: string;
  params: Map<string, string>;
}

function readChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  for (const [, name = "", quoted, plain] of header.matchAll(part)) {
    const value = quoted?.replaceAll(/\\(.)/g, "$1") ?? plain;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), params: new Map() });
    else challenges.at(-1)?.params.set(name.toLowerCase(), value);
  }
  return challenges;
}

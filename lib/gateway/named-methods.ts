// What APIs and frameworks read as “take this for the method”, without case and separators.
const names = new Set(
  "method httpmethod methodoverride httpmethodoverride xmethodoverride xhttpmethod xhttpmethodoverride".split(
    " ",
  ),
);
const methods = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|MERGE)$/;

/**
 * The HTTP methods that the query of a path names in a parameter by which some APIs replace the method of a call
 * (`?method=delete` on a GET), in capitals; some servers part parameters at `;` too. A parameter of that name with another
 * value means something else.
 */
export function methodsNamedIn(path: string): string[] {
  const at = path.indexOf("?");
  if (at < 0 || !/method/i.test(decodeLoosely(path.slice(at)))) return [];
  const named: string[] = [];
  for (const [name, value] of new URLSearchParams(path.slice(at).replaceAll(";", "&"))) {
    const asked = value.trim().toUpperCase();
    if (names.has(name.toLowerCase().replace(/[^a-z]/g, "")) && methods.test(asked)) named.push(asked);
  }
  return named;
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "method";
  }
}

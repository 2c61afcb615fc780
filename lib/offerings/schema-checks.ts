import { placeholdersOf } from "#lib/core/template.ts";

/** Whether a text is an https URL that may hold `{name}`s, without user, password, blanks or fragment. */
export function isUrlTemplate(template: string): boolean {
  const sample = placeholdersOf(template).reduce(
    (filled, name) =>
      filled.replace(`{${name}}`, filled.startsWith("{") ? "https://sample.example" : "sample"),
    template,
  );
  if (/[\s\\]/.test(template) || !URL.canParse(sample)) return false;
  const url = new URL(sample);
  return url.protocol === "https:" && !url.username && !url.password && !template.includes("#");
}

/** Whether a text is a regular expression that begins and ends where the value does. */
export function isPattern(pattern: string): boolean {
  try {
    return pattern.startsWith("^") && pattern.endsWith("$") && new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

const framing =
  /^(?:host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/i;

/** Whether a token may travel in a header of this name: not where HTTP itself says how long or whose a message is (P-06). */
export function isTokenHeader(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name) && !framing.test(name);
}

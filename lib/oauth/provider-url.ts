import { AppError } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";

/**
 * Parses an address of a provider and refuses what must never be called or redirected to, wherever it came from:
 * other schemes than https, user or password, a fragment, control characters, a `{name}` left over (F-05).
 * Plain http passes for the provider's one insecure origin. Throws AppError `egress-blocked`.
 */
export function providerUrl(text: string, { insecureOrigin, displayName }: Provider): URL {
  const url = parseAddress(text, insecureOrigin);
  if (!url) {
    throw new AppError("egress-blocked", `an address of ${displayName} is not a plain https URL`, {
      detail: `An address in the set-up of ${displayName} is not a plain https URL, so it is not used.`,
    });
  }
  return url;
}

/** The same rule as a question: the address, or `null` when it must not be used. */
export function parseAddress(text: string, insecureOrigin: string | null): URL | null {
  const url = hasOddCharacter(text) ? null : URL.parse(text);
  const isSecure = url?.protocol === "https:" || (url?.protocol === "http:" && url.origin === insecureOrigin);
  return !url || !isSecure || url.username || url.password || text.includes("#") ? null : url;
}

// URL.parse drops tabs and newlines in silence, so they are looked for in the text.
function hasOddCharacter(text: string): boolean {
  return !/^[\x21-\x7e]+$/.test(text) || /[{}\\]/.test(text);
}

const placeholder = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names of the `{name}`s in a template. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map((match) => match[1] ?? "");
}

/** The names of the `{name}`s that decide which host a URL template leads to. */
export function hostPlaceholdersOf(template: string): string[] {
  const authority = template.startsWith("{") ? /^\{[A-Za-z_][A-Za-z0-9_]*\}/ : /^[a-z]+:\/\/[^/?#]*/;
  return placeholdersOf(authority.exec(template)?.[0] ?? "");
}

/** Replaces the `{name}`s that have a value, as they are; leaves the others standing. For headers and parameters. */
export function fillText(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/**
 * Replaces the `{name}`s of a URL template that have a value. Where a value goes decides what it may be:
 * the start takes an https base address, the host takes only host characters, the rest is percent-encoded. The host
 * must come out as the name it was put together as: an address in any notation is none.
 * Returns `null` when a value does not fit its place, so that no value can move the request to another host.
 */
export function fillUrl(template: string, values: Readonly<Record<string, string>>): string | null {
  let fits = true;
  const authorityEnd = /^[a-z]+:\/\/[^/?#]*/.exec(template)?.[0].length ?? 0;
  const filled = template.replace(placeholder, (whole, name: string, offset: number) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    if (offset === 0) return asBase(value) ?? refuse();
    if (offset < authorityEnd) return isHostPart(value) ? value : refuse();
    return /^\.{1,2}$/.test(value) ? refuse() : encodeURIComponent(value);
  });
  const isFixed = placeholdersOf(template.slice(0, authorityEnd)).length === 0;
  return fits && (isFixed || isNamed(filled)) ? filled : null;

  function refuse(): string {
    fits = false;
    return "";
  }
}

function isHostPart(value: string): boolean {
  return /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/.test(
    value,
  );
}

/** Whether the host of a filled URL is a name, the very one that it shows; one that is not filled yet passes. */
function isNamed(filled: string): boolean {
  const shown = /^[a-z]+:\/\/([^/?#]*?)(?::\d*)?(?:[/?#]|$)/.exec(filled)?.[1] ?? "";
  const parsed = URL.parse(filled)?.hostname;
  return shown.includes("{") || (parsed === shown.toLowerCase() && isName(parsed));
}

/** Whether a parsed host is a name of somebody else's: `127.1` and `0x7f.0.0.1` have become an address by now. */
function isName(host: string): boolean {
  return !/^(?:[\d.]+|\[.*)$/.test(host) && !/(?:^|\.)(?:localhost|localdomain)$/.test(host);
}

function asBase(value: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isPlain = url?.protocol === "https:" && !url.username && !url.password && !url.search && !url.hash;
  return isPlain && isName(url.hostname) ? url.href.replace(/\/$/, "") : null;
}

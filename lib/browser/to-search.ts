/** The query of an address from the filters of a list; what is `null` or empty is not asked for. */
export function toSearch(filter: Readonly<Record<string, string | null>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

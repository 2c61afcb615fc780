export type Difference = Record<string, { before: unknown; after: unknown }>;

/**
 * For the audit trail: what changes, by field; of `names`, else of all that `after` names. A field that is not there counts
 * as `null`. Whoever calls it hands in no secret.
 */
export function toDifference(before: object, after: object, names = Object.keys(after)): Difference {
  const [old, fresh] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const pairs = names.map(
    (name) => [name, { before: old.get(name) ?? null, after: fresh.get(name) ?? null }] as const,
  );
  return Object.fromEntries(pairs.filter(([, pair]) => !isSame(pair.before, pair.after)));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

// A JSON column comes back with its keys in another order than they went in.
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Date)
    return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

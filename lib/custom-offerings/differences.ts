import type { OfferingChanges } from "./contract.ts";

type Difference = OfferingChanges["items"][number];

/** What differs between two values of JSON, by path, as text: whole lists of plain values count as one value each. */
export function listDifferences(before: unknown, after: unknown, path = ""): Difference[] {
  const [old, now] = [byName(before), byName(after)];
  if (isTree(old) && isTree(now)) {
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return names.flatMap((name) =>
      listDifferences(old[name], now[name], path === "" ? name : `${path}.${name}`),
    );
  }
  const [one, other] = [toText(before), toText(after)];
  return one === other ? [] : [{ path, before: one, after: other }];
}

type Tree = Record<string, unknown>;

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Scopes and variables are told apart by their names, so that a new one in front does not change all others.
function byName(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const names = value.map((item) => (isTree(item) ? (item.id ?? item.name) : undefined));
  if (!names.every((name) => typeof name === "string") || new Set(names).size < names.length) return value;
  return Object.fromEntries(value.map((item, index) => [names[index], item]));
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, inner) => (isTree(inner) ? sorted(inner) : inner));
}

// A JSON column gives keys back in an order of its own.
function sorted(value: Tree): Tree {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

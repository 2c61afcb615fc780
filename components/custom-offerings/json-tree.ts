export type Tree = Record<string, unknown>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same tree without the given paths, and without what then says nothing: `null`, empty lists and empty branches. */
export function withoutPaths(tree: Tree, paths: readonly string[]): Tree {
  const entries = Object.entries(tree).flatMap(([name, value]): [string, unknown][] => {
    if (paths.includes(name)) return [];
    const below = paths
      .filter((path) => path.startsWith(`${name}.`))
      .map((path) => path.slice(name.length + 1));
    const kept = isTree(value) ? withoutPaths(value, below) : value;
    return saysNothing(kept) ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries);
}

/** Two trees in one; where both have a value, the second's counts. */
export function mergeTrees(one: Tree, other: Tree): Tree {
  const merged: Tree = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const before = merged[name];
    merged[name] = isTree(before) && isTree(value) ? mergeTrees(before, value) : value;
  }
  return merged;
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isTree(value) && Object.keys(value).length === 0;
}

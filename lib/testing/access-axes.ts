import { atPage, type Cell } from "./access-cells.ts";
import type { Caller } from "./access-people.ts";
import type { Thing } from "./access-rules.ts";

/** What a thing is to whoever asks for it: every one of these has cells, or the matrix misses a side. */
export const relations = [
  ...["own", "a colleague's", "a colleague's, shared to read", "a colleague's, shared to use"],
  ...["a colleague's, shared to manage", "the workspace's", "the deployment's", "another workspace's"],
  ...["unknown", "deleted", "put together of two", "nothing named"],
] as const;

/** How many cells there are on each side of the matrix, and which sides have none. */
export function countAxes(cells: readonly Cell[]): { lines: string[]; missing: string[] } {
  const byRelation = countBy(cells, ({ route, caller, thing }) =>
    relationOf(route.kind === "page" ? atPage(caller) : caller, thing),
  );
  const axes = {
    callers: countBy(cells, ({ caller }) => caller.name),
    things: byRelation,
    kinds: countBy(cells, ({ thing }) => thing?.kind ?? "none"),
    methods: countBy(cells, ({ route }) => (route.kind === "page" ? "page" : route.method)),
    answers: countBy(cells, ({ row, verdict }) => String(row.always ? "as everybody" : verdict)),
  };
  return {
    lines: Object.entries(axes).map(([name, counts]) => `${name}: ${describe(counts)}`),
    missing: relations.filter((relation) => !byRelation.has(relation)),
  };
}

/** What the thing that is asked for is to the caller. */
export function relationOf(caller: Caller, thing: Thing | undefined): (typeof relations)[number] {
  if (!thing) return "nothing named";
  if (!thing.isThere) {
    if (thing.label === "deleted") return "deleted";
    return thing.ids.length > 1 && thing.within !== null ? "put together of two" : "unknown";
  }
  if (thing.workspaceId === null) return "the deployment's";
  // Nobody is of no workspace.
  if (thing.workspaceId !== caller.workspaceId) return "another workspace's";
  if (thing.ownerId === caller.userId) return "own";
  if (thing.level !== null) return `a colleague's, shared to ${thing.level}`;
  return ["connection", "apiKey", "auditEvent", "flow", "session"].includes(thing.kind)
    ? "a colleague's"
    : "the workspace's";
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function describe(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join("; ");
}

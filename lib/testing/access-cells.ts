import type { Instances } from "./access-instances.ts";
import type { Caller } from "./access-people.ts";
import type { AccessRoute } from "./access-routes.ts";
import { type Expectation, expectedOf, sees, type Thing, type Verdict } from "./access-rules.ts";
import { rowsOf } from "./access-table.ts";

/** One question of the matrix: somebody asks for a route, about a thing. */
export interface Cell {
  route: AccessRoute;
  row: Expectation;
  caller: Caller;
  thing: Thing | undefined;
  verdict: Verdict;
}

/** Every cell: routes × callers × things. Pages know no keys, so one of each kind is enough for them. */
export function createCells(
  routes: readonly AccessRoute[],
  callers: readonly Caller[],
  instances: Instances,
): Cell[] {
  return routes.flatMap((route) =>
    rowsOf(route).flatMap((row) =>
      callersOf(route, callers).flatMap((caller) =>
        thingsOf(row, caller, instances).map((thing) => ({
          ...{ route, row, caller, thing },
          verdict: expectedOf(row, route.kind === "page" ? atPage(caller) : caller, thing),
        })),
      ),
    ),
  );
}

function callersOf({ kind }: AccessRoute, callers: readonly Caller[]): readonly Caller[] {
  if (kind !== "page") return callers;
  return callers.filter(({ name, kind: who }) => who !== "key" || !name.startsWith("key:"));
}

/** A page is for people: a key is nobody there. */
export function atPage(caller: Caller): Caller {
  return caller.kind === "key" ? { ...caller, kind: "nobody" } : caller;
}

// Nobody is told anything apart: what is there, what is not.
function thingsOf({ on }: Expectation, caller: Caller, instances: Instances): (Thing | undefined)[] {
  if (!on) return [undefined];
  const things = instances[on];
  return caller.kind === "nobody" ? [things[0], things.at(-1)] : things;
}

/** Whether the call is to change something and may. */
export function changesSomething({ route: { method }, row, verdict }: Cell): boolean {
  const mutates = row.mutates ?? !["GET", "HEAD"].includes(method);
  return mutates && verdict === "ok" && row.always === undefined;
}

/** Whether the caller may not know whether the thing is there. */
export function isHidden({ caller, route, thing }: Cell): boolean {
  return thing !== undefined && !sees(route.kind === "page" ? atPage(caller) : caller, thing);
}

/** The address of a cell. */
export function targetOf(path: string, ids: readonly string[]): string {
  let next = 0;
  return path.replaceAll(/\{\w+\}/g, () => {
    const id = ids[next++] ?? "none";
    return id.split("/").map(encodeURIComponent).join("/");
  });
}

export function describeCell({ route, caller, thing }: Cell): string {
  return `${route.name} as ${caller.name}${thing ? ` for ${thing.label} ${thing.kind}` : ""}`;
}

import { type Cell, changesSomething, targetOf } from "./access-cells.ts";
import { type AccessAnswer, type AccessClient, requestOf } from "./access-client.ts";
import { type AccessFault, findLeaks } from "./access-judge.ts";
import type { Caller } from "./access-people.ts";
import type { AccessRoute, RefusedMethods } from "./access-routes.ts";
import type { AccessWorld } from "./access-world.ts";
import { inParallel } from "./in-parallel.ts";
import { headerVariants, isSameResult, pathVariants } from "./path-variants.ts";

const AT_ONCE = 8;
const SPELLINGS = 8;
const HEADERS = 4;
/** Those of whom one at least is kept out of everything that is not everybody's, and one who is let in where nothing changes. */
const refused = ["anonymous", "otherMember"];
const letIn = "owner";

interface Tried {
  faults: AccessFault[];
  cells: number;
}

/**
 * P-07: the address of each route in other spellings, and with headers by which a framework passes on what it decided. Each
 * spelling lets in whom the address itself lets in, or leads nobody to anything. A sample of the spellings, by the seed.
 */
export async function trySpellings(
  world: AccessWorld,
  client: AccessClient,
  cells: readonly Cell[],
  random: () => number,
): Promise<Tried> {
  const groups = Map.groupBy(cells.filter(isTried), ({ route }) => route.name);
  const found = await inParallel([...groups.values()], AT_ONCE / 2, (group) =>
    tryRoute(world, client, group, random),
  );
  return {
    faults: found.flatMap(({ faults }) => faults),
    cells: found.reduce((sum, one) => sum + one.cells, 0),
  };
}

function isTried(cell: Cell): boolean {
  const { route, row, caller, thing } = cell;
  const isReading = ["GET", "POST"].includes(route.method) && !(row.mutates ?? route.method !== "GET");
  const isFirst =
    thing === undefined ||
    (!thing.label.startsWith("other") && thing.isThere && !thing.label.includes("slug"));
  if (row.for === "everybody" || changesSomething(cell) || route.method === "HEAD" || !isFirst) return false;
  return refused.includes(caller.name) || (caller.name === letIn && isReading);
}

async function tryRoute(
  world: AccessWorld,
  client: AccessClient,
  group: readonly Cell[],
  random: () => number,
): Promise<Tried> {
  // One cell for each caller, all of the same thing.
  const own = group.filter(({ row, thing }) => row === group[0]?.row && thing === group[0]?.thing);
  const requests = await Promise.all(own.map((cell) => requestOf(world, cell)));
  const path = requests[0]?.path ?? "/";
  const ask = async (target: string, header?: string) => {
    const [name = "", value = ""] = header?.split(/: (.*)/s) ?? [];
    const extra = header ? { [name]: value } : {};
    const answers = await Promise.all(
      requests.map((request) =>
        client.send({ ...request, path: target, headers: { ...request.headers, ...extra } }),
      ),
    );
    const what = `${own[0]?.route.name} as ${target}${header ? ` with ${header}` : ""}`;
    const leaks = answers.flatMap((answer, index) =>
      findLeaks(world, (own[index] as Cell).caller, answer).map(
        (text) => `${what}: ${text} to ${own[index]?.caller.name}`,
      ),
    );
    return { statuses: answers.map(statusOf), leaks, what };
  };
  const canonical = (await ask(path)).statuses;
  const headers = ["rsc: 1", ...sample(headerVariants, HEADERS, random)];
  const tries = [
    ...(await inParallel(sample(spellingsOf(path), SPELLINGS, random), 1, (target) => ask(target))),
    ...(await inParallel(headers, 1, (header) => ask(path, header))),
  ];
  const faults = tries.flatMap(({ statuses, leaks, what }): AccessFault[] => [
    ...leaks.map((text): AccessFault => ({ kind: "leak", text })),
    ...(isSameResult(statuses, canonical)
      ? []
      : [{ kind: "mismatch" as const, text: `${what}: ${statuses} instead of ${canonical}` }]),
  ]);
  return { faults, cells: tries.length * own.length };
}

// What begins with no slash is no path to any server, and to no client either.
function spellingsOf(path: string): string[] {
  return pathVariants(path).filter((target) => /^(\/|http:\/\/)/.test(target));
}

// What a page says in its own form: a way to the sign-in page, or that nothing is here.
function statusOf({ status, headers, text }: AccessAnswer): number {
  if (status === 307 && headers.location?.startsWith("/sign-in")) return 401;
  if (status !== 200 || !headers["content-type"]?.startsWith("text/x-component")) return status;
  if (/NEXT_REDIRECT;[a-z]+;\/sign-in/.test(text)) return 401;
  return text.includes("NEXT_HTTP_ERROR_FALLBACK;404") ? 404 : status;
}

function sample<T>(list: readonly T[], count: number, random: () => number): T[] {
  return Array.from({ length: count }, () => list[Math.floor(random() * list.length)] as T);
}

/** Methods that a route has not are refused to everybody, whoever they are. */
export async function tryMethods(
  client: AccessClient,
  callers: readonly Caller[],
  routes: readonly AccessRoute[],
  missing: readonly RefusedMethods[],
): Promise<Tried> {
  const pages = routes.filter(({ kind }) => kind === "page");
  const all = [
    ...missing,
    ...pages.map(({ path }) => ({ path, methods: ["POST", "PUT", "PATCH", "DELETE"] })),
  ];
  const who = callers.filter(({ name }) => [...refused, letIn].includes(name));
  const tries = all.flatMap(({ path, methods }) =>
    methods.flatMap((method) => who.map((caller) => ({ method, caller, path: targetOf(path, []) }))),
  );
  const faults = await inParallel(
    tries,
    AT_ONCE,
    async ({ method, caller, path }): Promise<AccessFault[]> => {
      const { status } = await client.send({ method, path, headers: { ...caller.headers } });
      if (status === 405) return [];
      return [
        { kind: "mismatch", text: `${method} ${path} as ${caller.name}: 405 expected, ${status} came` },
      ];
    },
  );
  return { faults: faults.flat(), cells: tries.length };
}

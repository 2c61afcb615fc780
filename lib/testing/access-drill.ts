import { hashPassword } from "#lib/auth/repository.ts";
import { Secret } from "#lib/core/secret.ts";
import { type Cell, changesSomething } from "./access-cells.ts";
import { type AccessAnswer, type AccessClient, requestOf } from "./access-client.ts";
import { another } from "./access-instances.ts";
import { type AccessFault, compareHidden, judgeAnswer } from "./access-judge.ts";
import { type Caller, drillPassword, newMarker, signedIn } from "./access-people.ts";
import type { AccessWorld } from "./access-world.ts";
import { createMember } from "./factories.ts";
import { inParallel } from "./in-parallel.ts";

const AT_ONCE = 8;

interface Asked {
  cell: Cell;
  answer: AccessAnswer;
}

/** Asks the cells that change nothing: those that are refused, and those that only look. */
export async function askCells(
  world: AccessWorld,
  client: AccessClient,
  cells: readonly Cell[],
): Promise<AccessFault[]> {
  const quiet = cells.filter((cell) => !changesSomething(cell));
  const asked = await inParallel(quiet, AT_ONCE, async (cell): Promise<Asked> => {
    return { cell, answer: await client.send(await requestOf(world, cell)) };
  });
  const groups = new Map<string, Asked[]>();
  for (const one of asked) {
    const { route, row, caller } = one.cell;
    const key = `${route.name} ${caller.name} ${row.on} ${row.needs}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [
    ...asked.flatMap(({ cell, answer }) => judgeAnswer(world, cell, answer)),
    ...[...groups.values()].flatMap(compareHidden),
  ];
}

/** Makes the changes that are allowed, each to a thing of its own, those that delete last. */
export async function makeChanges(
  world: AccessWorld,
  client: AccessClient,
  cells: readonly Cell[],
): Promise<AccessFault[]> {
  const changes = cells.filter((cell) => changesSomething(cell) && !cell.thing?.label.includes("slug"));
  // A workspace may have only so many of some: what is made from nothing comes first.
  changes.sort((a, b) => Number(a.thing !== undefined) - Number(b.thing !== undefined));
  const [ending, lasting] = [true, false].map((isLast) =>
    changes.filter((cell) => isEnding(cell) === isLast),
  ) as [Cell[], Cell[]];
  const faults: AccessFault[] = [];
  for (const part of [lasting, ending])
    for (const found of await inParallel(part, 4, (cell) => makeChange(world, client, cell)))
      faults.push(...found);
  return faults;
}

function isEnding({ route: { method }, row }: Cell): boolean {
  return method === "DELETE" || row.endsSession === true || row.endsGrant === true;
}

async function makeChange(world: AccessWorld, client: AccessClient, cell: Cell): Promise<AccessFault[]> {
  const { row, thing } = cell;
  const caller = row.endsSession ? await standIn(world, cell.caller) : cell.caller;
  const ids = await row.prepare?.(world, caller, thing);
  const fresh =
    thing && (ids ? { ...thing, ids } : row.on && thing.by ? await another(world, row.on, thing) : thing);
  const own: Cell = { ...cell, caller, thing: fresh };
  return judgeAnswer(world, own, await client.send(await requestOf(world, own)));
}

/** Somebody with the same role in the same workspace, with the same password. */
export async function standIn(world: AccessWorld, caller: Caller): Promise<Caller> {
  const { person } = caller;
  if (!person) throw new Error("a key has no session");
  const { workspaceId, role, isPlatformAdmin } = person;
  const db = world.deployment.database.client;
  const actor = await createMember(db, { workspaceId, role, isPlatformAdmin, name: newMarker() });
  const passwordHash = await hashPassword(new Secret(drillPassword));
  const passwordChangedAt = new Date(Date.now() - 60_000);
  await db.user.update({ where: { id: actor.userId }, data: { passwordHash, passwordChangedAt } });
  return signedIn(world.deployment, caller.name, actor);
}

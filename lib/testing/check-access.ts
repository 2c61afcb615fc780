import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { countAxes } from "./access-axes.ts";
import { createCells } from "./access-cells.ts";
import { createAccessClient } from "./access-client.ts";
import { startAccessDeployment } from "./access-deployment.ts";
import { changedTables, digestTables } from "./access-digest.ts";
import { askCells, makeChanges } from "./access-drill.ts";
import { createInstances } from "./access-instances.ts";
import type { AccessFault } from "./access-judge.ts";
import { findRoutes } from "./access-routes.ts";
import { findUncovered } from "./access-table.ts";
import { tryMethods, trySpellings } from "./access-variants.ts";
import { createWorld } from "./access-world.ts";
import { createRandom } from "./create-random.ts";
import { runStep } from "./steps.ts";

/*
 * Who may do what, asked of the real server: every route that exists × everybody × everything that its path can name, held
 * against a table of what is expected; and P-07, a sample of other spellings, by the seed. Prints what is wrong, and one line of
 * JSON at the end. `--no-build` takes the build that is there; `--only` asks the routes whose name contains it.
 */

const { values } = parseArgs({
  options: {
    "no-build": { type: "boolean", default: false },
    only: { type: "string", default: "" },
    seed: { type: "string", default: String(randomInt(1_000_000)) },
  },
});

if (!values["no-build"]) {
  const command = { name: "build", command: process.execPath, args: ["lib/server/build.ts"] };
  if (!(await runStep(command, true)).isPassed) process.exit(1);
}

say(`seed ${values.seed}`);
const { routes, refused } = await findRoutes();
const uncovered = findUncovered(routes);
for (const line of uncovered) say(line);
const deployment = await startAccessDeployment();
const client = createAccessClient(deployment.origin);
const startedAt = performance.now();
try {
  const world = await createWorld(deployment);
  const instances = await createInstances(world);
  const asked = routes.filter(({ name }) => name.includes(values.only));
  const cells = createCells(asked, world.callers, instances);
  const axes = countAxes(cells);
  for (const line of axes.lines) say(line);
  // A part of the routes needs not have them all.
  const missing =
    values.only === "" ? axes.missing.map((relation) => `no cell is for what is ${relation}`) : [];
  for (const line of missing) say(line);
  uncovered.push(...missing);
  say(`${cells.length} cells, ready after ${seconds()} s`);
  const before = await digestTables(deployment.database.pool);
  const faults: AccessFault[] = await askCells(world, client, cells);
  say(`what changes nothing: ${seconds()} s`);
  const spellings = await trySpellings(world, client, cells, createRandom(Number(values.seed)));
  const methods = await tryMethods(client, world.callers, asked, refused);
  faults.push(...spellings.faults, ...methods.faults);
  for (const table of changedTables(before, await digestTables(deployment.database.pool)))
    faults.push({ kind: "mismatch", text: `what was refused has changed the table ${table}` });
  say(`${spellings.cells} spellings, ${methods.cells} methods: ${seconds()} s`);
  faults.push(...(await makeChanges(world, client, cells)));
  say(`what changes something: ${seconds()} s`);
  report(cells.length + spellings.cells + methods.cells, faults);
} finally {
  await client.close();
  for (const line of deployment.server.lines.filter((text) => text.includes('"level":"error"'))) say(line);
  await deployment.stop();
}

function report(cells: number, faults: AccessFault[]): void {
  for (const { kind, text } of faults) say(`${kind}: ${text}`);
  const count = (kind: AccessFault["kind"]) => faults.filter((fault) => fault.kind === kind).length;
  const [leaks, mismatches] = [count("leak"), count("mismatch")];
  const result = { routes: routes.length, cells, leaks, mismatches, uncovered: uncovered.length };
  say(JSON.stringify(result));
  process.exitCode = leaks + mismatches + uncovered.length === 0 ? 0 : 1;
}

function seconds(): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

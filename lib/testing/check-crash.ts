import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { createDeployment, type Deployment } from "./crash-deployment.ts";
import { measureWindow } from "./crash-measure.ts";
import { type OutageResult, playOutage } from "./crash-outage.ts";
import { isPointName, type PointName, pointNames } from "./crash-points.ts";
import { type Mode, modes, playRound, type RoundResult } from "./crash-round.ts";
import type { Site } from "./crash-sites.ts";
import { createRandom } from "./create-random.ts";

/*
 * No connection is lost when a process dies: `kill -9` at twenty points, against providers that keep the refresh token, that
 * forgive a used one for a while, and that end the family at once. What the last one costs is counted, and allowed only
 * between its commit and ours. Then the database is gone for 5 s and for 60 s between the provider's answer and our commit,
 * and once more for 5 s in which the process dies. `--runs --points a,b --modes x,y --width --seed`, `--no-outages`.
 */

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "50" },
    points: { type: "string", default: pointNames.join(",") },
    modes: { type: "string", default: Object.keys(modes).join(",") },
    width: { type: "string", default: String(cpus().length + 1) },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    outages: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const chosenPoints = values.points.split(",").map((name): PointName => {
  if (!isPointName(name)) throw new Error(`there is no point ${name}; there are ${pointNames.join(", ")}`);
  return name;
});
const chosenModes = values.modes.split(",").map((name): Mode => {
  if (!(name in modes))
    throw new Error(`there is no mode ${name}; there are ${Object.keys(modes).join(", ")}`);
  return name as Mode;
});
const [runs, width, seed] = [values.runs, values.width, values.seed].map(Number) as [number, number, number];
process.stdout.write(`seed ${seed}, ${chosenPoints.length} points × ${runs} × ${chosenModes.join(", ")}\n`);

const OUTAGE_SITES = 10;
const outages = {
  "5s": { seconds: 5, dies: false },
  "60s": { seconds: 60, dies: false },
  "5sAndKilled": { seconds: 5, dies: true },
};

const kills = chosenPoints.length * runs;
const deployment = await createDeployment(
  kills + (values.outages ? OUTAGE_SITES * Object.keys(outages).length : 0),
);
try {
  process.exitCode = (await check(deployment)) ? 0 : 1;
} finally {
  await deployment.close();
}

async function check(deployed: Deployment): Promise<boolean> {
  const { sites, ...parts } = deployed;
  const random = createRandom(seed);
  const results: RoundResult[] = [];
  let windowMs: { median: number; max: number } | null = null;
  for (const mode of chosenModes) {
    const plan = chosenPoints.flatMap((point, index) =>
      Array.from({ length: runs }, (_, run) => ({
        ...{ point, site: sites[index * runs + run] as Site, arrives: random() < 0.5, order: random() },
      })),
    );
    plan.sort((a, b) => a.order - b.order);
    if (mode === "strict") windowMs = await measureWindow({ sites, ...parts });
    const result = await playRound({ mode, plan, width, ...parts });
    print(result);
    results.push(result);
  }
  const databaseGone = values.outages ? await playOutages(deployed) : {};
  const stuckLeases = results.reduce((sum, result) => sum + result.stuckLeases, 0);
  const totals = Object.fromEntries(results.map((result) => [result.mode, totalsOf(result, windowMs)]));
  process.stdout.write(
    `${JSON.stringify({ ...totals, stuckLeases, ...(values.outages && { databaseGone }) })}\n`,
  );
  const isNoneLost = Object.values(databaseGone).every(({ lost, unsavedUses }) => lost + unsavedUses === 0);
  return stuckLeases === 0 && isNoneLost && results.every(isRight);
}

async function playOutages(deployed: Deployment): Promise<Record<string, OutageResult>> {
  const results: Record<string, OutageResult> = {};
  for (const [index, [name, outage]] of Object.entries(outages).entries()) {
    const start = kills + index * OUTAGE_SITES;
    const own = deployed.sites.slice(start, start + OUTAGE_SITES);
    const result = await playOutage(deployed, { ...outage, sites: own });
    process.stdout.write(`database gone, ${name}: ${JSON.stringify(result)}\n`);
    results[name] = result;
  }
  return results;
}

function isRight({ byPoint, invariants }: RoundResult): boolean {
  const isKept = Object.values(byPoint).every(
    ({ lost, allowed, faults }) => lost === allowed && faults.length === 0,
  );
  return isKept && Object.values(invariants.counts).every((count) => count === 0);
}

function totalsOf({ mode, byPoint }: RoundResult, windowMs: { median: number; max: number } | null) {
  const all = Object.values(byPoint);
  const sum = (of: "runs" | "lost") => all.reduce((total, result) => total + result[of], 0);
  return { runs: sum("runs"), lost: sum("lost"), ...(mode === "strict" && { windowMs }) };
}

function print({ mode, byPoint, secondsOfKills, stuckLeases, invariants }: RoundResult): void {
  for (const [point, { runs: made, lost, allowed, faults }] of Object.entries(byPoint)) {
    process.stdout.write(`${mode} ${point}: ${made} kills, ${lost} lost (${allowed} in the window)\n`);
    for (const fault of faults.slice(0, 3)) process.stdout.write(`  ${fault}\n`);
  }
  process.stdout.write(`${mode}: ${secondsOfKills} s of killing\n`);
  process.stdout.write(
    `${mode} invariants: ${JSON.stringify(invariants.counts)}, stuck leases: ${stuckLeases}\n`,
  );
  for (const one of invariants.cases) process.stdout.write(`  ${one}\n`);
}

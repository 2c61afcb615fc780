import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runSteps, type Step, type StepResult } from "./steps.ts";
import { add, countVitest, readTally, type Tally, vitestArgs } from "./tally.ts";

const UNIT = "unit tests";

// Page and route types come first: the compiler reads what Next writes.
const prepare: Step[] = [
  { name: "database client", command: "node", args: ["prisma/generate.mjs"] },
  { name: "route types", command: "next", args: ["typegen"] },
];

const checks: Step[] = [
  { name: "types", command: "tsc", args: ["--noEmit", "-p", "."] },
  { name: "structure", command: "node", args: ["lib/testing/check-structure.ts"] },
  { name: "format and lint", command: "biome", args: ["ci", "--error-on-warnings", "--colors=off", "."] },
  { name: "dead code", command: "knip", args: ["--no-progress"] },
  { name: "docs", command: "node", args: ["lib/testing/check-docs.ts"] },
];

/**
 * What every commit must pass: no database, no browser, no network, under a minute. Gives what passed and failed: each
 * unit test, and each other check as one.
 */
export async function verify(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "mooring-verify-"));
  const report = join(folder, "unit.json");
  const unit: Step = { name: UNIT, command: "vitest", args: vitestArgs("unit", report, "dot") };
  const results: StepResult[] = [];
  for (const step of prepare) results.push(...(await runSteps([step], 1)));
  results.push(...(await runSteps([unit, ...checks], 2)));
  const tally = results
    .map(({ name, isPassed }) =>
      name === UNIT
        ? readTally(isPassed, report, countVitest)
        : { passed: Number(isPassed), failed: Number(!isPassed) },
    )
    .reduce(add);
  rmSync(folder, { recursive: true, force: true });
  return tally;
}

if (import.meta.main) {
  const { failed } = await verify();
  process.exit(failed > 0 ? 1 : 0);
}

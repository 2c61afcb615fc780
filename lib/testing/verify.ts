import { runStep, runSteps, type Step } from "./steps.ts";

// Page and route types come first: the compiler reads what Next writes.
const prepare: Step[] = [
  { name: "database client", command: "node", args: ["prisma/generate.mjs"] },
  { name: "route types", command: "next", args: ["typegen"] },
];

const checks: Step[] = [
  { name: "unit tests", command: "vitest", args: ["run", "--project", "unit", "--reporter=dot"] },
  { name: "types", command: "tsc", args: ["--noEmit", "-p", "."] },
  { name: "structure", command: "node", args: ["lib/testing/check-structure.ts"] },
  { name: "format and lint", command: "biome", args: ["ci", "--error-on-warnings", "--colors=off", "."] },
  { name: "dead code", command: "knip", args: ["--no-progress"] },
  { name: "docs", command: "node", args: ["lib/testing/check-docs.ts"] },
];

/** What every commit must pass: no database, no browser, no network, under a minute. Gives passed and failed counts. */
export async function verify(): Promise<{ passed: number; failed: number }> {
  const results = [];
  for (const step of prepare) {
    const result = await runStep(step, false);
    if (!result.isPassed) process.stdout.write(`${result.output}\n`);
    results.push(result);
  }
  results.push(...(await runSteps(checks, 2)));
  const failed = results.filter(({ isPassed }) => !isPassed).length;
  return { passed: results.length - failed, failed };
}

if (import.meta.main) {
  const { failed } = await verify();
  process.exit(failed > 0 ? 1 : 0);
}

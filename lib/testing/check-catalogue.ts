import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogFiles } from "#lib/offerings/catalog-files.ts";
import { CatalogueError, readCatalogue } from "#lib/offerings/read-catalogue.ts";
import { quirkNames } from "#lib/offerings/vocabulary.ts";
import { runStep } from "./steps.ts";

/*
 * Checks the files of the catalogue and runs the tests of the quirks. A quirk counts as tested when a test of its own ran
 * to its end in this very run and passed: `quirkTest` leaves its name with the test, and vitest's report tells the rest.
 */

interface TestReport {
  testResults: { assertionResults: { status: string; fullName: string; meta?: { quirk?: string } }[] }[];
}

/** How many offerings the files hold, and what is wrong in them, a line for each mistake. */
function readFiles(): { offerings: number; problems: string[] } {
  try {
    return { offerings: readCatalogue(catalogFiles).length, problems: [] };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    return { offerings: 0, problems: error.message.split("\n") };
  }
}

/** Runs the tests; gives the quirks whose test passed, and the names of the tests that did not. */
async function runQuirkTests(): Promise<{ tested: Set<string>; failed: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "mooring-quirks-"));
  const file = join(folder, "report.json");
  try {
    const args = ["run", "--project", "unit", "lib/offerings", "--reporter=json", `--outputFile=${file}`];
    const { output, isPassed } = await runStep({ name: "quirks", command: "vitest", args }, false);
    if (!existsSync(file)) return { tested: new Set(), failed: [output] };
    const report = JSON.parse(readFileSync(file, "utf8")) as TestReport;
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    const passed = results.filter(({ status }) => status === "passed");
    const failed = results.filter(({ status }) => status !== "passed").map(({ fullName }) => fullName);
    if (!isPassed && failed.length === 0) failed.push(output);
    return { tested: new Set(passed.flatMap(({ meta }) => meta?.quirk ?? [])), failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { offerings, problems } = readFiles();
const { tested, failed } = await runQuirkTests();
const untested = quirkNames.filter((name) => !tested.has(name));
const lines = [
  ...problems,
  ...failed.map((name) => `failed: ${name}`),
  ...untested.map((name) => `no test of ${name} has passed`),
];
const counts = {
  offerings,
  quirks: quirkNames.length,
  quirksTested: quirkNames.length - untested.length,
  invalid: problems.length,
};
process.stdout.write(`${[...lines, JSON.stringify(counts)].join("\n")}\n`);
process.exitCode = lines.length === 0 ? 0 : 1;

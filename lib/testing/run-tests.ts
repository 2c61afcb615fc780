import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./find-chromium.ts";
import { runStep, type Step } from "./steps.ts";
import { verify } from "./verify.ts";

interface Tally {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
}

const reports = mkdtempSync(join(tmpdir(), "mooring-tests-"));

/** Runs a test command; its report gives the counts, and a command that fails without one counts as one failure. */
async function tally<T>(step: Step, file: string, count: (report: T) => Tally): Promise<Tally> {
  const { isPassed } = await runStep(step, true);
  const counts = existsSync(file)
    ? count(JSON.parse(readFileSync(file, "utf8")) as T)
    : { passed: 0, failed: 0 };
  return isPassed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function vitest(project: string): Promise<Tally> {
  const file = join(reports, `${project}.json`);
  const args = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  return tally<VitestReport>({ name: project, command: "vitest", args }, file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
  }));
}

async function build(): Promise<Tally> {
  const { isPassed } = await runStep({ name: "build", command: "node", args: ["lib/server/build.ts"] }, true);
  return { passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1 };
}

function journeys(): Promise<Tally> {
  const file = join(reports, "journeys.json");
  const env = { CHROMIUM_PATH: ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  return tally<PlaywrightReport>(
    { name: "journeys", command: "playwright", args: ["test", "--reporter=list,json"], env },
    file,
    ({ stats }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
    }),
  );
}

const total: Tally = { passed: 0, failed: 0 };
for (const stage of [verify, () => vitest("unit"), () => vitest("db"), build, journeys]) {
  const { passed, failed } = await stage();
  total.passed += passed;
  total.failed += failed;
}
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

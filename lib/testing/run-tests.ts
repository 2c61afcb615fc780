import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "./find-chromium.ts";
import { runStep, type Step } from "./steps.ts";
import { add, countPlaywright, countVitest, readTally, type Tally, vitestArgs } from "./tally.ts";
import { verify } from "./verify.ts";

// `npm test`: everything, in the order in which it fails cheapest. The last line counts.
const reports = mkdtempSync(join(tmpdir(), "mooring-tests-"));
let total: Tally = { passed: 0, failed: 0 };
for (const stage of [verify, databaseTests, build, journeys]) total = add(total, await stage());
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function databaseTests(): Promise<Tally> {
  const file = join(reports, "db.json");
  const { isPassed } = await runStep({ name: "db", command: "vitest", args: vitestArgs("db", file) }, true);
  return readTally(isPassed, file, countVitest);
}

async function build(): Promise<Tally> {
  const { isPassed } = await runStep({ name: "build", command: "node", args: ["lib/server/build.ts"] }, true);
  return { passed: Number(isPassed), failed: Number(!isPassed) };
}

async function journeys(): Promise<Tally> {
  const file = join(reports, "journeys.json");
  const env = { CHROMIUM_PATH: ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const step: Step = { name: "journeys", command: "playwright", args: ["test", "--reporter=list,json"], env };
  return readTally((await runStep(step, true)).isPassed, file, countPlaywright);
}

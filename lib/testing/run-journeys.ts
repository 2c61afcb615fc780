import { ensureChromium } from "./find-chromium.ts";
import { runStep } from "./steps.ts";

// `npm run e2e -- --grep @main`: finds a Chromium, builds unless the build is of these sources, hands the rest to Playwright.
const env = { CHROMIUM_PATH: ensureChromium() };
const build = await runStep({ name: "build", command: "node", args: ["lib/server/build.ts"] }, true);
if (!build.isPassed) process.exit(1);
const { isPassed } = await runStep(
  { name: "journeys", command: "playwright", args: ["test", ...process.argv.slice(2)], env },
  true,
);
process.exit(isPassed ? 0 : 1);

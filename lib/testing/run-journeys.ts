import { existsSync } from "node:fs";
import { ensureChromium } from "./find-chromium.ts";
import { runStep } from "./steps.ts";

// `npm run e2e -- --grep @main`: finds a Chromium, builds when nothing is built yet, hands the rest to Playwright.
const env = { CHROMIUM_PATH: ensureChromium() };
if (!existsSync(".next/BUILD_ID")) {
  const { isPassed } = await runStep({ name: "build", command: "next", args: ["build"] }, true);
  if (!isPassed) process.exit(1);
}
const { isPassed } = await runStep(
  { name: "journeys", command: "playwright", args: ["test", ...process.argv.slice(2)], env },
  true,
);
process.exit(isPassed ? 0 : 1);

import { fileURLToPath } from "node:url";
import { buildConsole } from "./build-console.ts";
import { say, stage } from "./report.ts";

// `npm run build`: the same build that `npm start` makes, ahead of time (for an image, for the tests).
try {
  const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
  await stage(
    "build",
    () => buildConsole(root),
    (isBuilt) => (isBuilt ? "built" : "up to date"),
  );
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

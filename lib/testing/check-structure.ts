import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { structureRules } from "./structure-rules.ts";

const MODULE_FLOOR = 150;

// Each file breaks one rule; a checker that reads nothing would call them clean.
const planted: Record<string, string> = {
  "lib/core/planted.ts": 'import "../connections/verb.ts";\n',
  "lib/connections/verb.ts":
    'import "../integrations/repository.ts";\nimport type { X } from "../crypto/x.ts";\nexport type Y = X;\n',
  "lib/integrations/repository.ts": "export const rows = 1;\n",
  "lib/crypto/x.ts": "export interface X { a: 1 }\n",
};
const expectedOfCanary = ["core-is-alone", "platform-through-context", "repository-is-private"];

async function inspect(folders: string[], baseDir: string): Promise<ICruiseResult> {
  const options = {
    ...structureRules.options,
    baseDir,
    ruleSet: { forbidden: structureRules.forbidden },
    validate: true,
  } as ICruiseOptions;
  const { enhancedResolveOptions, tsConfig, ...rest } = options as ICruiseOptions & Record<string, unknown>;
  const { output } = await cruise(folders, rest as ICruiseOptions, (enhancedResolveOptions ?? {}) as never);
  return output as ICruiseResult;
}

async function canary(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "mooring-structure-"));
  try {
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { summary } = await inspect(["lib"], folder);
    const found = new Set(summary.violations.map(({ rule }) => rule.name));
    return expectedOfCanary.filter((rule) => !found.has(rule));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missed = await canary();
const { summary } = await inspect(["app", "components", "lib"], process.cwd());
const lines = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
if (missed.length > 0)
  lines.push(`the checker is blind: it missed the planted violation of ${missed.join(", ")}`);
if (summary.totalCruised < MODULE_FLOOR)
  lines.push(`only ${summary.totalCruised} modules read, ${MODULE_FLOOR} expected at least`);
process.stdout.write(
  `${[...lines, `structure: ${summary.totalCruised} modules, ${lines.length} violations`].join("\n")}\n`,
);
process.exit(lines.length > 0 ? 1 : 0);

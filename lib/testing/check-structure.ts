import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { plantedPackages, plantedViolations } from "./planted-violations.ts";
import { structureRules } from "./structure-rules.ts";

const MODULE_FLOOR = 600;

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

/** The rules that do not see the violation planted for them; a checker that reads nothing misses all. */
async function findBlindRules(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "mooring-structure-"));
  try {
    plant(folder);
    const { summary } = await inspect(["app", "components", "lib"], folder);
    const found = new Set(summary.violations.map(({ rule }) => rule.name));
    return structureRules.forbidden.map(({ name }) => name ?? "").filter((name) => !found.has(name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function plant(folder: string): void {
  const imports = Object.values(plantedViolations).flatMap((files) => Object.entries(files));
  const isOurs = (target: string) => /^(app|components|lib)\//.test(target);
  for (const [, target] of imports)
    if (isOurs(target)) write(join(folder, target), "export type Nothing = 0;\n");
  for (const name of plantedPackages) {
    write(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, main: "index.js" }));
    write(join(folder, "node_modules", name, "index.js"), "module.exports = {};\n");
  }
  for (const [file, target] of imports) {
    const specifier = isOurs(target) ? `./${relative(dirname(file), target)}` : target;
    write(join(folder, file), `import "${specifier}";\n`);
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const missed = await findBlindRules();
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

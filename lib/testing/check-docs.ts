import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const LINE_LIMITS: Record<string, number> = { "ARCHITECTURE.md": 150 };
const required = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  "LICENSE",
];

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file && existsSync(file));
const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts);
const problems = required.filter((file) => !existsSync(file)).map((file) => `${file} is missing`);

for (const file of files) {
  const text = readFileSync(file, "utf8");
  problems.push(...brokenLinks(file, text), ...brokenPaths(file, text), ...unknownScripts(file, text));
  const lines = text.trimEnd().split("\n").length;
  const limit = LINE_LIMITS[file];
  if (limit && lines > limit) problems.push(`${file} has ${lines} lines, ${limit} at most`);
}
process.stdout.write(
  `${[...problems, `docs: ${files.length} files, ${problems.length} problems`].join("\n")}\n`,
);
process.exit(problems.length > 0 ? 1 : 0);

function brokenLinks(file: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(normalize(join(dirname(file), target))))
    .map((target) => `${file} links to ${target}, which is not there`);
}

// A code span that starts with one of our folders names a path; `<noun>` and `*` stand for any name.
function brokenPaths(file: string, text: string): string[] {
  return [...text.matchAll(/`((?:app|components|lib|prisma|e2e|public|docs)\/[^`\s]*)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => !/[<*{…]/.test(path) && !existsSync(path))
    .map((path) => `${file} names ${path}, which is not there`);
}

function unknownScripts(file: string, text: string): string[] {
  return [...text.matchAll(/npm run ([a-z][a-z0-9:-]*)/g)]
    .map(([, script = ""]) => script)
    .filter((script) => !scripts.includes(script))
    .map((script) => `${file} names npm run ${script}, which is not there`);
}

import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** The checks of access, sessions, input and audit that must each have a test that says so. */
const named = [
  ...numbered("S", 10),
  ...numbered("Z", 14),
  ...numbered("V", 4),
  ...numbered("U", 6),
  ...["K-03", "F-01", "F-02", "P-07"],
];

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}-${String(index + 1).padStart(2, "0")}`);
}

/** The ids that stand in the titles of a file's tests, groups of tests and steps. */
function idsIn(source: string): string[] {
  const titles = source.matchAll(/(?:\b(?:it|test|describe|step)|[)\]])\(\s*(["'`])((?:(?!\1).)*)\1/g);
  return [...titles].flatMap(([, , title = ""]) => title.match(/\b[A-Z]-\d\d\b/g) ?? []);
}

it("reads the ids in titles, and nowhere else", () => {
  const source = `// Z-99\nit("S-01: a", () => f("U-09"));\nit.each(rows)("V-01, V-02: %s", g);\ndescribe(\n  'Z-03: x',`;
  expect(idsIn(source)).toEqual(["S-01", "V-01", "V-02", "Z-03"]);
});

it("every named check has a test that is named after it", () => {
  const files = globSync(["{lib,app,components}/**/*.test.{ts,tsx}", "e2e/**/*.spec.ts"]);
  const found = new Set(files.flatMap((file) => idsIn(readFileSync(file, "utf8"))));
  expect(named.filter((id) => !found.has(id))).toEqual([]);
});

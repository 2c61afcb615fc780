import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = globSync(
  ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}", "lib/**/*.ts", "prisma/**/*.{ts,mjs}"],
  {
    cwd: root,
  },
).filter((file) => !file.startsWith("lib/db/generated/") && !/\.test\.ts$|^lib\/testing\//.test(file));

/** A statement that is put together of texts, whoever those come from. */
const loose = [
  /\$(?:query|execute)RawUnsafe/,
  /\bPrisma\.raw\(/,
  /\$(?:query|execute)Raw\(\s*["'`]/,
  /\.query\(\s*\w+\s*\+(?!\s*[A-Z_]+\))/,
];
/** A template in a plain call: what stands in it becomes a part of the statement. */
const template = /\.query\(\s*`[^`]*\$\{\s*([^}]+?)\s*\}/g;
/** The names in those, all of them words of ours written in capitals. */
const constant = /^[A-Z][A-Z_]+$/;

it("V-03: no statement of SQL is put together of texts", () => {
  expect(sources.length).toBeGreaterThan(500);
  const found = sources.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, "utf8");
    const filled = [...text.matchAll(template)].filter(([, name = ""]) => !constant.test(name));
    return [...loose.filter((pattern) => pattern.test(text)), ...filled].map((what) => `${file}: ${what}`);
  });
  expect(found).toEqual([]);
});

it("V-03: the search for such statements finds them", () => {
  const bad = [
    "db.$queryRawUnsafe(text)",
    "Prisma.raw(name)",
    "db.$executeRaw(`DROP`)",
    "pool.query(sql + name)",
  ];
  for (const text of bad) expect(loose.some((pattern) => pattern.test(text))).toBe(true);
  const [match] = ["pool.query(`SELECT $", "{name}`)"].join("").matchAll(template);
  expect(match?.[1]).toBe("name");
});

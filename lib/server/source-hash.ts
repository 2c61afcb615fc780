import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const folders = ["app", "components", "lib", "public"];
const files = [
  "instrumentation-client.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "package-lock.json",
  "prisma/schema.prisma",
  "tsconfig.json",
];

/** One hash of everything that the built console is made from; a build under another hash is stale. */
export async function hashSources(root: string): Promise<string> {
  const found = (await Promise.all(folders.map((folder) => listFiles(root, folder)))).flat();
  const paths = [...found, ...files].sort();
  const contents = await Promise.all(
    paths.map((path) => readFile(join(root, path)).catch(() => Buffer.alloc(0))),
  );
  const hash = createHash("sha256");
  for (const [index, path] of paths.entries()) {
    const content = contents[index] ?? Buffer.alloc(0);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !/^lib\/(testing|db\/generated)\//.test(path));
}

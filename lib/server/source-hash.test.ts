import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashSources } from "./source-hash.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mooring-sources-"));
  await mkdir(join(root, "app", "deep"), { recursive: true });
  await writeFile(join(root, "app", "deep", "page.tsx"), "one");
});

afterEach(() => rm(root, { recursive: true, force: true }));

it("a build is stale once a source changes, moves or goes, and not when only a test does", async () => {
  const before = await hashSources(root);
  await writeFile(join(root, "app", "deep", "page.test.ts"), "a test");
  expect(await hashSources(root)).toBe(before);
  await writeFile(join(root, "app", "deep", "page.tsx"), "two");
  const changed = await hashSources(root);
  await rm(join(root, "app", "deep", "page.tsx"));
  await writeFile(join(root, "app", "page.tsx"), "two");
  const moved = await hashSources(root);
  await rm(join(root, "app", "page.tsx"));
  const gone = await hashSources(root);
  expect(new Set([before, changed, moved, gone]).size).toBe(4);
});

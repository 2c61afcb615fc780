import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "#lib/config/start-error.ts";
import { type FolderLock, lockFolder } from "#lib/db/folder-lock.ts";
import { hashSources } from "./source-hash.ts";

const STAMP = "mooring-sources";
const POLL_MS = 200;

/**
 * Builds the console's pages unless the build in `.next` is of these very sources. Of processes that start at once,
 * one builds and the others wait for it. Gives whether there was something to do; throws one line when it fails.
 */
export async function buildConsole(root: string): Promise<boolean> {
  const sources = await hashSources(root);
  if ((await readStamp(root)) === sources) return false;
  const lock = await waitForLock(join(root, "node_modules", ".cache", "mooring-build"));
  try {
    if ((await readStamp(root)) === sources) return false;
    await build(root);
    await writeFile(join(root, ".next", STAMP), sources);
    return true;
  } finally {
    lock.release();
  }
}

async function readStamp(root: string): Promise<string | null> {
  return readFile(join(root, ".next", STAMP), "utf8").catch(() => null);
}

async function waitForLock(directory: string): Promise<FolderLock> {
  for (;;) {
    const lock = await lockFolder(directory).catch((error: Error) => error);
    if (!(lock instanceof Error)) return lock;
    if (!lock.message.includes("in use")) throw lock;
    await delay(POLL_MS);
  }
}

async function build(root: string): Promise<void> {
  await rm(join(root, ".next", STAMP), { force: true });
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise((done) => child.once("close", done));
  if (code === 0) return;
  const report = join(root, "node_modules", ".cache", "mooring-build", "output.txt");
  await writeFile(report, Buffer.concat(output));
  throw new StartError(`the console could not be built; what the build said is in ${report}`);
}

import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Secret } from "#lib/core/secret.ts";
import { decodeKey } from "./fields.ts";
import { StartError } from "./start-error.ts";

/** The secrets that a deployment keeps in files of its own. */
export type KeyFile = "sealing.key" | "session.key" | "postgres.password";

/** Makes the folder of keys if need be (0700), and refuses one that others can look into. */
export async function openKeysDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartError(`DATA_DIR: cannot make ${directory}: ${reason(cause)}`, { cause });
  }
  await refuseShared(directory, "700");
}

/** The keys of a file, one a line, the first one current; `null` when there is no such file. */
export async function readKeys(directory: string, name: KeyFile): Promise<Secret<Uint8Array>[] | null> {
  const path = join(directory, name);
  const text = await readPrivate(path);
  if (text === null) return null;
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#")).map(decodeKey);
  if (keys.length === 0 || !keys.every((key) => key !== null)) {
    throw new StartError(
      `${path} must hold 32 random bytes in base64url, one key a line: put the right file back`,
    );
  }
  return keys;
}

/** Writes a new key and gives what is in the file then: when two processes do it at once, both get the same. */
export async function createKey(directory: string, name: KeyFile): Promise<Secret<Uint8Array>[]> {
  await writePrivate(directory, name, randomBytes(32).toString("base64url"));
  const keys = await readKeys(directory, name);
  if (!keys) throw new StartError(`${join(directory, name)} went away while it was made`);
  return keys;
}

/** The text of a private file, or `null`; refuses one that others can read. */
async function readPrivate(path: string): Promise<string | null> {
  try {
    await refuseShared(path, "600");
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    if (cause instanceof StartError) throw cause;
    throw new StartError(`cannot read ${path}: ${reason(cause)}`, { cause });
  }
}

// A key that was lost in a power cut would take everything sealed with it: synced before it is used.
async function writePrivate(directory: string, name: KeyFile, text: string): Promise<void> {
  const path = join(directory, name);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    const file = await open(draft, "wx", 0o600);
    await file.writeFile(`${text}\n`);
    await file.sync();
    await file.close();
    await link(draft, path).catch(ignoreExisting);
    const folder = await open(directory);
    await folder.sync();
    await folder.close();
  } catch (cause) {
    throw new StartError(`cannot write ${path}: ${reason(cause)}`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
}

async function refuseShared(path: string, mode: string): Promise<void> {
  const shared = (await stat(path)).mode & 0o077;
  if (shared !== 0)
    throw new StartError(`${path} can be read by others on this machine: chmod ${mode} ${path}`);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "#lib/config/start-error.ts";

const SQLITE_BUSY = 5;

/** A folder that only this process may use until it lets go. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process, or throws one line that names who has it. The kernel holds the lock (SQLite's
 * own file lock), so it ends with the process, however that ends, and no process id has to be believed (D-12).
 */
export async function lockFolder(directory: string): Promise<FolderLock> {
  const lock = await openLock(directory);
  const holderPath = join(directory, "holder.json");
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    if ((cause as { errcode?: number }).errcode !== SQLITE_BUSY) throw unwritable(directory, cause);
    throw new StartError(
      `${directory} is in use by another Mooring (${await readHolder(holderPath)}): stop that one first`,
      { cause },
    );
  }
  await writeFile(holderPath, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), {
    mode: 0o600,
  });
  return { release: () => lock.close() };
}

async function openLock(directory: string): Promise<DatabaseSync> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new DatabaseSync(join(directory, "lock"), { timeout: 0 });
  } catch (cause) {
    throw unwritable(directory, cause);
  }
}

function unwritable(directory: string, cause: unknown): StartError {
  return new StartError(
    `DATA_DIR: cannot write in ${directory} (${(cause as { code?: string }).code ?? "refused"})`,
    { cause },
  );
}

async function readHolder(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  const match = /"pid":(\d+),"since":"([^"]+)"/.exec(text);
  return match ? `process ${match[1]}, since ${match[2]}` : "it has only just started";
}

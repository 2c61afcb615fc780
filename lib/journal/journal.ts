import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * A folder of small files that survive the process and a power cut: what was promised to be kept, while the database that
 * should keep it is gone. It knows nothing of their contents, which come to it sealed.
 */
export interface Journal {
  /** Where it is, for the operator. */
  directory: string;
  /** Makes the folder (0700) and tries it out; throws where nothing could be kept. */
  prepare(): Promise<void>;
  /** Returns once the file is on the disk, whole, under its name. Names are letters, digits, dots and hyphens. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** What is there, in the order of the names; drafts of a write that never ended are not. */
  list(): Promise<string[]>;
  read(name: string): Promise<Uint8Array>;
  /** Whether or not it is there. */
  remove(name: string): Promise<void>;
}

const SUFFIX = ".sealed";

/** A journal in a folder, which need not be there yet. */
export function createJournal(directory: string): Journal {
  const pathOf = (name: string) => {
    if (!/^[\w.-]+$/.test(name)) throw new Error("a journal's file has a plain name");
    return join(directory, `${name}${SUFFIX}`);
  };
  return {
    directory,
    prepare: async () => {
      // A name that `list` does not know, should the process die in between.
      const trial = join(directory, "trial");
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await writeDurably(trial, new Uint8Array());
      await rm(trial);
    },
    write: async (name, bytes) => {
      const path = pathOf(name);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      await writeDurably(path, bytes);
      await syncFolder(directory);
    },
    list: async () => {
      const names = await readdir(directory).catch(unlessMissing);
      return names
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => name.slice(0, -SUFFIX.length))
        .sort();
    },
    read: (name) => readFile(pathOf(name)),
    remove: async (name) => {
      await rm(pathOf(name), { force: true });
    },
  };
}

// Under another name until all of it is on the disk, so that no half of a file is ever read.
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString("hex")}.draft`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function syncFolder(directory: string): Promise<void> {
  const folder = await open(directory);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function unlessMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

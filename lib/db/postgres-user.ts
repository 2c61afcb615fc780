import { execFile } from "node:child_process";
import { chown, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { StartError } from "#lib/config/start-error.ts";

const run = promisify(execFile);

/** Whom PostgreSQL runs as. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to the user `postgres`, made where there is none.
 * Gives `null` when we are not root: PostgreSQL then runs as ourselves.
 */
export async function findPostgresUser(): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  const user = (await readPostgresUser()) ?? (await createPostgresUser());
  if (!user)
    throw new StartError(
      "PostgreSQL does not run as root and the user “postgres” could not be made: start as another user or set DATABASE_URL",
    );
  return user;
}

/** Gives a folder to PostgreSQL's user. */
export async function giveTo(user: PostgresUser | null, path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}

async function readPostgresUser(): Promise<PostgresUser | null> {
  const line = (await readFile("/etc/passwd", "utf8"))
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

async function createPostgresUser(): Promise<PostgresUser | null> {
  const made = await run("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/bin/false",
    "postgres",
  ]).catch(() => null);
  return made ? readPostgresUser() : null;
}

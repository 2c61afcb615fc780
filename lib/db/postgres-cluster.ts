import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { StartError } from "#lib/config/start-error.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { giveTo, type PostgresUser } from "./postgres-user.ts";

/** A data folder, and the programs and the user that work on it. Its parent belongs to the cluster too. */
export interface ClusterPlace {
  directory: string;
  binaries: PostgresBinaries;
  user: PostgresUser | null;
}

export interface RunningCluster {
  /** Resolves when PostgreSQL has ended, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, then a checkpoint. */
  stop(): Promise<void>;
}

/** The cluster's one user. */
export const CLUSTER_USER = "mooring";

const READY = "database system is ready to accept connections";

// PostgreSQL must not outlive us, even after `kill -9`: it ends when the pipe that we hold is closed.
const LIFELINE = `exec 3<&0
"$@" 3<&- </dev/null &
postmaster=$!
( cat <&3; kill -INT $postmaster ) >/dev/null 2>&1 &
wait $postmaster`;

/** Makes an empty cluster. `isSynced: false` skips fsync, for throwaway clusters only. */
export async function createCluster(
  place: ClusterPlace,
  password: Secret<string>,
  { isSynced = true } = {},
): Promise<void> {
  const passwordFile = join(dirname(place.directory), "password");
  await mkdir(place.directory, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password.reveal()}\n`, { mode: 0o600 });
  for (const path of [dirname(place.directory), place.directory, passwordFile])
    await giveTo(place.user, path);
  const home = directoryArgument(place);
  const args = [
    "-D",
    home,
    "-U",
    CLUSTER_USER,
    "--auth=scram-sha-256",
    `--pwfile=${home}/../${basename(passwordFile)}`,
  ];
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  try {
    const child = spawn(place.binaries.initdb, [...args, ...locale, ...(isSynced ? [] : ["--no-sync"])], {
      ...processOptions(place),
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said = collectOutput(child);
    const [code] = await once(child, "close");
    if (code !== 0) throw new StartError(`PostgreSQL's initdb ended with ${code}: ${said.lastLine()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Starts PostgreSQL on a data folder, on loopback only, and waits until it accepts connections.
 * Throws with PostgreSQL's last line when it ends before that.
 */
export async function startCluster(
  place: ClusterPlace,
  port: number,
  settings: Record<string, string> = {},
): Promise<RunningCluster> {
  const all = { listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: "", ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = [place.binaries.postgres, "-D", directoryArgument(place), ...flags];
  const child = spawn("/bin/sh", ["-c", LIFELINE, "postgres", ...command], {
    ...processOptions(place),
    stdio: ["pipe", "ignore", "pipe"],
    // A group of its own: Ctrl-C is for us, and PostgreSQL goes last.
    detached: true,
  });
  const said = collectOutput(child);
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  await Promise.race([
    said.line(READY),
    ended.then(() => Promise.reject(new StartError(`PostgreSQL did not start: ${said.lastLine()}`))),
  ]);
  return {
    ended,
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
  };
}

function processOptions({ directory, user }: ClusterPlace): SpawnOptions {
  const { PATH, NODE_ENV } = process.env;
  return { cwd: directory, env: { PATH, NODE_ENV, LC_ALL: "C", TZ: "UTC" }, ...user };
}

// Another user may not walk through our parents (e.g. /root), but may stay where root has put it.
function directoryArgument(place: ClusterPlace): string {
  return place.user && platform() === "linux" ? "/proc/self/cwd" : place.directory;
}

function collectOutput(child: ChildProcess): { line(text: string): Promise<void>; lastLine(): string } {
  const recent: string[] = [];
  let rest = "";
  const waiting = new Map<string, () => void>();
  child.on("error", (error) => recent.push(error.message));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    recent.push(...lines.filter((line) => line.trim() !== ""));
    recent.splice(0, recent.length - 20);
    for (const [text, done] of waiting) if (lines.some((line) => line.includes(text))) done();
  });
  return {
    line: (text) => new Promise((done) => waiting.set(text, done)),
    lastLine: () => {
      const line =
        recent.findLast((one) => /FATAL|PANIC|error/i.test(one)) ?? recent.at(-1) ?? "it said nothing";
      return line.replace(/^.*?\b[A-Z]{3,7}:\s+/, "");
    },
  };
}

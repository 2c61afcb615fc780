import { readdir, readFile, readlink, realpath, rm } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "#lib/config/start-error.ts";

const WAIT_MS = 30_000;
const IMPATIENT_AFTER_MS = 20_000;
const POLL_MS = 50;

/**
 * Ends what a killed supervisor left running on a cluster, and clears its process-id file. Only call it while
 * holding the folder's lock. A process is ours when it works *in* the data folder, which every PostgreSQL process
 * does: a reused process id never passes for one. Elsewhere than on Linux, PostgreSQL's own check has to do.
 */
export async function endOrphans(cluster: string): Promise<void> {
  if (platform() !== "linux") return;
  const home = await realpath(cluster);
  const startedAt = Date.now();
  for (let pids = await findProcessesIn(home); pids.length > 0; pids = await findProcessesIn(home)) {
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > WAIT_MS)
      throw new StartError(
        `a PostgreSQL of an earlier start still works on ${cluster} (process ${pids.join(", ")})`,
      );
    // Fast shutdown by the postmaster; at last all of them at once, after which PostgreSQL recovers from its log.
    const postmaster = await readPostmasterPid(home);
    if (postmaster && pids.includes(postmaster))
      signal(postmaster, waitedMs > IMPATIENT_AFTER_MS ? "SIGQUIT" : "SIGINT");
    else if (waitedMs > IMPATIENT_AFTER_MS) for (const pid of pids) signal(pid, "SIGQUIT");
    await delay(POLL_MS);
  }
  await rm(join(home, "postmaster.pid"), { force: true });
}

async function findProcessesIn(home: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const isOurs = await Promise.all(pids.map((pid) => isPostgresIn(home, pid)));
  return pids.filter((_, index) => isOurs[index]);
}

// What ends while we look has no more to say.
async function isPostgresIn(home: string, pid: number): Promise<boolean> {
  const [place, name] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(() => null),
    readFile(`/proc/${pid}/comm`, "utf8").catch(() => ""),
  ]);
  return place === home && name.trim() === "postgres";
}

async function readPostmasterPid(home: string): Promise<number | null> {
  const text = await readFile(join(home, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 1 ? pid : null;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

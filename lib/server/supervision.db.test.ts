import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProcess, type TestProcess } from "#lib/testing/processes.ts";

const ROUNDS = 5;

let dataDirectory: string;
let started: ChildProcess[];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "mooring-supervision-"));
  started = [];
});

afterEach(async () => {
  for (const child of started.filter((one) => one.exitCode === null && one.signalCode === null)) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10 });
});

function hold(): TestProcess {
  const supervisor = startProcess("lib/testing/hold-postgres.ts", [], { DATA_DIR: dataDirectory });
  started.push(supervisor.child);
  return supervisor;
}

async function connect(supervisor: TestProcess): Promise<pg.Client> {
  const url = (await supervisor.line(/^ready /)).slice("ready ".length);
  const client = new pg.Client({ connectionString: url });
  // A connection breaks when its server is stopped; the query that follows says so.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Writes rows one by one and gives the number of the last acknowledged one, until the server goes away. */
async function writeUntilGone(client: pg.Client, from: number, onFirst: () => void): Promise<number> {
  for (let next = from; ; next++) {
    const isDone = await client.query("INSERT INTO acknowledged VALUES ($1)", [next]).then(
      () => true,
      () => false,
    );
    if (!isDone) return next - 1;
    if (next === from + 20) onFirst();
  }
}

describe("the built-in PostgreSQL", () => {
  it("C-02: refuses a second start on the same folder, naming the holder, and leaves the first alone", async () => {
    const first = hold();
    const client = await connect(first);
    const second = hold();
    const line = await second.line(/^refused /);
    expect(line).toMatch(
      new RegExp(`in use by another Mooring \\(process ${first.child.pid}, since 20\\d\\d-\\S+\\)`),
    );
    expect(await second.ended).toBe(1);
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it(`C-02: loses no acknowledged row in ${ROUNDS} kills of its supervisor while writing`, {
    timeout: 120_000,
  }, async () => {
    let last = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const supervisor = hold();
      const client = await connect(supervisor);
      await client.query("CREATE TABLE IF NOT EXISTS acknowledged (n int PRIMARY KEY)");
      const { rows } = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM acknowledged");
      expect(rows[0]?.n).toBeGreaterThanOrEqual(last);
      last = await writeUntilGone(client, (rows[0]?.n ?? 0) + 1, () => supervisor.child.kill("SIGKILL"));
      expect(await supervisor.ended).toBe("SIGKILL");
    }
    const client = await connect(hold());
    const { rows } = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM acknowledged");
    expect(rows[0]?.n).toBeGreaterThanOrEqual(last);
    expect(last).toBeGreaterThan(ROUNDS * 20);
    await client.end();
  });

  it("C-02: is not misled by a process id that another program has now", async () => {
    const first = hold();
    await (await connect(first)).end();
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const stranger = spawn("sleep", ["600"]);
    started.push(stranger);
    const pidFile = join(dataDirectory, "postgres", "cluster", "postmaster.pid");
    await writeFile(pidFile, `${stranger.pid}\n/elsewhere\n1\n1\n\n\n\n`);
    await chmod(pidFile, 0o666);
    const client = await connect(hold());
    await client.end();
    expect(stranger.exitCode).toBeNull();
    expect(await readFile(pidFile, "utf8")).not.toContain(String(stranger.pid));
  });

  it("C-02: ends a PostgreSQL that outlived its supervisor", async () => {
    const first = hold();
    const client = await connect(first);
    const pidFile = join(dataDirectory, "postgres", "cluster", "postmaster.pid");
    const postmaster = Number.parseInt(await readFile(pidFile, "utf8"), 10);
    // Stopped, the shell between us cannot tell PostgreSQL that its supervisor is gone.
    const wrapper = Number(
      /^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${postmaster}/status`, "utf8"))?.[1],
    );
    const children = await readFile(`/proc/${wrapper}/task/${wrapper}/children`, "utf8");
    const lifeline = children
      .trim()
      .split(" ")
      .map(Number)
      .filter((pid) => pid !== postmaster);
    for (const pid of lifeline) process.kill(pid, "SIGSTOP");
    first.child.kill("SIGKILL");
    await first.ended;
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    const next = await connect(hold());
    expect(() => process.kill(postmaster, 0)).toThrow("ESRCH");
    for (const pid of lifeline) process.kill(pid, "SIGKILL");
    await next.end();
  });

  it("says in one line that the password it was made with is gone, and makes no other", async () => {
    const first = hold();
    await (await connect(first)).end();
    first.child.kill("SIGTERM");
    await first.ended;
    await rm(join(dataDirectory, "keys", "postgres.password"));
    const second = hold();
    expect(await second.line(/^refused /)).toMatch(/postgres\.password is missing, but .* put it back$/);
    expect(await second.ended).toBe(1);
    expect(await readdir(join(dataDirectory, "keys"))).toEqual([]);
  });

  it("says in one line that its folder cannot be written", async () => {
    await writeFile(join(dataDirectory, "postgres"), "a file, not a folder");
    const supervisor = hold();
    expect(await supervisor.line(/^refused /)).toMatch(/^refused DATA_DIR: cannot write in \S+postgres/);
    expect(await supervisor.ended).toBe(1);
  });
});

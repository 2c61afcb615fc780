import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort, findFreePorts } from "#lib/db/free-port.ts";
import { createTestDatabase, dropTestDatabase, openAdmin, useDatabase } from "#lib/testing/database.ts";
import { startProcess } from "#lib/testing/processes.ts";

const database = useDatabase();
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "mooring-main-"));
});

afterAll(() => rm(home, { recursive: true, force: true }));

function start(env: Record<string, string>) {
  return startProcess("lib/server/main.ts", [], { DATA_DIR: join(home, "data"), SANDBOX: "off", ...env });
}

describe("a start that cannot be", () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ["a wrong setting", { PORT: "eighty" }, /^Mooring does not start: PORT must be a whole number/],
    ["a contradiction", { ROLES: "gateway" }, /^Mooring does not start: ROLES .*DATABASE_URL/],
    [
      "a database that is not there",
      { DATABASE_URL: "postgresql://me:hunter2@127.0.0.1:1/x" },
      /^Mooring does not start: DATABASE_URL: .*ECONNREFUSED/,
    ],
  ])("ends with one line and exit code 1: %s", async (_, env, line) => {
    const mooring = start(env);
    expect(await mooring.ended).toBe(1);
    expect(mooring.lines).toHaveLength(1);
    expect(mooring.lines[0]).toMatch(line);
    expect(mooring.lines[0]).not.toContain("hunter2");
  });

  it("K-02: ends with one line when the database was sealed with another key", async () => {
    const url = await createTestDatabase();
    const roles = { DATABASE_URL: url, ROLES: "worker", PORT: String(await findFreePort()) };
    const first = start(roles);
    await first.line(/^ready/);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const other = start({ ...roles, DATA_DIR: join(home, "other") });
    expect(await other.line(/^Mooring does not start/)).toContain("sealing.key is missing");
    expect(await other.ended).toBe(1);
    await dropTestDatabase(url);
  });
});

describe("a database whose role may make no other role", () => {
  it("Z-15: is started on all the same, with a line that says what an administrator can run", async () => {
    const url = new URL(await createTestDatabase({ isMigrated: false }));
    const admin = await openAdmin(url.href);
    await admin.query("CREATE ROLE alone LOGIN PASSWORD 'alone'");
    await admin.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO alone`);
    await admin.end();
    const DATABASE_URL = Object.assign(new URL(url), { username: "alone", password: "alone" }).href;
    const mooring = start({ DATABASE_URL, ROLES: "worker", PORT: String(await findFreePort()) });
    const warning = await mooring.line(/row-level security does not bind/);
    expect(warning).toContain("CREATE ROLE alone_app NOLOGIN; GRANT alone_app TO alone;");
    await mooring.line(/^ready/);
    mooring.child.kill("SIGTERM");
    expect(await mooring.ended).toBe(0);
    expect(mooring.lines.filter((line) => line.includes("row-level security"))).toHaveLength(1);
    await dropTestDatabase(url.href);
  });
});

describe("two processes on one PostgreSQL", () => {
  it("start at once, do their own roles, and stop cleanly", { timeout: 60_000 }, async () => {
    const ports = await findFreePorts(2);
    const roles = ["gateway", "worker"];
    const both = roles.map((role, index) =>
      start({ DATABASE_URL: database.url, ROLES: role, PORT: String(ports[index]) }),
    );
    for (const mooring of both) await mooring.line(/^ready/);
    const [gateway = "", worker = ""] = ports.map((port) => `http://127.0.0.1:${port}`);
    for (const origin of [gateway, worker]) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect((await fetch(`${gateway}/api/integrations/x/request/y`)).status).toBe(401);
    expect((await fetch(`${worker}/api/integrations/x/request/y`)).status).toBe(404);
    expect((await fetch(`${gateway}/oauth`)).status).toBe(404);
    for (const mooring of both) mooring.child.kill("SIGTERM");
    for (const mooring of both) expect(await mooring.ended).toBe(0);
    expect(
      both.flatMap((mooring) => mooring.lines).filter((line) => /"level":"(error|fatal)"/.test(line)),
    ).toEqual([]);
  });
});

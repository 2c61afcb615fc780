import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, dropTestDatabase, openAdmin, useDatabase } from "#lib/testing/database.ts";
import { createMember, createWorkspace } from "#lib/testing/factories.ts";
import type { PrismaClient } from "./generated/client.ts";
import { migrateDatabase } from "./migrate.ts";
import { findTenantRole, raiseWalls } from "./raise-walls.ts";
import { TenantPool } from "./tenant-pool.ts";
import { openTenants, type Tenants } from "./tenants.ts";

const database = useDatabase();
const ROUNDS = 50;
let role: string;
let one: Tenants;
let ids: string[];

beforeAll(async () => {
  role = (await findTenantRole(database.url)).name;
  one = openTenants({ url: database.url, role, maxConnections: 1 });
  ids = [];
  for (const name of ["Harbour", "Quay"]) {
    const { id } = await createWorkspace(database.db, { name });
    await createMember(database.db, { workspaceId: id });
    ids.push(id);
  }
});

afterAll(async () => {
  await one.close();
});

/** Whose rows one look after the other sees, by every way that leads to the database. */
const looks: Record<string, (db: PrismaClient) => Promise<string[]>> = {
  "a list": async (db) => (await db.workspace.findMany()).map(({ id }) => id),
  "the first": async (db) => [(await db.workspace.findFirstOrThrow()).id],
  "rows with what they refer to": async (db) =>
    (await db.membership.findMany({ include: { workspace: true, user: true } })).map(
      (row) => row.workspace.id,
    ),
  "a group": async (db) =>
    (await db.membership.groupBy({ by: ["workspaceId"] })).map(({ workspaceId }) => workspaceId),
  "hand-written SQL": async (db) =>
    (await db.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Workspace"`).map(({ id }) => id),
  "a transaction": (db) =>
    db.$transaction(async (tx) => {
      const [row] = await tx.workspace.findMany();
      const [again] = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Workspace"`;
      return [
        row?.id ?? "",
        again?.id ?? "",
        (await tx.workspace.findUnique({ where: { id: row?.id } }))?.id ?? "",
      ];
    }),
  "several at once": async (db) => {
    const rows = await Promise.all([
      db.workspace.findFirst(),
      db.workspace.findFirst(),
      db.workspace.findFirst(),
    ]);
    return rows.map((row) => row?.id ?? "");
  },
};

describe("Z-15: two workspaces on one connection", () => {
  it.each(Object.entries(looks))(`Z-15: never mix in ${ROUNDS} rounds of %s`, async (_, look) => {
    for (let round = 0; round < ROUNDS; round++) {
      const order = round % 2 ? ids : ids.toReversed();
      const seen = await Promise.all(order.map((id) => look(one.forWorkspace(id))));
      for (const [n, found] of seen.entries()) expect(new Set(found)).toEqual(new Set([order[n]]));
    }
  });

  it("Z-15: never mix where all ways go at once", async () => {
    const asked = Array.from({ length: ROUNDS }, (_, n) => {
      const id = ids[n % 2] ?? "";
      return Promise.all(Object.values(looks).map((look) => look(one.forWorkspace(id)))).then((found) => [
        id,
        ...new Set(found.flat()),
      ]);
    });
    for (const [id, ...found] of await Promise.all(asked)) expect(found).toEqual([id]);
  });

  it("Z-15: do not share a look-up that Prisma would gather with those of others", async () => {
    const [id = ""] = ids;
    const lookUp = one.forWorkspace(id).workspace.findUnique({ where: { id } });
    await expect(lookUp).rejects.toThrow("use findFirst");
  });

  it("Z-15: a write for another workspace fails, and nothing of it stays", async () => {
    const [id = "", other = ""] = ids;
    const write = one.forWorkspace(id).$transaction(async (tx) => {
      await tx.workspace.update({ where: { id }, data: { name: "Renamed" } });
      await tx.application.create({ data: { id: "app-x", workspaceId: other, slug: "x", name: "x" } });
    });
    await expect(write).rejects.toThrow(/row-level security/);
    expect(await database.db.workspace.findUnique({ where: { id } })).toMatchObject({ name: "Harbour" });
  });
});

describe("Z-15: a tenant's connection", () => {
  it("Z-15: is given to nobody who names no workspace", async () => {
    const pool = new TenantPool({ connectionString: database.url }, role);
    await expect(pool.connect()).rejects.toThrow("without a workspace");
    await expect(pool.query("SELECT 1")).rejects.toThrow("without a workspace");
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });

  it("Z-15: is given to nobody when it could not be bound", async () => {
    const pool = new TenantPool({ connectionString: database.url }, "nobody_of_this_name");
    await expect(pool.within("ws-x", () => pool.connect())).rejects.toMatchObject({ code: "22023" });
    expect(pool.totalCount).toBe(0);
    await pool.end();
  });

  it("Z-15: is bound anew after it broke, and after a statement on it failed", async () => {
    const [id = "", other = ""] = ids;
    const broken = openTenants({ url: database.url, role, maxConnections: 1 });
    const seen = async (workspaceId: string) =>
      (await broken.forWorkspace(workspaceId).workspace.findMany()).map((row) => row.id);
    const pidOf = async () => {
      const [row] = await broken.forWorkspace(id).$queryRaw<
        { pid: number }[]
      >`SELECT pg_backend_pid() AS "pid"`;
      return row?.pid ?? 0;
    };
    expect(await seen(id)).toEqual([id]);
    const pid = await pidOf();
    await database.db.$executeRaw`SELECT pg_terminate_backend(${pid}::int, 5000)`;
    await expect.poll(() => seen(other).catch(() => null)).toEqual([other]);
    expect(await pidOf()).not.toBe(pid);
    await expect(broken.forWorkspace(id).$queryRaw`SELECT 1 / 0`).rejects.toThrow();
    expect(await seen(other)).toEqual([other]);
    await broken.close();
  });

  it("Z-15: left in the middle of a transaction goes to nobody else", async () => {
    const pool = new TenantPool({ connectionString: database.url, max: 1 }, role);
    const [id = "", other = ""] = ids;
    const connection = await pool.within(id, () => pool.connect());
    await connection.query("BEGIN");
    connection.release();
    await expect(pool.within(other, () => pool.connect())).rejects.toThrow("in the middle of a transaction");
    const { rows } = await pool.within(other, () => pool.query(`SELECT "id" FROM "Workspace"`));
    expect(rows).toEqual([{ id: other }]);
    await pool.end();
  });
});

describe("raising the walls", () => {
  it("Z-15: puts back whatever is missing, in a database of a version before them too", async () => {
    const url = await createTestDatabase();
    const admin = await openAdmin(url);
    try {
      const walls = `SELECT polrelid::regclass::text AS "table", polname FROM pg_policy ORDER BY 1, 2`;
      const { rows: before } = await admin.query<{ table: string; polname: string }>(walls);
      for (const { table, polname } of before)
        await admin.query(
          `DROP POLICY ${polname} ON ${table}; ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
        );
      await admin.query("DROP FUNCTION mooring_add_job");
      expect((await findTenantRole(url)).remedy).not.toBeNull();
      expect(await migrateDatabase(url)).toEqual([]);
      expect((await admin.query(walls)).rows).toEqual(before);
      expect((await findTenantRole(url)).remedy).toBeNull();
      await Promise.all([raiseWalls(url), raiseWalls(url), raiseWalls(url)]);
    } finally {
      await admin.end();
      await dropTestDatabase(url);
    }
  });

  it("makes the role as a login role that may, and is no superuser", async () => {
    const url = new URL(await createTestDatabase({ isMigrated: false }));
    const name = `maker_${randomBytes(4).toString("hex")}`;
    const admin = await openAdmin(url.href);
    try {
      await admin.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'plain'`);
      await admin.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${name}`);
      const own = Object.assign(new URL(url), { username: name, password: "plain" }).href;
      await Promise.all([migrateDatabase(own), migrateDatabase(own)]);
      expect(await findTenantRole(own)).toEqual({ name: `${name}_app`, remedy: null });
    } finally {
      await admin.end();
      await dropTestDatabase(url.href);
    }
  });

  it("goes without the role where it may make none, and names what an administrator can run", async () => {
    const url = new URL(await createTestDatabase({ isMigrated: false }));
    const name = `plain_${randomBytes(4).toString("hex")}`;
    const admin = await openAdmin(url.href);
    try {
      await admin.query(
        `CREATE ROLE ${name} LOGIN PASSWORD 'plain'; ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${name}`,
      );
      const plain = Object.assign(new URL(url), { username: name, password: "plain" }).href;
      expect((await migrateDatabase(plain)).length).toBeGreaterThan(0);
      const { remedy } = await findTenantRole(plain);
      expect(remedy).toBe(`CREATE ROLE ${name}_app NOLOGIN; GRANT ${name}_app TO ${name};`);
      await admin.query(remedy ?? "");
      await raiseWalls(plain);
      expect(await findTenantRole(plain)).toEqual({ name: `${name}_app`, remedy: null });
      const tenants = openTenants({ url: plain, role: `${name}_app` });
      expect(await tenants.forWorkspace("ws-x").workspace.count()).toBe(0);
      await tenants.close();
      await admin.query(`ALTER ROLE ${name}_app BYPASSRLS`);
      expect((await findTenantRole(plain)).remedy).toMatch(/^ALTER ROLE .* NOBYPASSRLS; GRANT /);
      await expect(raiseWalls(await strangerTo(admin, url, name))).rejects.toThrow(
        /the tables are not .*'s own/,
      );
    } finally {
      await admin.end();
      await dropTestDatabase(url.href);
    }
  });
});

/** A login role that may do everything with the rows, and owns no table. */
async function strangerTo(
  admin: Awaited<ReturnType<typeof openAdmin>>,
  url: URL,
  owner: string,
): Promise<string> {
  await admin.query(
    `CREATE ROLE ${owner}_2 LOGIN PASSWORD 'plain'; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${owner}_2`,
  );
  return Object.assign(new URL(url), { username: `${owner}_2`, password: "plain" }).href;
}

import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdmin, useDatabase } from "#lib/testing/database.ts";
import { insertOf, type TenantTable, tenantTables } from "#lib/testing/fill-tables.ts";
import { findTenantRole } from "./raise-walls.ts";

const database = useDatabase();
/** The tables that no workspace has rows of, and why the walls leave them as they are. */
const unwalled = {
  _prisma_migrations: "the schema's history: no right at all",
  SandboxRecord: "the practice provider's own: no right at all",
  DeletedWorkspace: "what the system clears up: no right at all",
  AccountMail: "about a person, who belongs to several workspaces: no right at all",
  PasswordReset: "a person's: no right at all",
  PendingSignIn: "a person's: no right at all",
  RecoveryCode: "a person's: no right at all",
  SecondFactor: "a person's: whose it is and since when, and nothing else",
  SignInFlow: "somebody's on their way in: no right at all",
  SignInIdentity: "a person's: no right at all",
  SignInMethod: "the deployment's: no right at all",
  Deployment: "one row, which a workspace may read",
  DeploymentKey: "sealed, and opened for integrations on the deployment's client; only read",
  OAuthCredential:
    "the deployment's clients, secrets sealed; only read, and held while something is built on one",
  User: "a person belongs to several workspaces; neither made nor erased here",
  RateLimit: "counts by hashed keys",
  TokenEndpoint: "what is known of a provider's address, for all",
  ConnectionCooldown: "a time by a connection's id",
};

let admin: pg.Client;
let tenant: pg.Client;
let role: string;
let tables: TenantTable[];

async function bindTo(workspaceId: string): Promise<void> {
  await tenant.query("SELECT set_config('mooring.workspace', $1, false)", [workspaceId]);
}

async function count(client: pg.Client, { table, column }: TenantTable, workspaceId?: string) {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "${table}" WHERE $1::text IS NULL OR "${column}" = $1`,
    [workspaceId ?? null],
  );
  return rows[0]?.count;
}

beforeAll(async () => {
  admin = await openAdmin(database.url);
  await admin.query("SET session_replication_role = replica");
  tables = await tenantTables(admin);
  for (const table of tables)
    for (const id of ["ws-a", "ws-b"]) await admin.query(await insertOf(admin, table, id));
  role = (await findTenantRole(database.url)).name;
  tenant = await openAdmin(database.url);
  await tenant.query("SELECT set_config('role', $1, false)", [role]);
});

afterAll(async () => {
  await tenant.end();
  await admin.end();
});

describe("Z-15: the second wall", () => {
  it("Z-15: stands before every table but those that no workspace has rows of", async () => {
    const { rows } = await admin.query<{ table: string; isWalled: boolean }>(
      `SELECT relname AS "table", relrowsecurity AS "isWalled" FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
    );
    const walled = rows.filter(({ isWalled }) => isWalled).map(({ table }) => table);
    expect(walled).toEqual(tables.map(({ table }) => table).toSorted());
    expect(
      rows
        .filter(({ isWalled }) => !isWalled)
        .map(({ table }) => table)
        .toSorted(),
    ).toEqual(Object.keys(unwalled).toSorted());
    expect(walled.length).toBeGreaterThan(25);
  });

  it("Z-15: shows nothing of any table to a query without a workspace", async () => {
    await tenant.query("RESET mooring.workspace");
    for (const table of tables) {
      expect([table.table, await count(admin, table)]).toEqual([table.table, 2]);
      expect([table.table, await count(tenant, table)]).toEqual([table.table, 0]);
    }
  });

  it("Z-15: shows a workspace its own rows alone, whatever is asked", async () => {
    await bindTo("ws-a");
    for (const table of tables) {
      expect([table.table, await count(tenant, table, "ws-a")]).toEqual([table.table, 1]);
      expect([table.table, await count(tenant, table)]).toEqual([table.table, 1]);
    }
  });

  it("Z-15: takes no row for another workspace, and moves none there", async () => {
    await bindTo("ws-a");
    for (const table of tables) {
      const { table: name, column } = table;
      const insert = await insertOf(admin, table, "ws-b");
      await expect(tenant.query(insert), `${name}: insert`).rejects.toMatchObject({ code: "42501" });
      const update = `UPDATE "${name}" SET "${column}" = 'ws-b'`;
      await expect(tenant.query(update), `${name}: update`).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("Z-15: keeps what belongs to no workspace readable, and as it is", async () => {
    await admin.query(
      `INSERT INTO "CustomOffering" ("id", "displayName", "provider", "createdById", "updatedAt") VALUES ('open', 'Open', 'open', 'x', now());
       INSERT INTO "CustomOfferingVersion" ("offeringId", "version", "data", "createdById") VALUES ('open', 1, '{}', 'x')`,
    );
    await bindTo("ws-a");
    const id = `WHERE "id" = 'open'`;
    expect((await tenant.query(`SELECT 1 FROM "CustomOffering" ${id} FOR SHARE`)).rowCount).toBe(1);
    const versions = `SELECT 1 FROM "CustomOfferingVersion" WHERE "offeringId" = 'open'`;
    expect((await tenant.query(versions)).rowCount).toBe(1);
    const change = tenant.query(`UPDATE "CustomOffering" SET "displayName" = 'Mine' ${id}`);
    await expect(change).rejects.toMatchObject({ code: "42501" });
    const take = tenant.query(`UPDATE "CustomOffering" SET "workspaceId" = 'ws-a' ${id}`);
    await expect(take).rejects.toMatchObject({ code: "42501" });
    expect((await tenant.query(`DELETE FROM "CustomOffering" ${id}`)).rowCount).toBe(0);
    await admin.query(
      `DELETE FROM "CustomOfferingVersion" WHERE "offeringId" = 'open'; DELETE FROM "CustomOffering" ${id}`,
    );
  });
});

describe("U-02: the tenants' role", () => {
  it.each([
    `UPDATE "AuditEvent" SET "action" = 'x'`,
    `DELETE FROM "AuditEvent"`,
    `TRUNCATE "AuditEvent"`,
    `UPDATE "AuditChain" SET "startSequence" = 7`,
    `DELETE FROM "AuditChain"`,
    `TRUNCATE "AuditChain"`,
    `TRUNCATE "Webhook"`,
    `SELECT 1 FROM "_prisma_migrations"`,
    `SELECT 1 FROM "SandboxRecord"`,
    `SELECT 1 FROM graphile_worker.jobs`,
    `UPDATE "Deployment" SET "setupCompletedAt" = NULL`,
    `INSERT INTO "User" ("id", "email", "name", "updatedAt") VALUES ('x', 'x@example.com', 'x', now())`,
    `ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`,
    `ALTER TABLE "Webhook" DISABLE ROW LEVEL SECURITY`,
    `DROP POLICY tenant ON "Webhook"`,
    `CREATE TABLE loot (id int)`,
  ])("U-02: is refused %s by privilege", async (sql) => {
    await bindTo("ws-a");
    await expect(tenant.query(sql)).rejects.toMatchObject({ code: "42501" });
  });

  it("U-02: may add to the trail of its own workspace", async () => {
    await bindTo("ws-a");
    const event = tables.find(({ table }) => table === "AuditEvent") ?? expect.fail("there is a trail");
    await admin.query(`DELETE FROM "AuditEvent" WHERE "workspaceId" = 'ws-a'`);
    expect((await tenant.query(await insertOf(admin, event, "ws-a"))).rowCount).toBe(1);
    const moved = await tenant.query(`UPDATE "AuditChain" SET "sequence" = 9, "mac" = '\\x01'`);
    expect(moved.rowCount).toBe(1);
  });
});

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, dropTestDatabase, openAdmin } from "#lib/testing/database.ts";
import { migrateDatabase } from "./migrate.ts";
import { migrationsDirectory, schemaPath, snapshotPath } from "./migration-list.ts";
import { compareSchemas } from "./schema-engine.ts";

// What the schema's language has no word for: statements that a migration adds by hand, word for word.
const handWritten = [
  `ALTER TABLE "Integration" ADD CONSTRAINT "Integration_credentialSource_check" CHECK (("credentialSource" = 'deployment') = ("oauthCredentialId" IS NOT NULL))`,
  `CREATE UNIQUE INDEX "RuntimeConfiguration_default_key" ON "RuntimeConfiguration"("workspaceId") WHERE "isDefault"`,
  `CREATE UNIQUE INDEX "Application_default_key" ON "Application"("workspaceId") WHERE "isDefault"`,
  `ALTER TABLE "Override" ADD CONSTRAINT "Override_one_scope_check" CHECK (num_nonnulls("runtimeConfigurationId", "applicationId") = 1)`,
  `CREATE UNIQUE INDEX "AuditEvent_deployment_sequence_key" ON "AuditEvent"("sequence") WHERE "workspaceId" IS NULL`,
  `CREATE INDEX "AuditEvent_unlinked_idx" ON "AuditEvent"("createdAt", "id") WHERE "sequence" IS NULL`,
  `CREATE INDEX "Connection_ending_idx" ON "Connection"("tokenExpiresAt") WHERE NOT "hasRefreshToken"`,
  `CREATE UNIQUE INDEX "Invitation_open_key" ON "Invitation"("workspaceId", "email") WHERE "acceptedAt" IS NULL AND "revokedAt" IS NULL`,
  `ALTER TABLE "Connection" ADD CONSTRAINT "Connection_shareLevel_check" CHECK ("isShared" = ("shareLevel" IS NOT NULL))`,
  `ALTER TABLE "Connection" ADD CONSTRAINT "Connection_handover_check" CHECK (("handover" IS NULL) = ("handedOverById" IS NULL))`,
  `CREATE INDEX "Connection_handover_idx" ON "Connection"("workspaceId", "handedOverById") WHERE "handover" IS NOT NULL`,
  `CREATE INDEX "Connection_shared_idx" ON "Connection"("workspaceId", "createdAt" DESC, "id" DESC) WHERE "isShared"`,
];

// The same, for what has to be there before the rest.
const extensions = ["CREATE EXTENSION IF NOT EXISTS pg_trgm"];

const urls: string[] = [];
const folders: string[] = [];

async function emptyDatabase(): Promise<string> {
  const url = await createTestDatabase({ isMigrated: false });
  urls.push(url);
  return url;
}

afterAll(async () => {
  for (const url of urls) await dropTestDatabase(url);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe("migrations", () => {
  it("apply once when several processes start at once", async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]);
    const names = applied.flat();
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(
      await query(url, `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`),
    ).toHaveLength(names.length);
  });

  it("do nothing to a database that is up to date", async () => {
    const url = await emptyDatabase();
    await migrateDatabase(url);
    expect(await migrateDatabase(url)).toEqual([]);
  });

  it("C-10: resume after a start that was killed in the middle of one", async () => {
    const url = await emptyDatabase();
    const directory = await copyMigrations("20990101000000_moorings", "CREATE TABLE moorings (id int);");
    await migrateDatabase(url);
    await query(
      url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('killed', 'unknown', '20990101000000_moorings')`,
    );
    expect(await migrateDatabase(url, directory)).toEqual(["20990101000000_moorings"]);
    expect(await query(url, "SELECT count(*)::int AS rows FROM moorings")).toEqual([{ rows: 0 }]);
  });

  it("C-10: change nothing when one fails, and say so in one line", async () => {
    const url = await emptyDatabase();
    const body = "BEGIN PERFORM 1; RETURN 'a;b'; END";
    const good = `CREATE FUNCTION semicolons() RETURNS text LANGUAGE plpgsql AS $$ ${body} $$;`;
    const directory = await copyMigrations(
      "20990101000000_half",
      `${good} CREATE TABLE broken (id nonsense);`,
    );
    await migrateDatabase(url);
    const failure = await migrateDatabase(url, directory).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toMatch(/^a migration failed and was rolled back: .*nonsense/);
    expect((failure as Error).message).not.toContain("\n");
    expect(await query(url, "SELECT 1 FROM pg_proc WHERE proname = 'semicolons'")).toEqual([]);
    await writeFile(join(directory, "20990101000000_half", "migration.sql"), good);
    expect(await migrateDatabase(url, directory)).toEqual(["20990101000000_half"]);
    expect(await query(url, "SELECT semicolons() AS text")).toEqual([{ text: "a;b" }]);
  });

  it("C-10: leave a database alone that a newer version has migrated", async () => {
    const url = await emptyDatabase();
    await migrateDatabase(url, await copyMigrations("20990101000000_newer", "CREATE TABLE newer (id int);"));
    await expect(migrateDatabase(url)).rejects.toThrow(/does not know \(20990101000000_newer\)/);
  });

  it("leave the snapshot that the next migration starts from equal to the schema", async () => {
    const [snapshot, schema] = await Promise.all([
      readFile(snapshotPath, "utf8"),
      readFile(schemaPath, "utf8"),
    ]);
    expect(await compareSchemas(snapshot, schema)).toBeNull();
  });
});

describe("the migrations and prisma/schema.prisma", () => {
  let migrated: string;
  let direct: string;

  beforeAll(async () => {
    migrated = await emptyDatabase();
    await migrateDatabase(migrated);
    direct = await emptyDatabase();
    const sql = await compareSchemas(null, await readFile(schemaPath, "utf8"));
    await query(direct, [...extensions, sql ?? "", ...handWritten].join(";\n"));
  });

  it.each(Object.keys(catalogue()))("agree on every one of the %s", async (kind) => {
    const sql = catalogue()[kind] ?? "";
    const expected = await query(direct, sql);
    expect(expected.length).toBeGreaterThan(10);
    expect(await query(migrated, sql)).toEqual(expected);
  });
});

async function copyMigrations(name: string, sql: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "mooring-migrations-"));
  folders.push(directory);
  await cp(migrationsDirectory, directory, { recursive: true });
  await mkdir(join(directory, name));
  await writeFile(join(directory, name, "migration.sql"), sql);
  return directory;
}

function catalogue(): Record<string, string> {
  return {
    columns: `SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
    indexes: `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
    constraints: `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid IS DISTINCT FROM to_regclass('_prisma_migrations') ORDER BY 1, 2`,
    "enum values": `SELECT typname, enumlabel, enumsortorder FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid ORDER BY 1, 3`,
  };
}

async function query(url: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = await openAdmin(url);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { type Database, openDatabase, type Query } from "#lib/db/client.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { findTenantRole } from "#lib/db/raise-walls.ts";
import { openTenants, type Tenants } from "#lib/db/tenants.ts";
import { wall } from "./walls.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { adminUrl: string; template: string };
  }
}

/** A test file's own database. Both are there from the first `beforeAll` on. */
export interface TestDatabase {
  readonly db: PrismaClient;
  readonly query: Query;
  readonly tenants: Tenants;
  readonly url: string;
}

/** Gives the test file a fresh, migrated database and drops it afterwards. Call it at the top of the file. */
export function useDatabase(): TestDatabase {
  let opened: { database: Database; tenants: Tenants; url: string } | undefined;
  beforeAll(async () => {
    const url = await createTestDatabase();
    const { name: role } = await findTenantRole(url);
    opened = { url, database: openDatabase({ url }), tenants: openTenants({ url, role }) };
    wall(opened.database.client, opened.tenants);
  });
  afterAll(async () => {
    await opened?.tenants.close();
    await opened?.database.close();
    if (opened) await dropTestDatabase(opened.url);
  });
  const get = () => {
    if (!opened) throw new Error("the test database is there only inside tests and hooks");
    return opened;
  };
  return {
    get db() {
      return get().database.client;
    },
    get query() {
      return get().database.query;
    },
    get tenants() {
      return get().tenants;
    },
    get url() {
      return get().url;
    },
  };
}

/** The URL of a new database: a copy of the migrated one, or empty with `{ isMigrated: false }`. */
export async function createTestDatabase({ isMigrated = true } = {}): Promise<string> {
  const { adminUrl, template } = inject("postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const admin = await openAdmin(adminUrl);
  try {
    await admin.query(
      `CREATE DATABASE ${name} TEMPLATE ${isMigrated ? template : "template0"} STRATEGY file_copy`,
    );
  } finally {
    await admin.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops a database that `createTestDatabase` made, together with whoever is still connected to it. */
export async function dropTestDatabase(url: string): Promise<void> {
  const admin = await openAdmin(inject("postgres").adminUrl);
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  } finally {
    await admin.end();
  }
}

/** One connection to the run's PostgreSQL. End it. */
export async function openAdmin(url: string): Promise<pg.Client> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  return admin;
}

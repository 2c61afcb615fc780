import type { TestProject } from "vitest/node";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { startTemporaryPostgres } from "#lib/db/temporary-postgres.ts";
import { openAdmin } from "./database.ts";

const TEMPLATE = "mooring_template";

/** One PostgreSQL for the whole run, with one migrated database that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTemporaryPostgres();
  try {
    const admin = await openAdmin(postgres.url("postgres"));
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await admin.end();
    await migrateDatabase(postgres.url(TEMPLATE));
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  project.provide("postgres", { adminUrl: postgres.url("postgres"), template: TEMPLATE });
  return () => postgres.stop();
}

import type { DiagnoseMigrationHistoryOutput } from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { StartError } from "#lib/config/start-error.ts";
import { migrateJobs } from "#lib/jobs/migrate-jobs.ts";
import { readMigrationList } from "./migration-list.ts";
import { raiseWalls } from "./raise-walls.ts";
import { withSchemaEngine } from "./schema-engine.ts";

// Any number will do, as long as every Mooring process takes the same one.
const MIGRATION_LOCK = 6_672_646_001;

/**
 * Brings the database and its job queue to the schema of this version, writes Prisma's own history rows, and raises the walls
 * between workspaces.
 * Processes that start at once take turns; the later ones find nothing to do. Gives the migrations it applied.
 * Throws one line when the database is of a newer version, or a migration fails; a failed one has changed nothing.
 */
export async function migrateDatabase(url: string, directory?: string): Promise<string[]> {
  return withMigrationLock(url, async () => {
    const applied = await applyMigrations(url, directory);
    await migrateJobs(url);
    await raiseWalls(url);
    return applied;
  });
}

async function applyMigrations(url: string, directory?: string): Promise<string[]> {
  const migrationsList = await readMigrationList(directory);
  const filters = { externalTables: [], externalEnums: [] };
  return withSchemaEngine(url, async (engine) => {
    const diagnosis = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters,
    });
    refuseNewerDatabase(diagnosis);
    // Each one is a single transaction: what an interrupted start left unfinished was never there.
    for (const migrationName of diagnosis.failedMigrationNames)
      await engine.markMigrationRolledBack({ migrationName });
    const { appliedMigrationNames } = await engine
      .applyMigrations({ migrationsList, filters })
      .catch(explain);
    return appliedMigrationNames;
  }).catch(explain);
}

function refuseNewerDatabase({ history }: DiagnoseMigrationHistoryOutput): void {
  if (history === null || history.diagnostic === "databaseIsBehind") return;
  const [name] = history.unpersistedMigrationNames;
  throw new StartError(
    `the database has a migration that this version does not know (${name}): start the version that made it, or a newer one`,
  );
}

function explain(cause: unknown): never {
  if (cause instanceof pg.DatabaseError) {
    throw new StartError(`a migration failed and was rolled back: ${cause.message}`, { cause });
  }
  throw cause;
}

// The lock lives as long as this session, so a killed process never leaves it behind.
async function withMigrationLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await session.connect();
  try {
    await session.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await work();
  } finally {
    await session.end();
  }
}

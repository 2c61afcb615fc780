import { join } from "node:path";
import type { Config } from "#lib/config/load-config.ts";
import { StartError } from "#lib/config/start-error.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { hasCluster } from "#lib/db/embedded.ts";
import { readMigrationList } from "#lib/db/migration-list.ts";
import { findRunningDatabase, startDatabase } from "./start-database.ts";

export interface Beside {
  url: string;
  database: Database;
  close(): Promise<void>;
}

/**
 * The database of a Mooring that runs, or of one that is stopped, for a command beside it. Throws one line where none has
 * started yet, and where another version of it has; nothing is made then.
 */
export async function openBeside(config: Config): Promise<Beside> {
  const running = await findRunningDatabase(config);
  const isThere = running || config.databaseUrl || (await hasCluster(join(config.dataDirectory, "postgres")));
  if (!isThere)
    throw new StartError(`${config.dataDirectory} holds no Mooring: set DATA_DIR, or start it once`);
  const postgres = running ?? (await startDatabase(config));
  const database = openDatabase({ url: postgres.url, maxConnections: 2 });
  const close = async () => {
    await database.close();
    await postgres.stop();
  };
  try {
    await assertVersion(database);
    return { url: postgres.url, database, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function assertVersion({ pool }: Database): Promise<void> {
  const { rows } = await pool
    .query<{ name: string }>(
      `SELECT "migration_name" AS "name" FROM "_prisma_migrations"
       WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY 1 DESC LIMIT 1`,
    )
    .catch((cause: { code?: string }) => {
      if (cause.code === "42P01")
        throw new StartError("the database holds no Mooring: start it once", { cause });
      throw cause;
    });
  const { migrationDirectories } = await readMigrationList();
  if (rows[0]?.name !== migrationDirectories.at(-1)?.path)
    throw new StartError("the database is of another version of Mooring: start this one on it once");
}

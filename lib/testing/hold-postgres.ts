import { loadConfig } from "#lib/config/load-config.ts";
import { startDatabase } from "#lib/server/start-database.ts";

// A supervisor of the built-in PostgreSQL and nothing else, for tests that kill it: `DATA_DIR` says where.
try {
  const postgres = await startDatabase(loadConfig({ DATA_DIR: process.env.DATA_DIR }));
  process.stdout.write(`ready ${postgres.url}\n`);
  process.once("SIGTERM", () => {
    postgres.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
} catch (error) {
  process.stderr.write(`refused ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

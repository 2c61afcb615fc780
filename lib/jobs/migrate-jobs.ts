import { runMigrations } from "graphile-worker";
import { quietLogger } from "./job-logger.ts";

/** Brings the job queue's own schema to the version that this process speaks. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: quietLogger });
}

import pg from "pg";
import { StartError } from "#lib/config/start-error.ts";

const OLDEST_VERSION = 140_000;
const MAX_DRIFT_MS = 30_000;

/** Looks at the database once before anything leans on it (O-07); throws one line that names what is wrong, without the URL. */
export async function checkDatabase(url: string, now: () => number = Date.now): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const sql =
      "SELECT current_setting('server_version_num')::int AS version, extract(epoch FROM clock_timestamp()) * 1000 AS ms";
    const { rows } = await client.query<{ version: number; ms: string }>(sql);
    const { version = 0, ms = "0" } = rows[0] ?? {};
    if (version < OLDEST_VERSION)
      throw new StartError(
        `DATABASE_URL: PostgreSQL ${Math.floor(version / 10_000)} is too old, 14 is the oldest that will do`,
      );
    const driftMs = Math.abs(Number(ms) - now());
    if (driftMs > MAX_DRIFT_MS)
      throw new StartError(
        `the clocks of this machine and of the database are ${Math.round(driftMs / 1000)} s apart: set them right`,
      );
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`DATABASE_URL: the database cannot be used (${reason(cause)})`, { cause });
  } finally {
    await client.end().catch(() => {});
  }
}

// Messages of the driver can name hosts and users, never the password.
function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return error instanceof pg.DatabaseError ? (message ?? "refused") : (code ?? message ?? "unreachable");
}

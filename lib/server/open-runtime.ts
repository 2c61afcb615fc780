import { linkOldEvents } from "#lib/audit/link-old-events.ts";
import type { Config } from "#lib/config/load-config.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { findTenantRole } from "#lib/db/raise-walls.ts";
import { openTenants, type Tenants } from "#lib/db/tenants.ts";
import { createEgress, type Egress } from "#lib/egress/create-egress.ts";
import type { Logger } from "#lib/log/logger.ts";
import { checkDatabase } from "./check-database.ts";
import { allowedRanges, createRuntime } from "./create-runtime.ts";
import { openKeyring, openSessionKey } from "./open-keys.ts";
import { stage } from "./report.ts";
import type { Shutdown } from "./shutdown.ts";
import { startDatabase } from "./start-database.ts";

/** What a start has in hand at every stage. */
export interface Start {
  config: Config;
  isDev: boolean;
  log: Logger;
  shutdown: Shutdown;
}

export interface OpenedRuntime {
  runtime: Runtime;
  database: Database;
  egress: Egress;
}

/** The stages that every role needs: the database, its migrations, the keys, the way out. Nothing listens yet. */
export async function openRuntime({ config, log, shutdown }: Start): Promise<OpenedRuntime> {
  const postgres = await stage(
    "database",
    () => openPostgres(config),
    () => (config.databaseUrl ? "at DATABASE_URL" : "built in"),
  );
  shutdown.add("the database", () => postgres.stop());
  void postgres.ended.then(() => {
    if (shutdown.isBegun) return;
    log.fatal("the built-in PostgreSQL has ended: stopping");
    return shutdown.begin(1);
  });
  await stage(
    "migrations",
    () => migrateDatabase(postgres.url),
    (applied) => (applied.length > 0 ? `${applied.length} applied` : "up to date"),
  );
  const onError = (error: Error) => {
    if (!shutdown.isBegun) log.warn({ err: error }, "an idle database connection broke");
  };
  const database = openDatabase({ url: postgres.url, maxConnections: 20, onError });
  shutdown.add("the database connections", () => database.close());
  const tenants = await openWalled(postgres.url, { log, shutdown, onError });
  const keyring = await openKeyring(config, database.client);
  const sessionKey = await openSessionKey(config);
  await stage(
    "audit chains",
    () => linkOldEvents({ db: database.client, keyring }),
    (linked) => (linked > 0 ? `${linked} older events linked` : "begun"),
  );
  const egress = createEgress({ allowCidrs: allowedRanges(config) });
  shutdown.add("outbound connections", () => egress.close());
  const runtime = createRuntime({
    config,
    databaseUrl: postgres.url,
    db: database.client,
    tenants,
    egress,
    keyring,
    sessionKey,
    log,
  });
  return { runtime, database, egress };
}

// A database that lets us make no role is no reason not to start: the first wall stands without the second.
async function openWalled(
  url: string,
  { log, shutdown, onError }: Pick<Start, "log" | "shutdown"> & { onError: (error: Error) => void },
): Promise<Tenants | null> {
  const { name: role, remedy } = await findTenantRole(url);
  if (remedy) {
    log.warn(
      { remedy },
      "row-level security does not bind this deployment: run the remedy's SQL once as an administrator of PostgreSQL",
    );
    return null;
  }
  const tenants = openTenants({ url, role, onError });
  shutdown.add("the tenants' database connections", () => tenants.close());
  return tenants;
}

async function openPostgres(config: Config) {
  const postgres = await startDatabase(config);
  try {
    await checkDatabase(postgres.url);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "#lib/db/client.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { startTemporaryPostgres } from "#lib/db/temporary-postgres.ts";
import { createSites, type Site } from "./crash-sites.ts";
import { startProcess, type TestProcess } from "./processes.ts";
import { startWatchedProvider, type WatchedProvider } from "./watched-provider.ts";

export interface Deployment {
  sites: Site[];
  db: PrismaClient;
  databaseUrl: string;
  provider: WatchedProvider;
  /** The gateways that live on, and where they listen. */
  gateways: TestProcess[];
  origins: string[];
  close(): Promise<void>;
}

/** A database, a provider, two gateways that nobody kills, and so many places where one can be killed. */
export async function createDeployment(count: number): Promise<Deployment> {
  // What the first victim compiles, the others find.
  process.env.NODE_COMPILE_CACHE ??= await mkdtemp(join(tmpdir(), "mooring-compiled-"));
  const postgres = await startTemporaryPostgres();
  const databaseUrl = postgres.url("mooring_check");
  const admin = openDatabase({ url: postgres.url("postgres"), maxConnections: 1 });
  await admin.pool.query("CREATE DATABASE mooring_check");
  await admin.close();
  await migrateDatabase(databaseUrl);
  const database = openDatabase({ url: databaseUrl });
  const provider = await startWatchedProvider({ accessTokenLifetimeSeconds: 3_600 });
  const gateways = [1, 2].map(() =>
    startProcess("lib/testing/gateway-process.ts", [databaseUrl, provider.origin]),
  );
  const lines = await Promise.all(gateways.map((gateway) => gateway.line(/^port \d+$/)));
  return {
    sites: await createSites(database.client, provider, count),
    ...{ db: database.client, databaseUrl, provider, gateways },
    origins: lines.map((line) => `http://127.0.0.1:${line.slice(5)}`),
    close: async () => {
      for (const { child } of gateways) child.kill("SIGTERM");
      await Promise.all(gateways.map(({ ended }) => ended));
      await provider.close();
      await database.close();
      await postgres.stop();
      await rm(process.env.NODE_COMPILE_CACHE ?? "", { recursive: true, force: true });
    },
  };
}

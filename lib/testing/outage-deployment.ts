import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { createKeyring } from "#lib/crypto/keyring.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { startTemporaryPostgres } from "#lib/db/temporary-postgres.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import { testContext } from "./context.ts";
import { createMember } from "./factories.ts";
import type { Control, ProviderStats } from "./outage-provider.ts";
import { startFlags, startProcess, type TestProcess } from "./processes.ts";

/** Two whole servers, each gateway and worker, on one PostgreSQL, and the provider of the drill. */
export interface OutageDeployment {
  database: Database;
  /** Of the workspace's owner, who has all connections. */
  ctx: Context & { actor: MemberActor };
  key: string;
  /** Where the provider's token endpoint and its API are. */
  providerOrigin: string;
  control(change: Control): Promise<void>;
  stats(): Promise<ProviderStats>;
  /** Starts the servers; gives where they are. Seed before, so that nothing is renewed meanwhile. */
  startServers(): Promise<string[]>;
  /** The errors that the servers have logged. */
  complaints(): string[];
  close(): Promise<void>;
}

const SERVERS = 2;

export async function startOutageDeployment(): Promise<OutageDeployment> {
  const postgres = await startTemporaryPostgres();
  const url = postgres.url("mooring_outage");
  const admin = openDatabase({ url: postgres.url("postgres"), maxConnections: 1 });
  await admin.pool.query("CREATE DATABASE mooring_outage");
  // Hundreds of thousands of rows are rewritten.
  for (const text of ["ALTER SYSTEM SET autovacuum = on", "SELECT pg_reload_conf()"])
    await admin.pool.query(text);
  await admin.close();
  await migrateDatabase(url);
  const database = openDatabase({ url });
  const sealingKey = new Uint8Array(randomBytes(32));
  const { ctx, key } = await createOwnerWithKey(database, sealingKey);
  const port = await findFreePort();
  const provider = startProcess("lib/testing/outage-provider.ts", [String(port)]);
  await provider.line(/^ready$/);
  const providerOrigin = `http://127.0.0.1:${port}`;
  const servers: TestProcess[] = [];
  const folder = await mkdtemp(join(tmpdir(), "mooring-outage-"));
  return {
    ...{ database, ctx, key, providerOrigin },
    control: async (change) => {
      await fetch(`${providerOrigin}/control`, { method: "POST", body: JSON.stringify(change) });
    },
    stats: async () => (await (await fetch(`${providerOrigin}/stats`)).json()) as ProviderStats,
    startServers: () =>
      Promise.all(
        Array.from({ length: SERVERS }, (_, index) => {
          const dataDirectory = join(folder, String(index));
          return startServer(servers, { url, dataDirectory, sealingKey, providerPort: port });
        }),
      ),
    complaints: () => servers.flatMap(({ lines }) => lines.filter((line) => line.startsWith('{"level"'))),
    close: async () => {
      for (const { child } of servers) child.kill("SIGTERM");
      await Promise.all(servers.map(({ ended }) => ended));
      provider.child.kill("SIGTERM");
      await provider.ended;
      await database.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createOwnerWithKey({ client: db }: Database, sealingKey: Uint8Array<ArrayBuffer>) {
  const keyring = createKeyring([new Secret(sealingKey)]);
  const id = newId("workspace");
  await insertWorkspace({ db, keyring }, { id, name: "Harbour", slug: "harbour" }, new Date());
  const actor = await createMember(db, { workspaceId: id, role: "owner" });
  const ctx = { ...testContext({ db, actor }), keyring, actor };
  const { key } = await createApiKey(ctx, {
    name: "outage",
    scopes: ["connections:use"],
    expiresInDays: null,
  });
  return { ctx, key };
}

interface ServerPlace {
  url: string;
  dataDirectory: string;
  sealingKey: Uint8Array;
  providerPort: number;
}

// The drill's provider stands where the practice provider would: a process without the console's role starts none.
async function startServer(
  servers: TestProcess[],
  { url, dataDirectory, sealingKey, providerPort }: ServerPlace,
): Promise<string> {
  const port = await findFreePort();
  const env = {
    ...{ DATABASE_URL: url, DATA_DIR: dataDirectory, ROLES: "gateway,worker", LOG_LEVEL: "error" },
    ...{ HOST: "127.0.0.1", PORT: String(port), SANDBOX: "on", SANDBOX_PORT: String(providerPort) },
    ...{ SEALING_KEYS: Buffer.from(sealingKey).toString("base64url"), GATEWAY_KEY_PER_MINUTE: "0" },
    GATEWAY_MEMBER_PER_MINUTE: "0",
  };
  const server = startProcess("lib/server/main.ts", [], env, startFlags());
  servers.push(server);
  await server.line(/^Mooring is at /);
  return `http://127.0.0.1:${port}`;
}

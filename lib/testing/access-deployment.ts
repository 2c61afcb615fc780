import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EgressFetch } from "#lib/context/context.ts";
import type { Settings } from "#lib/context/settings.ts";
import { Secret } from "#lib/core/secret.ts";
import { createKeyring, type Keyring } from "#lib/crypto/keyring.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { findFreePorts } from "#lib/db/free-port.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { startTemporaryPostgres } from "#lib/db/temporary-postgres.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import { practiceClient } from "#lib/sandbox/practice-client.ts";
import { testSettings } from "./context.ts";
import { startFlags, startProcess, type TestProcess } from "./processes.ts";

/** A real Mooring with its pages, its interface, its gateway and the practice provider, on a PostgreSQL of its own. */
export interface AccessDeployment {
  origin: string;
  database: Database;
  keyring: Keyring;
  /** What the running server's cookies are signed and its verbs are told by. */
  sessionKey: string;
  settings: Settings;
  /** How the drill's own verbs reach the practice provider. */
  fetch: EgressFetch;
  server: TestProcess;
  stop(): Promise<void>;
}

const high = "1000000";

/** Starts one, built before. No worker runs, so that nothing happens but what is asked for. */
export async function startAccessDeployment(env: Record<string, string> = {}): Promise<AccessDeployment> {
  const postgres = await startTemporaryPostgres();
  const directory = await mkdtemp(join(tmpdir(), "mooring-access-"));
  const url = postgres.url("mooring_check");
  const admin = openDatabase({ url: postgres.url("postgres"), maxConnections: 1 });
  await admin.pool.query("CREATE DATABASE mooring_check");
  await admin.close();
  await migrateDatabase(url);
  const [port, sandboxPort] = await findFreePorts(2);
  const sealing = new Uint8Array(randomBytes(32));
  const sessionKey = randomBytes(32).toString("base64url");
  const server = startProcess(
    "lib/server/main.ts",
    [],
    {
      ...{ DATABASE_URL: url, DATA_DIR: directory, ROLES: "gateway,console", LOG_LEVEL: "warn" },
      ...{ HOST: "127.0.0.1", PORT: String(port), SANDBOX: "on", SANDBOX_PORT: String(sandboxPort) },
      ...{ SEALING_KEYS: Buffer.from(sealing).toString("base64url"), SESSION_KEY: sessionKey },
      ...{ GATEWAY_KEY_PER_MINUTE: high, GATEWAY_MEMBER_PER_MINUTE: high, TOKEN_ENDPOINT_PER_SECOND: "1000" },
      GATEWAY_CONNECTION_PER_MINUTE: high,
      ...env,
    },
    startFlags(),
  );
  await server.line(/^Mooring is at /);
  const database = openDatabase({ url, maxConnections: 8 });
  const egress = createEgress({ allowCidrs: ["127.0.0.0/8"] });
  // One origin for both, as a browser sees them: cookies and the Origin header go by it.
  const origin = `http://localhost:${port}`;
  const sandboxOrigin = `http://127.0.0.1:${sandboxPort}`;
  return {
    ...{ origin, database, sessionKey, server, fetch: egress.fetch },
    keyring: createKeyring([new Secret(sealing)]),
    settings: { ...testSettings, origin, sandboxOrigin, practiceClient: practiceClient(sessionKey) },
    stop: async () => {
      await database.close();
      await egress.close();
      server.child.kill("SIGTERM");
      await server.ended;
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

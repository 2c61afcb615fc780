import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { insertTokens } from "#lib/connections/repository-tokens.ts";
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
import { createMember, findRuntimeConfigurationId } from "./factories.ts";
import { parentOf } from "./process-usage.ts";
import { startFlags, startProcess } from "./processes.ts";

/** A real Mooring with the gateway's role on a PostgreSQL of its own, one key and one connection. */
export interface BenchDeployment {
  /** Where requests to the connection's API go. */
  base: string;
  headers: Record<string, string>;
  gatewayPid: number;
  postgresPid: number;
  stop(): Promise<void>;
}

/** How many other workspaces, integrations, keys and connections are in the tables, so that indexes have work. */
const NEIGHBOURS = 1_000;

/** Starts one whose connection's API is at `apiBaseUri`. */
export async function startDeployment(
  apiBaseUri: string,
  env: Record<string, string> = {},
): Promise<BenchDeployment> {
  const postgres = await startTemporaryPostgres();
  const dataDirectory = await mkdtemp(join(tmpdir(), "mooring-bench-"));
  const url = postgres.url("mooring_bench");
  await createDatabase(postgres.url("postgres"), url);
  const database = openDatabase({ url, maxConnections: 2 });
  const sealingKey = new Uint8Array(randomBytes(32));
  const { key, slug } = await seed(database, apiBaseUri, sealingKey);
  const { rows } = await database.pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const postgresPid = parentOf(rows[0]?.pid ?? 0);
  await database.close();
  const port = await findFreePort();
  const settings = {
    ...{ DATABASE_URL: url, DATA_DIR: dataDirectory, ROLES: "gateway", LOG_LEVEL: "info" },
    // The one origin that may be plain http is the practice provider's; a gateway alone starts none.
    ...{ SANDBOX: "on", SANDBOX_PORT: new URL(apiBaseUri).port },
    ...{ HOST: "127.0.0.1", PORT: String(port) },
    ...{ GATEWAY_KEY_PER_MINUTE: "99999999", GATEWAY_MEMBER_PER_MINUTE: "99999999" },
    GATEWAY_CONNECTION_PER_MINUTE: "99999999",
    SEALING_KEYS: Buffer.from(sealingKey).toString("base64url"),
  };
  const server = startProcess("lib/server/main.ts", [], { ...settings, ...env }, startFlags());
  await server.line(/^Mooring is at /);
  return {
    base: `http://127.0.0.1:${port}/api/integrations/${slug}/request`,
    headers: { authorization: `Bearer ${key}` },
    gatewayPid: server.child.pid ?? 0,
    postgresPid,
    stop: async () => {
      server.child.kill("SIGTERM");
      await server.ended;
      await postgres.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function createDatabase(adminUrl: string, url: string): Promise<void> {
  const admin = openDatabase({ url: adminUrl, maxConnections: 1 });
  await admin.pool.query("CREATE DATABASE mooring_bench");
  await admin.close();
  await migrateDatabase(url);
}

async function seed(database: Database, apiBaseUri: string, sealingKey: Uint8Array) {
  const db = database.client;
  const keyring = createKeyring([new Secret(sealingKey)]);
  const workspaceId = newId("workspace");
  await insertWorkspace({ db, keyring }, { id: workspaceId, name: "Harbour", slug: "harbour" }, new Date());
  const owner = await createMember(db, { workspaceId, role: "owner" });
  const ctx = { ...testContext({ db, actor: owner }), keyring };
  const { key } = await createApiKey(ctx, {
    name: "bench",
    scopes: ["connections:use"],
    expiresInDays: null,
  });
  const slug = "github";
  const integrationId = await createIntegration(database, owner, slug);
  const connectionId = newId("connection");
  const now = new Date();
  const place = {
    ...{ workspaceId, integrationId, ownerId: owner.userId, authorizedById: owner.userId },
    runtimeConfigurationId: await findRuntimeConfigurationId(db, workspaceId),
  };
  await db.connection.create({
    data: { id: connectionId, ...place, apiBaseUri, lastAuthorizedAt: now, hasRefreshToken: true },
  });
  const expiresAt = new Date(now.getTime() + 8 * 3_600_000);
  const accessToken = new Secret("gho_0123456789abcdefghijABCDEFGHIJ012345");
  await insertTokens(
    ctx,
    { connectionId, workspaceId: owner.workspaceId },
    { accessToken, refreshToken: null, tokenType: "Bearer", obtainedAt: now, expiresAt },
  );
  await addNeighbours(database);
  return { key, slug };
}

async function createIntegration({ client }: Database, owner: MemberActor, slug: string): Promise<string> {
  const id = newId("integration");
  await client.integration.create({
    data: {
      ...{ id, slug, name: "GitHub", workspaceId: owner.workspaceId, createdById: owner.userId },
      ...{ offeringId: "github", status: "configured", clientId: "client", scopes: ["read:user"] },
      ...{ callbackPath: "/oauth/callback", integrationKey: id.slice(-20) },
    },
  });
  return id;
}

async function addNeighbours({ pool }: Database): Promise<void> {
  const each = `FROM generate_series(1, ${NEIGHBOURS}) n`;
  for (const text of [
    `INSERT INTO "User" ("id","email","name","updatedAt") SELECT 'user-n'||n, 'n'||n||'@example.com', 'N', now() ${each}`,
    `INSERT INTO "Workspace" ("id","name","slug","updatedAt") SELECT 'ws-n'||n, 'N', 'n'||n, now() ${each}`,
    `INSERT INTO "RuntimeConfiguration" ("id","workspaceId","slug","name","isDefault","updatedAt") SELECT 'runtime-n'||n, 'ws-n'||n, 'production', 'P', true, now() ${each}`,
    `INSERT INTO "Application" ("id","workspaceId","slug","name","isDefault","updatedAt") SELECT 'app-n'||n, 'ws-n'||n, 'default', 'D', true, now() ${each}`,
    `INSERT INTO "Membership" ("workspaceId","userId","role") SELECT 'ws-n'||n, 'user-n'||n, 'member' ${each}`,
    `INSERT INTO "ApiKey" ("id","workspaceId","createdById","name","prefix","last4","secretHash","scopes","applicationId","runtimeConfigurationId")
     SELECT 'apikey-n'||n, 'ws-n'||n, 'user-n'||n, 'N', 'mrg_', 'n', sha256(n::text::bytea), '{connections:use}', 'app-n'||n, 'runtime-n'||n ${each}`,
    `INSERT INTO "Integration" ("id","workspaceId","slug","name","offeringId","status","clientId","callbackPath","integrationKey","createdById","updatedAt")
     SELECT 'integration-n'||n, 'ws-n'||n, 'github', 'N', 'github', 'configured', 'c', '/oauth/callback', 'n'||n, 'user-n'||n, now() ${each}`,
    `INSERT INTO "Connection" ("id","workspaceId","integrationId","ownerId","authorizedById","runtimeConfigurationId","apiBaseUri","lastAuthorizedAt","updatedAt")
     SELECT 'conn-n'||n||'-'||m, 'ws-n'||n, 'integration-n'||n, 'user-n'||n, 'user-n'||n, 'runtime-n'||n, 'https://api.github.com', now(), now() ${each}, generate_series(1, 5) m`,
    `INSERT INTO "ConnectionTokens" ("connectionId","workspaceId","keyId","accessTokenSealed","obtainedAt")
     SELECT c."id", c."workspaceId", 'key', 'x', now() FROM "Connection" c WHERE c."id" LIKE 'conn-n%'`,
    "ANALYZE",
  ])
    await pool.query(text);
}

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { createApiBody } from "#lib/apis/contract.ts";
import { createApi } from "#lib/apis/create-api.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { type Config, loadConfig } from "#lib/config/load-config.ts";
import { newId } from "#lib/core/ids.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { findFreePorts } from "#lib/db/free-port.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { openKeyring, openSessionKey } from "#lib/server/open-keys.ts";
import { startDatabase } from "#lib/server/start-database.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import { practiceDocument } from "./api-document.ts";
import { testContext, testSettings } from "./context.ts";
import { createMember, findRuntimeConfigurationId, secretOfSession } from "./factories.ts";
import { startFlags, startProcess, type TestProcess } from "./processes.ts";
import { cloneApi, type ScaleSize, seeded, seedScale } from "./scale-seed.ts";

/** Who asks: one who runs the big workspace and the deployment, a plain member of it, and the former's key. */
export type CallerName = "admin" | "member" | "key";
export type Callers = Record<CallerName, Record<string, string>>;

/** A data folder with a built-in PostgreSQL that holds so much, stopped, and who can ask for it. */
export interface ScaleFolder {
  env: Record<string, string>;
  callers: Callers;
  /** The built-in PostgreSQL is there while this runs. */
  withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Makes one. */
export async function createFolder(size: ScaleSize): Promise<ScaleFolder> {
  const directory = await mkdtemp(join(tmpdir(), "mooring-scale-"));
  const [port, sandboxPort] = await findFreePorts(2);
  const env = {
    ...{ DATA_DIR: directory, HOST: "127.0.0.1", PORT: String(port), SANDBOX_PORT: String(sandboxPort) },
    LOG_LEVEL: "warn",
  };
  const config = loadConfig(env);
  const withDatabase: ScaleFolder["withDatabase"] = async (work) => {
    const postgres = await startDatabase(config);
    const database = openDatabase({ url: postgres.url });
    try {
      return await work(database, config);
    } finally {
      await database.close();
      await postgres.stop();
    }
  };
  const callers = await withDatabase(async (database) => {
    await migrateDatabase(String(database.pool.options.connectionString));
    return fill(database, config, size);
  });
  return { env, callers, withDatabase, remove: () => rm(directory, { recursive: true, force: true }) };
}

async function fill(database: Database, config: Config, size: ScaleSize): Promise<Callers> {
  const db = database.client;
  const keyring = await openKeyring(config, db);
  const workspaceId = newId("workspace");
  await insertWorkspace({ db, keyring }, { id: workspaceId, name: "Port", slug: "port" }, new Date());
  const owner = await createMember(db, { workspaceId, role: "owner", isPlatformAdmin: true });
  const member = await createMember(db, { workspaceId });
  const runtimeConfigurationId = await findRuntimeConfigurationId(db, workspaceId);
  const { id: applicationId } = await db.application.findFirstOrThrow({ where: { workspaceId } });
  const ids = { workspaceId, runtimeConfigurationId, applicationId };
  await seedScale(database, size, { ...ids, ownerId: owner.userId, memberId: member.userId });
  const ctx = { ...testContext({ db, actor: owner }), keyring };
  const api = await createApi(ctx, createApiBody.parse({ name: "Files", ...apiInput }));
  await cloneApi(database, api.id);
  const { key } = await createApiKey(ctx, {
    name: "bench",
    scopes: [...apiKeyScopes],
    expiresInDays: null,
  });
  await db.deployment.update({ where: { id: 1 }, data: { setupCompletedAt: new Date() } });
  const sessionKey = (await openSessionKey(config)).reveal();
  const cookieOf = async ({ sessionId }: { sessionId: string }) => {
    const cookie = await sessionCookie(secretOfSession(sessionId), { sessionKey, settings: testSettings });
    return { cookie: cookie.split(";", 1)[0] ?? "" };
  };
  return {
    admin: await cookieOf(owner),
    member: await cookieOf(member),
    key: { authorization: `Bearer ${key}` },
  };
}

const host = "https://api.example.com";
const apiInput = {
  ...{ document: JSON.stringify(practiceDocument(host)), scopes: ["profile"], baseUrl: `${host}/api` },
  ...{ authorizeUrl: `${host}/authorize`, tokenUrl: `${host}/token` },
};

export interface ScaleServer {
  origin: string;
  pid: number;
  postgresPid: number;
  /** From the start of its process to the first 200 of `/readyz`. */
  startUpSeconds: number;
  stop(): Promise<void>;
}

const POLL_MS = 20;

/** Starts the server as `npm start` does, the built-in PostgreSQL with it. */
export async function startServer({ env }: ScaleFolder): Promise<ScaleServer> {
  const startedAt = performance.now();
  const server = startProcess("lib/server/main.ts", [], env, startFlags());
  const origin = `http://127.0.0.1:${env.PORT}`;
  await untilReady(server, origin);
  const startUpSeconds = (performance.now() - startedAt) / 1000;
  const status = await readFile(join(env.DATA_DIR ?? "", "postgres", "cluster", "postmaster.pid"), "utf8");
  return {
    ...{ origin, startUpSeconds, pid: server.child.pid ?? 0, postgresPid: Number(status.split("\n")[0]) },
    stop: async () => {
      server.child.kill("SIGTERM");
      await server.ended;
    },
  };
}

async function untilReady({ ended, lines }: TestProcess, origin: string): Promise<void> {
  let end: number | string | undefined;
  void ended.then((code) => {
    end = code;
  });
  while (end === undefined) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await delay(POLL_MS);
  }
  throw new Error(`the server ended (${end}):\n${lines.join("\n")}`);
}

/** What stands in the parameters of a path, by what it follows. */
export const pathIds: Record<string, string> = {
  "/api/integrations/{id}": seeded.integration,
  "/api/connections/{id}": seeded.connection,
  "/api/apis/{id}": seeded.api,
  "/api/custom-offerings/{id}": seeded.offering,
  "/api/webhooks/{id}": seeded.webhook,
};

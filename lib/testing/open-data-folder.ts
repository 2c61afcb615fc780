import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "next-auth/jwt";
import pg from "pg";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { type KeyFile, readKeys } from "#lib/config/key-files.ts";
import { newId } from "#lib/core/ids.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Place, SealingKey } from "#lib/crypto/envelope.ts";
import { createKeyring, type Keyring, openDataKey, openText } from "#lib/crypto/keyring.ts";
import { openDatabase } from "#lib/db/client.ts";
import { CLUSTER_USER } from "#lib/db/postgres-cluster.ts";
import { insertWorkspace } from "#lib/workspaces/repository.ts";
import { testSettings } from "./context.ts";
import { createMember, secretOfSession } from "./factories.ts";

/** Something that must never be seen: a text's UTF-8, or a key's bytes. */
export interface KnownSecret {
  kind: string;
  bytes: Uint8Array;
}

/** People of the first workspace, and a `stranger` who owns another one. */
export type Somebody = "colleague" | "admin" | "second owner" | "platform admin" | "stranger";

/** A running deployment from behind: its database and its keys, as only its operator could read them. */
export interface DataFolder {
  /** Every secret that is kept there, opened. */
  listSecrets(): Promise<KnownSecret[]>;
  /** Every row of every table but `except`, as JSON text; sealed and hashed columns are hex. */
  dumpRows(except: readonly string[]): Promise<{ table: string; text: string }[]>;
  /** Takes the admin console away from everybody, as another platform admin would. */
  demotePlatformAdmins(): Promise<void>;
  /** A signed-in browser of somebody else, as the `Cookie` that it sends. */
  signInAs(who: Somebody): Promise<string>;
  /** What the cookie of a session carries, which its row does not hold. */
  openSessionCookie(cookie: string): Promise<KnownSecret>;
  /** Another member of the one workspace, who signs in with the first person's password. */
  addMember(person: { name: string; email: string }): Promise<void>;
  close(): Promise<void>;
}

interface SealedRow {
  kind: string;
  place: Place;
  keyId: string;
  sealed: Buffer;
}

/** Connects to the built-in PostgreSQL of a data folder whose owner is running. */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const keys = (name: KeyFile) => readKeys(join(folder, "keys"), name).then((found) => found ?? []);
  const [password] = await keys("postgres.password");
  const client = new pg.Client({
    host: "127.0.0.1",
    port: await readPort(folder),
    user: CLUSTER_USER,
    database: "mooring",
    password: base64url(password),
  });
  await client.connect();
  const url = `postgresql://${CLUSTER_USER}:${base64url(password)}@127.0.0.1:${client.port}/mooring`;
  return {
    listSecrets: async () => {
      const [sealing, session] = [await keys("sealing.key"), await keys("session.key")];
      return [
        ...[...sealing, ...session].map((key) => known("deployment key", key.reveal())),
        known("database password", base64url(password)),
        ...(await openRows(client, sealing)),
      ];
    },
    dumpRows: (except) => dumpRows(client, except),
    demotePlatformAdmins: async () => void (await client.query(`UPDATE "User" SET "platformRole" = 'none'`)),
    signInAs: async (who) =>
      signInAs(who, url, {
        keyring: createKeyring(await keys("sealing.key")),
        sessionKey: base64url((await keys("session.key"))[0]),
      }),
    openSessionCookie: async (cookie) => {
      const [, token = ""] = /session=([^;]+)/.exec(cookie) ?? [];
      const payload = await decode({ token, secret: base64url((await keys("session.key"))[0]) });
      if (typeof payload?.sid !== "string") throw new Error("no session of this deployment");
      return known("session secret", payload.sid);
    },
    addMember: (person) => addMember(client, person),
    close: () => client.end(),
  };
}

const roles: Record<Somebody, WorkspaceRole> = {
  ...{ colleague: "member", admin: "admin", "second owner": "owner", "platform admin": "member" },
  stranger: "owner",
};

async function signInAs(
  who: Somebody,
  url: string,
  { keyring, sessionKey }: { keyring: Keyring; sessionKey: string },
): Promise<string> {
  const { client: db, close } = openDatabase({ url, maxConnections: 1 });
  let { id } = await db.workspace.findFirstOrThrow({ orderBy: { createdAt: "asc" } });
  if (who === "stranger") {
    id = newId("workspace");
    await insertWorkspace({ db, keyring }, { id, name: "Elsewhere of the stranger", slug: id }, new Date());
  }
  const more = { role: roles[who], isPlatformAdmin: who === "platform admin" };
  const { sessionId } = await createMember(db, { workspaceId: id, name: who, ...more });
  await close();
  const cookie = await sessionCookie(secretOfSession(sessionId), { sessionKey, settings: testSettings });
  return cookie.split(";", 1)[0] ?? "";
}

async function addMember(client: pg.Client, { name, email }: { name: string; email: string }): Promise<void> {
  const id = newId("user");
  await client.query(
    `INSERT INTO "User" ("id", "email", "name", "passwordHash", "updatedAt")
     SELECT $1, $2, $3, "passwordHash", now() FROM "User" ORDER BY "createdAt" LIMIT 1`,
    [id, email, name],
  );
  await client.query(
    `INSERT INTO "Membership" ("workspaceId", "userId", "role") SELECT "id", $1, 'member' FROM "Workspace"`,
    [id],
  );
}

// The fourth line of PostgreSQL's own lock file.
async function readPort(folder: string): Promise<number> {
  const lines = (await readFile(join(folder, "postgres", "cluster", "postmaster.pid"), "utf8")).split("\n");
  return Number(lines[3]);
}

async function openRows(client: pg.Client, sealing: Secret<Uint8Array>[]): Promise<KnownSecret[]> {
  const keyring = createKeyring(sealing);
  const dataKeys = new Map<string, SealingKey>();
  for (const table of ["WorkspaceKey", "DeploymentKey"] as const) {
    const { rows } = await client.query(`SELECT "id", "kekId", "dataKeySealed" FROM "${table}"`);
    for (const row of rows) dataKeys.set(row.id, openDataKey(keyring, row, table));
  }
  const opened = (await sealedRows(client)).map(({ kind, place, keyId, sealed }) => {
    const key = dataKeys.get(keyId);
    if (!key) throw new Error(`no data key ${keyId} for ${place.table} ${place.rowId}`);
    return known(kind, openText(key, place, sealed).reveal());
  });
  return [...[...dataKeys.values()].map(({ bytes }) => known("data key", bytes.reveal())), ...opened];
}

/** Every sealed column but the keys' own: the names are those that the repositories seal them under. */
async function sealedRows(client: pg.Client): Promise<SealedRow[]> {
  const columns = [
    ["ConnectionTokens", "accessToken", "connectionId", "tokenVersion"],
    ["ConnectionTokens", "refreshToken", "connectionId", "tokenVersion"],
    ["IntegrationSecret", "clientSecret", "id", "0"],
    ["OAuthCredential", "clientSecret", "id", "0"],
    ["SignInMethod", "clientSecret", "id", "0"],
    ["AuthorizationFlow", "codeVerifier", "id", "0"],
    ["Revocation", "accessToken", "id", "0"],
    ["Revocation", "refreshToken", "id", "0"],
  ] as const;
  const found: SealedRow[] = [];
  for (const [table, field, id, version] of columns) {
    const versionColumn = version === "0" ? "0" : `"${version}"`;
    const { rows } = await client.query(
      `SELECT "${id}" AS "rowId", ${versionColumn} AS "version", "keyId", "${field}Sealed" AS "sealed"
       FROM "${table}" WHERE "${field}Sealed" IS NOT NULL`,
    );
    for (const { rowId, version, keyId, sealed } of rows)
      found.push({ kind: field, place: { table, rowId, field, version }, keyId, sealed });
  }
  return found;
}

async function dumpRows(client: pg.Client, except: readonly string[]) {
  const { rows: tables } = await client.query<{ schema: string; name: string }>(
    `SELECT table_schema AS "schema", table_name AS "name" FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: { table: string; text: string }[] = [];
  for (const { schema, name } of tables.filter((table) => !except.includes(table.name))) {
    const { rows } = await client.query<{ text: string }>(
      `SELECT to_jsonb(t)::text AS "text" FROM "${schema}"."${name}" t`,
    );
    found.push(...rows.map(({ text }) => ({ table: name, text })));
  }
  return found;
}

function known(kind: string, secret: string | Uint8Array): KnownSecret {
  return { kind, bytes: typeof secret === "string" ? new TextEncoder().encode(secret) : secret };
}

function base64url(key: Secret<Uint8Array> | undefined): string {
  return Buffer.from(key?.reveal() ?? []).toString("base64url");
}

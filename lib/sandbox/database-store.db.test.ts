import { expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createTestLog } from "#lib/testing/log.ts";
import { authorizationUrl, authorizeAs, testScopes } from "#lib/testing/provider.ts";
import { databaseStore, deleteExpiredSandboxRecords } from "./database-store.ts";
import { practiceClient } from "./practice-client.ts";
import { startSandbox } from "./start-sandbox.ts";

const database = useDatabase();
const sessionKey = "the session key of this file";
const client = practiceClient(sessionKey);
const consoleOrigin = "http://127.0.0.1:3000";
const redirectUri = `${consoleOrigin}/oauth/callback`;

const start = (port: number) =>
  startSandbox({
    port,
    host: "127.0.0.1",
    consoleOrigin,
    sessionKey,
    db: database.db,
    log: createTestLog(),
    drills: { rotation: "strict" },
  });

async function requestToken(origin: string, parameters: Record<string, string>) {
  const body = new URLSearchParams({
    client_id: client.clientId,
    client_secret: client.clientSecret.reveal(),
    ...parameters,
  });
  const response = await fetch(`${origin}/token`, { method: "POST", body });
  return (await response.json()) as { access_token: string; refresh_token: string; error?: string };
}

async function connect(origin: string) {
  const { url, verifier } = authorizationUrl(origin, client.clientId, redirectUri, testScopes);
  const code = (await authorizeAs(url, "ada")).searchParams.get("code") ?? "";
  return requestToken(origin, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier.reveal(),
  });
}

it("keeps practice connections and its signing key over a restart", async () => {
  const before = await start(0);
  const tokens = await connect(before.origin);
  const keys = await (await fetch(`${before.origin}/jwks`)).json();
  await before.close();
  const after = await start(Number(new URL(before.origin).port));
  expect(
    await requestToken(after.origin, { grant_type: "refresh_token", refresh_token: tokens.refresh_token }),
  ).toHaveProperty("access_token");
  expect(await (await fetch(`${after.origin}/jwks`)).json()).toEqual(keys);
  await after.close();
});

it("ends the family in the table too when a used refresh token comes back", async () => {
  const sandbox = await start(0);
  const { refresh_token } = await connect(sandbox.origin);
  const first = await requestToken(sandbox.origin, { grant_type: "refresh_token", refresh_token });
  expect(await requestToken(sandbox.origin, { grant_type: "refresh_token", refresh_token })).toMatchObject({
    error: "invalid_grant",
  });
  const successor = { grant_type: "refresh_token", refresh_token: first.refresh_token };
  expect(await requestToken(sandbox.origin, successor)).toMatchObject({ error: "invalid_grant" });
  await sandbox.close();
});

it("writes no token and no client secret into the table", async () => {
  const sandbox = await start(0);
  const { access_token, refresh_token } = await connect(sandbox.origin);
  await sandbox.close();
  const rows = JSON.stringify(await database.db.sandboxRecord.findMany());
  for (const secret of [access_token, refresh_token, client.clientSecret.reveal()])
    expect(rows).not.toContain(secret);
});

it("lets exactly one of many consume a record", async () => {
  const store = databaseStore(database.db);
  await store.save("RefreshToken", "one", { payload: {}, grantId: "g", uid: null, expiresAt: null });
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, () => store.consume("RefreshToken", "one", 1.5)),
  );
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await store.find("RefreshToken", "one")).toEqual({ consumed: 1.5 });
});

it("finds nothing that has expired, and removes it when told", async () => {
  const store = databaseStore(database.db);
  const expiresAt = new Date(Date.now() - 1);
  await store.save("Session", "old", { payload: { uid: "u" }, grantId: null, uid: "u", expiresAt });
  expect([
    await store.find("Session", "old"),
    await store.findByUid("Session", "u"),
    await store.count("Session"),
  ]).toEqual([null, null, expect.any(Number)]);
  expect(await deleteExpiredSandboxRecords(database.db)).toBeGreaterThanOrEqual(1);
  expect(await database.db.sandboxRecord.count({ where: { uid: "u" } })).toBe(0);
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { getApiKeyActor } from "#lib/api-keys/get-api-key-actor.ts";
import { replaceTokens } from "#lib/connections/repository-tokens.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { findRoute } from "#lib/gateway/route.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createApplication, createOwner, createRuntimeConfiguration } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;
let staging: string;
let crawler: string;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  const { workspaceId } = gateway.owner;
  staging = await createRuntimeConfiguration(database.db, { workspaceId });
  crawler = await createApplication(database.db, { workspaceId });
});
afterEach(() => gateway.close());

interface Place {
  runtimeConfigurationId?: string;
  applicationId?: string;
}

async function connect(place: Place & { runtimeOverrideId?: string; applicationOverrideId?: string }) {
  const id = await gateway.createConnection(gateway.owner);
  await database.db.connection.update({ where: { id }, data: place });
  const pair = { accessToken: new Secret(`token-of-${id}`), refreshToken: null, tokenType: "Bearer" };
  const { workspaceId } = gateway.owner;
  const ctx = testContext({ db: database.db });
  await replaceTokens(ctx, { connectionId: id, workspaceId }, 1, {
    ...pair,
    obtainedAt: new Date(),
    expiresAt: null,
  });
  return id;
}

async function createKey(place: Place): Promise<string> {
  const ctx = testContext({ db: database.db, actor: gateway.owner });
  const input = { name: "test", scopes: ["connections:use" as const], expiresInDays: null, ...place };
  return (await createApiKey(ctx, input)).key;
}

async function createOverride(scope: Place, settings: Record<string, string>): Promise<string> {
  const id = newId("override");
  const { workspaceId, userId: createdById } = gateway.owner;
  const integrationId = gateway.integration.id;
  const data = { id, workspaceId, integrationId, createdById, settings, status: "configured" as const };
  await database.db.override.create({ data: { ...data, ...scope } });
  return id;
}

/** Where a key's call goes, found both ways: by the one look-up, and by the verbs one by one. */
async function reach(key: string, headers: Record<string, string> = {}) {
  gateway.upstream.seen.length = 0;
  const response = await gateway.call("/x", { headers: { authorization: `Bearer ${key}`, ...headers } });
  const actor = await getApiKeyActor(testContext({ db: database.db }), key);
  if (!actor) throw new Error("the key is not valid");
  const { slug } = gateway.integration;
  const ctx = testContext({ db: database.db, actor, settings: { sandboxOrigin: gateway.upstream.origin } });
  const connectionId = headers["mooring-connection"];
  const slow = await findRoute(ctx, { integration: slug, connectionId }).catch(({ code }) => ({ code }));
  const [seen] = gateway.upstream.seen;
  if ("code" in slow) return { status: response.status, slow: slow.code };
  const sent = seen?.headers.authorization;
  if (seen && slow.connectionId !== gateway.connectionId)
    expect(sent).toBe(`Bearer token-of-${slow.connectionId}`);
  const clientId = seen?.headers["client-id"];
  const slowClient = slow.api.headers["client-id"] ?? slow.api.headers["Client-Id"];
  return { status: response.status, connectionId: slow.connectionId, clientId, slowClient };
}

describe("which connection a key's call goes through", () => {
  let ids: Record<"plain" | "crawled" | "staged" | "both", string>;
  beforeEach(async () => {
    ids = {
      both: await connect({ runtimeConfigurationId: staging, applicationId: crawler }),
      staged: await connect({ runtimeConfigurationId: staging }),
      crawled: await connect({ applicationId: crawler }),
      plain: await connect({}),
    };
  });
  const end = (id: string) => database.db.connection.update({ where: { id }, data: { status: "suspended" } });

  it("is of its runtime configuration, made under its application before one made under none", async () => {
    const production = await createKey({ applicationId: crawler });
    const most = await createKey({ applicationId: crawler, runtimeConfigurationId: staging });
    expect((await reach(gateway.key)).connectionId).toBe(ids.plain);
    expect((await reach(production)).connectionId).toBe(ids.crawled);
    expect((await reach(most)).connectionId).toBe(ids.both);
    await end(ids.both);
    expect((await reach(most)).connectionId).toBe(ids.staged);
    await end(ids.staged);
    expect(await reach(most)).toMatchObject({ status: 409 });
  });

  it("is never one that was made under another application, unless it is named", async () => {
    const other = await createKey({ runtimeConfigurationId: staging });
    await end(ids.staged);
    expect(await reach(other)).toMatchObject({ status: 409 });
    const named = await reach(other, { "mooring-connection": ids.both });
    expect(named).toMatchObject({ status: 200, connectionId: ids.both });
  });
});

describe("what a call says of its client", () => {
  beforeEach(() =>
    database.db.integration.update({ where: { id: gateway.integration.id }, data: { offeringId: "twitch" } }),
  );

  it("is that of the connection's overrides, the more specific first, and of no later one", async () => {
    const applicationOverrideId = await createOverride(
      { applicationId: crawler },
      { clientId: "the-crawlers" },
    );
    const runtimeOverrideId = await createOverride(
      { runtimeConfigurationId: staging },
      { clientId: "the-stagings" },
    );
    const place = { runtimeConfigurationId: staging };
    const key = await createKey(place);
    await connect({ ...place, runtimeOverrideId });
    expect(await reach(key)).toMatchObject({ clientId: "the-stagings", slowClient: "the-stagings" });
    await connect({ ...place, runtimeOverrideId, applicationOverrideId });
    expect(await reach(key)).toMatchObject({ clientId: "the-crawlers", slowClient: "the-crawlers" });
    await connect(place);
    expect(await reach(key)).toMatchObject({ clientId: "client", slowClient: "client" });
  });

  it("follows a change of the override from the next call on", async () => {
    const runtimeOverrideId = await createOverride(
      { runtimeConfigurationId: staging },
      { clientId: "first" },
    );
    const key = await createKey({ runtimeConfigurationId: staging });
    await connect({ runtimeConfigurationId: staging, runtimeOverrideId });
    expect((await reach(key)).clientId).toBe("first");
    await database.db.override.update({
      where: { id: runtimeOverrideId },
      data: { settings: { clientId: "second" } },
    });
    expect((await reach(key)).clientId).toBe("second");
  });

  it("does not wait for the integration's own client to be proven where an override brought another", async () => {
    const runtimeOverrideId = await createOverride({ runtimeConfigurationId: staging }, { clientId: "x" });
    const key = await createKey({ runtimeConfigurationId: staging });
    await connect({ runtimeConfigurationId: staging, runtimeOverrideId });
    const where = { id: gateway.integration.id };
    await database.db.integration.update({ where, data: { status: "draft", clientId: "" } });
    expect(await reach(key)).toMatchObject({ status: 200, clientId: "x" });
    expect(await reach(gateway.key)).toMatchObject({ status: 409, slow: "integration-not-configured" });
  });
});

it("P-04: no call follows an override that leads a client away", async () => {
  const applicationOverrideId = await createOverride({ applicationId: crawler }, {});
  await connect({ applicationId: crawler, applicationOverrideId });
  const key = await createKey({ applicationId: crawler });
  expect((await reach(key)).status).toBe(200);
  await database.db.override.update({
    where: { id: applicationOverrideId },
    data: { settings: { tokenUrl: "https://elsewhere.example/token" } },
  });
  expect(await reach(key)).toMatchObject({ status: 409, slow: "integration-not-configured" });
});

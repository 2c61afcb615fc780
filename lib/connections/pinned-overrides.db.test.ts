import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Context, withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { getIntegration } from "#lib/integrations/get-integration.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import type { Override } from "#lib/overrides/contract.ts";
import { createOverride } from "#lib/overrides/create-override.ts";
import { deleteOverride } from "#lib/overrides/delete-override.ts";
import { getOverride } from "#lib/overrides/get-override.ts";
import { getOverrideImpact } from "#lib/overrides/get-override-impact.ts";
import { updateOverride } from "#lib/overrides/update-override.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, connectAs, expireToken } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import {
  apiKeyActor,
  createApplication,
  createOwner,
  createRuntimeConfiguration,
  systemActor,
} from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";
import { completeRevocation } from "./complete-revocation.ts";
import { createConnection } from "./create-connection.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { getConnection } from "./get-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;
let integration: Integration;
let runtime: string;
let application: string;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
  const { workspaceId } = owner;
  runtime = await createRuntimeConfiguration(database.db, { workspaceId });
  application = await createApplication(database.db, { workspaceId });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  integration = await createPractice(ctx);
});

const override = (
  scope: { runtimeConfiguration: string } | { application: string },
  client = provider.secondClient,
) =>
  createOverride(ctx, {
    ...{ id: integration.id, ...scope, settings: { clientId: client.clientId } },
    clientSecret: client.clientSecret,
  });
const both = async () => ({
  ofRuntime: await override({ runtimeConfiguration: runtime }),
  ofApplication: await override({ application }, provider.thirdClient),
});
const connect = async (under: { runtime?: string; application?: string; connectionId?: string } = {}) => {
  const end = await connectAs(ctx, integration, under);
  expect(end.failure).toBeNull();
  return end.connectionId ?? "";
};
/** Lets the token expire, and tells with which client it was renewed. */
const refreshedWith = async (id: string): Promise<string | null | undefined> => {
  await expireToken(database.db, id);
  await getAccessToken(ctx, id);
  return (await provider.stats()).recent.find(({ grantType }) => grantType === "refresh_token")?.clientId;
};
const statusOf = async (id: string) =>
  (await database.db.connection.findUniqueOrThrow({ where: { id } })).status;
const rowOf = (id: string) => database.db.connection.findUniqueOrThrow({ where: { id } });
const change = (one: Override, input: Partial<Parameters<typeof updateOverride>[1]>) =>
  updateOverride(ctx, { id: integration.id, overrideId: one.id, ...input });

describe("a connection remembers under which it was made", () => {
  it("and refreshes with that client: the integration's, a runtime configuration's, an application's", async () => {
    const { ofRuntime, ofApplication } = await both();
    const plain = await connect();
    const staged = await connect({ runtime });
    const crawled = await connect({ application });
    const most = await connect({ runtime, application });
    expect(new Set([plain, staged, crawled, most]).size).toBe(4);
    expect(await refreshedWith(plain)).toBe(provider.client.clientId);
    expect(await refreshedWith(staged)).toBe(provider.secondClient.clientId);
    expect(await refreshedWith(crawled)).toBe(provider.thirdClient.clientId);
    expect(await refreshedWith(most)).toBe(provider.thirdClient.clientId);
    expect(await rowOf(most)).toMatchObject({
      ...{ runtimeConfigurationId: runtime, applicationId: application },
      ...{ runtimeOverrideId: ofRuntime.id, applicationOverrideId: ofApplication.id },
    });
    expect(await getConnection(ctx, { id: staged })).toMatchObject({
      runtimeConfiguration: { id: runtime, name: "Staging", isDefault: false },
      application: null,
      client: { source: "runtime-configuration", clientId: provider.secondClient.clientId },
    });
    expect((await getConnection(ctx, { id: plain })).client).toEqual({
      ...{ source: "integration", clientId: provider.client.clientId },
    });
  });

  it("for ever: an override that comes later changes nothing for it", async () => {
    const staged = await connect({ runtime });
    await both();
    expect(await refreshedWith(staged)).toBe(provider.client.clientId);
  });

  it("until it is reconnected, which keeps what it was made under and takes the overrides of now", async () => {
    const staged = await connect({ runtime });
    const made = await override({ runtimeConfiguration: runtime });
    expect(await connect({ connectionId: staged })).toBe(staged);
    expect(await rowOf(staged)).toMatchObject({
      runtimeConfigurationId: runtime,
      runtimeOverrideId: made.id,
    });
    expect(await refreshedWith(staged)).toBe(provider.secondClient.clientId);
  });

  it("and the same account again renews it only under the same", async () => {
    const plain = await connect();
    expect(await connect()).toBe(plain);
    const staged = await connect({ runtime });
    expect(staged).not.toBe(plain);
    expect(await connect({ runtime })).toBe(staged);
    expect(await connect({ runtime, application })).not.toBe(staged);
  });

  it("which for software is its key's own", async () => {
    const made = await override({ application });
    const actor = { ...apiKeyActor(owner), runtimeConfigurationId: runtime, applicationId: application };
    const refresh = await provider.issueTokens({ as: "ada" });
    const input = { accessToken: new Secret(refresh.access_token) };
    const { id } = await createConnection(withActor(ctx, actor), { integration: integration.id, input });
    expect(await rowOf(id)).toMatchObject({
      ...{ runtimeConfigurationId: runtime, applicationId: application, applicationOverrideId: made.id },
    });
  });
});

describe("a flow that is under way", () => {
  it.each<[string, (made: Override) => Promise<unknown>]>([
    ["is changed", (made) => change(made, { clientSecret: provider.secondClient.clientSecret })],
    [
      "is deleted",
      (made) => deleteOverride(ctx, { id: integration.id, overrideId: made.id, connections: 0, people: 0 }),
    ],
    ["is added", () => override({ application }, provider.thirdClient)],
  ])("ends when an override of it %s", async (_, act) => {
    const made = await override({ runtimeConfiguration: runtime });
    const { authorizationUrl, cookie } = await beginFlow(ctx, integration, { runtime, application });
    const landed = await authorizeAs(authorizationUrl, "ada");
    await act(made);
    expect(await comeBack(ctx, landed, cookie)).toMatchObject({ failure: "integration-changed" });
    expect(await database.db.connection.count()).toBe(0);
  });
});

describe("P-04: a change suspends the connections of that client, and no others", () => {
  let ids: { plain: string; staged: string; crawled: string; most: string };
  let made: Awaited<ReturnType<typeof both>>;
  beforeEach(async () => {
    made = await both();
    ids = {
      plain: await connect(),
      staged: await connect({ runtime }),
      crawled: await connect({ application }),
      most: await connect({ runtime, application }),
    };
  });
  const suspended = async () => {
    const states = await Promise.all(
      Object.entries(ids).map(async ([name, id]) => [name, await statusOf(id)]),
    );
    return states.flatMap(([name, status]) => (status === "suspended" ? [name] : []));
  };

  it("another client of an override, once their number is acknowledged", async () => {
    const { clientId, clientSecret } = provider.client;
    const input = { settings: { clientId }, clientSecret };
    await expect(change(made.ofRuntime, input)).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { connections: 1 } },
    });
    expect(await suspended()).toEqual([]);
    await change(made.ofRuntime, { ...input, acknowledgedConnections: 1 });
    expect(await suspended()).toEqual(["staged"]);
  });

  it("scopes and prompt of an override: none", async () => {
    await change(made.ofApplication, { settings: { ...made.ofApplication.settings, prompt: "login" } });
    expect(await suspended()).toEqual([]);
  });

  it("an override that gives its client up", async () => {
    await change(made.ofApplication, { settings: { prompt: "login" }, acknowledgedConnections: 2 });
    expect(await suspended()).toEqual(["crawled", "most"]);
  });

  it("an override that is deleted, which nothing remembers then", async () => {
    const at = { id: integration.id, overrideId: made.ofApplication.id };
    const impact = await getOverrideImpact(ctx, at);
    expect(impact).toMatchObject({ connections: 2, people: 1 });
    const stale = deleteOverride(ctx, { ...at, connections: 1, people: 1 });
    await expect(stale).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { connections: 2 } },
    });
    await deleteOverride(ctx, { ...at, connections: 2, people: 1 });
    expect(await suspended()).toEqual(["crawled", "most"]);
    expect(await rowOf(ids.most)).toMatchObject({ applicationOverrideId: null });
    await expect(getAccessToken(ctx, ids.most)).rejects.toMatchObject({ code: "connection-needs-reauth" });
    expect(await refreshedWith(ids.staged)).toBe(provider.secondClient.clientId);
  });

  it("another client of the integration: those that were made with its own", async () => {
    const { clientId } = provider.secondClient;
    expect(await getIntegration(ctx, integration)).toMatchObject({
      connectionCount: 4,
      ownClientConnectionCount: 1,
    });
    const update = { id: integration.id, clientId };
    await expect(updateIntegration(ctx, { ...update, acknowledgedConnections: 4 })).rejects.toMatchObject({
      extensions: { impact: { connections: 1 } },
    });
    await updateIntegration(ctx, { ...update, acknowledgedConnections: 1 });
    expect(await suspended()).toEqual(["plain"]);
    expect(await refreshedWith(ids.staged)).toBe(provider.secondClient.clientId);
    expect(await refreshedWith(ids.crawled)).toBe(provider.thirdClient.clientId);
  });

  it("a grant that was ended is told to the client that it was made with", async () => {
    const told: (string | null)[] = [];
    const fetch: Context["fetch"] = async (input, init) => {
      if (new URL(input).pathname === "/revoke")
        told.push(new URLSearchParams(String(init?.body)).get("client_id"));
      return globalThis.fetch(input, init);
    };
    expect(await disconnectConnection({ ...ctx, fetch }, { id: ids.crawled })).toBe("revoked");
    expect(new Set(told)).toEqual(new Set([provider.thirdClient.clientId]));
  });

  it("what waits to be revoked with a client that is deleted goes nowhere", async () => {
    const down: Context["fetch"] = async () => jsonAnswer(503, {});
    expect(await disconnectConnection({ ...ctx, fetch: down }, { id: ids.staged })).toBe("pending");
    const at = { id: integration.id, overrideId: made.ofRuntime.id };
    await deleteOverride(ctx, { ...at, connections: 0, people: 0 });
    const row = await database.db.revocation.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    expect(row).toMatchObject({ status: "unavailable", accessTokenSealed: null });
    const system = withActor(ctx, systemActor(owner.workspaceId));
    expect(await completeRevocation(system, { revocationId: row.id })).toBe("unavailable");
  });

  it("a client that the provider refuses stops none of the others", async () => {
    const calls: string[] = [];
    const fetch: Context["fetch"] = async (input, init) => {
      const clientId = new URLSearchParams(String(init?.body)).get("client_id") ?? "";
      calls.push(clientId);
      return clientId === provider.secondClient.clientId
        ? jsonAnswer(401, { error: "invalid_client" })
        : globalThis.fetch(input, init);
    };
    const refresh = async (id: string) => {
      await expireToken(database.db, id);
      return getAccessToken({ ...ctx, fetch }, id);
    };
    await expect(refresh(ids.staged)).rejects.toMatchObject({ code: "unavailable" });
    await expect(refresh(ids.staged)).rejects.toMatchObject({ extensions: { reason: "client_rejected" } });
    expect(calls).toEqual([provider.secondClient.clientId]);
    await refresh(ids.plain);
    await refresh(ids.crawled);
    expect(calls.slice(1)).toEqual([provider.client.clientId, provider.thirdClient.clientId]);
  });
});

it("P-04: moving the integration's addresses suspends all and wipes the secrets of its overrides", async () => {
  const { ofRuntime } = await both();
  const ids = [await connect(), await connect({ runtime })];
  await database.db.integration.update({
    where: { id: integration.id },
    data: { offeringId: "zendesk", variables: { subdomain: "old" }, scopes: ["read"] },
  });
  const silent = { ...ctx, fetch: () => Promise.reject(new Error("nobody is to be asked")) };
  const move = { id: integration.id, variables: { subdomain: "new" } };
  await expect(updateIntegration(silent, move)).rejects.toMatchObject({
    extensions: { impact: { connections: 2 } },
  });
  await updateIntegration(silent, { ...move, acknowledgedConnections: 2 });
  expect(await Promise.all(ids.map(statusOf))).toEqual(["suspended", "suspended"]);
  expect(await getOverride(ctx, { id: integration.id, overrideId: ofRuntime.id })).toMatchObject({
    status: "draft",
    clientSecret: { isSet: false },
    verification: null,
  });
  const row = await database.db.override.findUniqueOrThrow({ where: { id: ofRuntime.id } });
  expect(row).toMatchObject({ clientSecretSealed: null, keyId: null });
});

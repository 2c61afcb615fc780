import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { connectAs, createGranted } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { type ConnectionListQuery, connectionHalListSchema, connectionSchema } from "./contract.ts";
import { createConnection } from "./create-connection.ts";
import { getConnection, getCurrentConnection } from "./get-connection.ts";
import { getConnectionForUse } from "./get-connection-for-use.ts";
import { listConnectionEvents } from "./list-connection-events.ts";
import { listConnections, listOwnConnections } from "./list-connections.ts";
import { verifyConnection } from "./verify-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let colleague: MemberActor;
let admin: MemberActor;
let foreigner: MemberActor;
let personal: Integration;
let common: Integration;

const context = (actor: Actor = owner) => ({ ...providerContext(database.db, owner, provider), actor });
const everything: ConnectionListQuery = { scope: "mine", limit: 25 };

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  const { workspaceId } = owner;
  colleague = await createMember(database.db, { workspaceId, name: "Cole" });
  admin = await createMember(database.db, { workspaceId, name: "Anne", role: "admin" });
  foreigner = await createOwner(database.db, "Stan");
  personal = await createPractice(context(), { name: "Personal" });
  common = await createPractice(context(), { name: "Common", connectionMode: "shared" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
});

describe("a personal connection", () => {
  it("is used by its owner and the owner's key alone; admins see that it is there, others nothing (Z-02)", async () => {
    const { id } = await createGranted(context(), provider, personal);
    expect(connectionSchema.parse(await getConnection(context(), { id }))).toMatchObject({
      integration: { slug: "personal", displayName: "Sandbox (practice provider)" },
      account: { label: "Ada Marlow" },
      ...{ canUse: true, canManage: true, canDisconnect: true },
    });
    expect(await getConnection(context(admin), { id })).toMatchObject({
      canUse: false,
      canManage: false,
      canDisconnect: true,
    });
    for (const actor of [colleague, foreigner]) {
      await expect(getConnection(context(actor), { id })).rejects.toMatchObject({ code: "not-found" });
      await expect(getConnectionForUse(context(actor), personal, id)).rejects.toMatchObject({
        code: "not-found",
      });
    }
    await expect(getConnectionForUse(context(admin), personal, id)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await getConnectionForUse(context(apiKeyActor(owner)), personal)).toMatchObject({
      connectionId: id,
    });
    await expect(getConnectionForUse(context(apiKeyActor(colleague)), personal)).rejects.toMatchObject({
      code: "connection-needs-reauth",
    });
  });
});

describe("a shared connection", () => {
  it("is made by those who run the workspace and used by everybody in it", async () => {
    await expect(connectAs(context(colleague), common)).rejects.toMatchObject({ code: "forbidden" });
    const { connectionId: id } = await connectAs(context(admin), common);
    expect(await getCurrentConnection(context(colleague), { integration: "common" })).toMatchObject({
      id,
      isShared: true,
      canUse: true,
      canManage: false,
    });
    expect(await getConnectionForUse(context(colleague), common)).toMatchObject({ connectionId: id });
    await expect(getCurrentConnection(context(foreigner), { integration: common.id })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("the lists", () => {
  it("hold what the caller can use, or everything for those who run the workspace", async () => {
    const [mine, theirs] = [
      await createGranted(context(), provider, personal),
      await createGranted(context(colleague), provider, personal, "grace"),
    ];
    const idsOf = async (actor: MemberActor, query: Partial<ConnectionListQuery> = {}) =>
      (await listConnections(context(actor), { ...everything, ...query })).items.map(({ id }) => id);
    expect(await idsOf(owner)).toEqual([mine.id]);
    expect(await idsOf(colleague)).toEqual([theirs.id]);
    expect(await idsOf(admin, { scope: "all" })).toEqual([theirs.id, mine.id]);
    expect(await idsOf(admin, { scope: "all", q: "marlow" })).toEqual([mine.id]);
    expect(await idsOf(admin, { scope: "all", q: "%" })).toEqual([]);
    expect(await idsOf(admin, { scope: "all", integration: "common" })).toEqual([]);
    expect(await idsOf(foreigner, { scope: "all" })).toEqual([]);
    await database.db.connection.update({
      where: { id: theirs.id },
      data: { isShared: true, shareLevel: "read" },
    });
    expect(await idsOf(owner)).toEqual([theirs.id, mine.id]);
    expect(await idsOf(owner, { scope: "own" })).toEqual([mine.id]);
    expect(await idsOf(owner, { scope: "shared" })).toEqual([theirs.id]);
    expect(await idsOf(colleague, { scope: "shared" })).toEqual([]);
    expect(await idsOf(admin, { scope: "own" })).toEqual([]);
    expect(await idsOf(admin, { scope: "shared", integration: "personal" })).toEqual([theirs.id]);
    await expect(idsOf(colleague, { scope: "all" })).rejects.toMatchObject({ code: "forbidden" });
    const first = await listConnections(context(admin), { ...everything, scope: "all", limit: 1 });
    expect(await idsOf(admin, { scope: "all", cursor: first.nextCursor ?? "" })).toEqual([mine.id]);
  });

  it("have the form that API.md fixes for the caller's own", async () => {
    const { id } = await createGranted(context(), provider, personal);
    const list = connectionHalListSchema.parse(await listOwnConnections(context(), { start: 0, count: 50 }));
    expect(list).toMatchObject({
      _links: { self: { href: "/api/integration-connections" } },
      _embedded: {
        "inf:integration-connection": [
          { id, _embedded: { "inf:integration": { id: personal.id, name: "Personal", type: "sandbox" } } },
        ],
      },
      ...{ start: 0, count: 1, total: 1 },
    });
    expect(await listOwnConnections(context(), { start: 1, count: 1 })).toMatchObject({ count: 0, total: 1 });
  });

  it("tell a connection's history to those who may see it", async () => {
    const { id } = await createGranted(context(), provider, personal);
    await verifyConnection(context(), { id });
    const events = await listConnectionEvents(context(), { id, limit: 25 });
    expect(events.items.map(({ type }) => type)).toEqual(["tested", "granted"]);
    await expect(listConnectionEvents(context(colleague), { id, limit: 25 })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("connecting with authentication data at hand", () => {
  const connect = (
    input: Parameters<typeof createConnection>[1]["input"],
    actor: Actor = apiKeyActor(owner),
  ) => createConnection(context(actor), { integration: "personal", input });

  it("takes a refresh token once the provider has renewed it", async () => {
    const { refresh_token } = await provider.issueTokens();
    expect(await connect({ refreshToken: new Secret(refresh_token) })).toMatchObject({
      hasRefreshToken: true,
      account: { label: "Ada Marlow" },
      ownerId: owner.userId,
    });
  });

  it.each([
    ["/accessToken", { accessToken: new Secret("made-up-access-token") }],
    ["/refreshToken", { refreshToken: new Secret("made-up-refresh-token") }],
    ["/code", { code: new Secret("made-up-code"), codeVerifier: new Secret("v".repeat(43)) }],
    ["/apiKey", { apiKey: new Secret("made-up-key") }],
    ["/username", { username: new Secret("ada"), password: new Secret("made-up") }],
  ])("refuses at %s what the provider does not confirm, and writes nothing", async (pointer, input) => {
    const error = await connect(input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid-input", errors: [{ pointer }] });
    expect(JSON.stringify(error) + String(error)).not.toContain("made-up");
    expect(await database.db.connection.count()).toBe(0);
  });

  it("renews the connection of the same account in place", async () => {
    const first = await createGranted(context(), provider, personal);
    const second = await createGranted(context(), provider, personal);
    expect(second.id).toBe(first.id);
    expect(
      await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: first.id } }),
    ).toMatchObject({ tokenVersion: 2 });
  });
});

describe("a test of a connection", () => {
  it("says that it works, and what the provider says when it does not", async () => {
    const { id } = await createGranted(context(), provider, personal);
    expect(await verifyConnection(context(), { id })).toMatchObject({
      isWorking: true,
      cause: null,
      account: { label: "Ada Marlow" },
    });
    await provider.expireAccessTokens();
    expect(await verifyConnection(context(), { id })).toMatchObject({ isWorking: true });
    await provider.expireAccessTokens();
    expect(await verifyConnection(context(), { id })).toMatchObject({
      isWorking: false,
      cause: "answered-401",
      account: null,
    });
  });
});

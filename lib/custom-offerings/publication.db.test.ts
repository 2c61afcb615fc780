import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { CreateIntegration } from "#lib/integrations/contract.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { createIntegrationCopy } from "#lib/integrations/create-integration-copy.ts";
import { getIntegration } from "#lib/integrations/get-integration.ts";
import { createOverride } from "#lib/overrides/create-override.ts";
import { connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import {
  createMember,
  createOwner,
  createRuntimeConfiguration,
  createWorkspace,
} from "#lib/testing/factories.ts";
import { providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { createCustomOffering } from "./create-custom-offering.ts";
import { createOfferingVersion } from "./create-offering-version.ts";
import { deleteCustomOffering } from "./delete-custom-offering.ts";
import { deletePublication } from "./delete-publication.ts";
import { getOfferingDiscovery } from "./get-offering-discovery.ts";
import { getPublicationImpact } from "./get-publication-impact.ts";
import { updatePublication } from "./update-publication.ts";

const database = useDatabase();
let provider: TestProvider;
let platform: MemberActor;
/** An admin of another workspace, who is no platform admin. */
let admin: MemberActor;
let ctx: Context;
let data: Record<string, unknown>;

const as = (actor: MemberActor) => providerContext(database.db, actor, provider);

beforeAll(async () => {
  provider = await startTestProvider();
  platform = await createOwner(database.db);
  const { id: workspaceId } = await createWorkspace(database.db, { name: "Elsewhere" });
  admin = await createMember(database.db, { workspaceId, role: "admin" });
  ctx = as(platform);
  const found = await getOfferingDiscovery(ctx, { url: provider.origin });
  data = {
    ...found.data,
    ...{ provider: "practice", name: "P", displayName: "By hand", category: "practice" },
    api: { baseUrl: `${provider.origin}/api`, baseUrlSource: "static" },
    account: { url: `${provider.origin}/api/me`, idPath: "id", labelPath: "name" },
    setup: { steps: ["Copy the second client."] },
    docsUrl: "https://docs.example/",
  };
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await database.db.integration.deleteMany();
  await database.db.customOffering.deleteMany();
});

async function publish(id: string) {
  const { version, integrations, draftIntegrations, connections } = await getPublicationImpact(ctx, { id });
  return updatePublication(ctx, { id, version, integrations, draftIntegrations, connections });
}

async function change(id: string, parts: object) {
  const { latestVersion } = await database.db.customOffering.findUniqueOrThrow({ where: { id } });
  return createOfferingVersion(ctx, { id, expectedVersion: latestVersion, data: { ...data, ...parts } });
}

async function offer(): Promise<string> {
  const { id } = await createCustomOffering(ctx, { data });
  await publish(id);
  return id;
}

const build = (offeringId: string, parts: Partial<CreateIntegration> = {}) =>
  createIntegration(as(admin), {
    name: "Built on it",
    offeringId,
    clientId: provider.secondClient.clientId,
    clientSecret: provider.secondClient.clientSecret,
    scopes: ["profile", "offline_access"],
    ...parts,
  });

async function useIt() {
  const id = await offer();
  const integration = await build(id);
  const { connectionId } = await connectAs(as(admin), integration);
  const connection = () => database.db.connection.findUniqueOrThrow({ where: { id: connectionId ?? "" } });
  return { id, integration, connectionId: connectionId ?? "", connection };
}

const secretsOf = (integrationId: string) =>
  database.db.integrationSecret.count({ where: { integrationId } });

const elsewhere = { url: "https://evil.example/token" };

describe("publishing a version of an offering that is used", () => {
  it("begins with an integration that is proven and connects, on what a discovery document told", async () => {
    const { integration, connectionId } = await useIt();
    expect(integration).toMatchObject({ status: "configured", verification: { verdict: "verified" } });
    const { accessToken } = await getAccessToken(as(admin), connectionId);
    const me = await fetch(`${provider.origin}/api/me`, {
      headers: { authorization: `Bearer ${accessToken.reveal()}` },
    });
    expect(await me.json()).toMatchObject({ name: expect.stringContaining("Ada") });
  });

  it("P-04, D-06: wipes secrets and suspends connections where the token address moves, and tells first", async () => {
    const { id, integration, connection, connectionId } = await useIt();
    await change(id, { token: elsewhere });
    expect(await connection()).toMatchObject({ status: "active" });
    const where = { action: "platform.read", targetId: id };
    const readBefore = await database.db.auditEvent.count({ where });
    expect(await getPublicationImpact(ctx, { id })).toEqual({
      version: 2,
      integrations: 1,
      draftIntegrations: 1,
      connections: 1,
      workspaces: 1,
      first: [
        {
          integrationId: integration.id,
          name: "Built on it",
          workspaceName: "Elsewhere",
          connections: 1,
          consequence: "reconnect",
        },
      ],
    });
    // Z-08: a read across workspaces leaves its row.
    expect(await database.db.auditEvent.count({ where })).toBe(readBefore + 1);
    await publish(id);
    expect(await getIntegration(as(admin), { id: integration.id })).toMatchObject({
      status: "draft",
      clientSecret: { isSet: false },
    });
    expect(await secretsOf(integration.id)).toBe(0);
    expect(await connection()).toMatchObject({ status: "suspended", statusCause: "offering_changed" });
    const refused = await getAccessToken(as(admin), connectionId).catch((error) => error);
    expect(isAppError(refused)).toBe(true);
    expect(
      await database.db.auditEvent.findMany({
        where: { targetId: integration.id, cause: "offering-changed" },
      }),
    ).toMatchObject([
      {
        action: "integration.update",
        targetId: integration.id,
        changes: { status: { before: "configured", after: "draft" }, suspendedConnections: 1 },
      },
    ]);
  });

  it.each<[string, object]>([
    ["authorize", { authorize: { url: "https://evil.example/authorize" } }],
    ["api", { api: { baseUrl: "https://evil.example/api", baseUrlSource: "static" } }],
    ["account", { account: { url: "https://evil.example/me", idPath: "id" } }],
    ["issuer", { issuer: "https://evil.example" }],
    [
      "a further host of the API",
      { api: { baseUrl: "https://api.example", baseUrlSource: "static", origins: ["https://evil.example"] } },
    ],
    [
      "a variable that is asked for anew",
      {
        variables: [
          { name: "tenant", label: "Tenant", source: "user", required: true, pattern: "^[a-z]{1,20}$" },
        ],
      },
    ],
  ])("P-04: the same for %s", async (_, parts) => {
    const { id, integration, connection } = await useIt();
    await change(id, parts);
    await publish(id);
    expect(await connection()).toMatchObject({ status: "suspended" });
    expect(await secretsOf(integration.id)).toBe(0);
  });

  it("asks for a new proof alone where the token request changes, and connections live on", async () => {
    const { id, integration, connection } = await useIt();
    const { token } = data as { token: object };
    await change(id, { token: { ...token, params: { audience: "x" } } });
    expect(await getPublicationImpact(ctx, { id })).toMatchObject({ draftIntegrations: 1, connections: 0 });
    await publish(id);
    expect(await getIntegration(as(admin), { id: integration.id })).toMatchObject({
      status: "draft",
      clientSecret: { isSet: true },
    });
    expect(await connection()).toMatchObject({ status: "active" });
    const row = await database.db.integration.findUniqueOrThrow({ where: { id: integration.id } });
    expect(row.configVersion).toBe(2);
  });

  it("asks for nothing where only words, scopes and steps change", async () => {
    const { id, integration, connection } = await useIt();
    await change(id, { displayName: "By hand, better", setup: { steps: ["Other steps."] }, notes: "new" });
    expect(await getPublicationImpact(ctx, { id })).toMatchObject({ integrations: 1, draftIntegrations: 0 });
    await publish(id);
    expect(await getIntegration(as(admin), { id: integration.id })).toMatchObject({
      status: "configured",
      offering: { displayName: "By hand, better" },
    });
    expect(await connection()).toMatchObject({ status: "active" });
  });

  it("does nothing when the counts are not those that were confirmed", async () => {
    const { id, connection } = await useIt();
    await change(id, { token: elsewhere });
    const stale = { id, version: 2, integrations: 1, draftIntegrations: 1, connections: 0 };
    await expect(updatePublication(ctx, stale)).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { connections: 1 } },
    });
    expect(await connection()).toMatchObject({ status: "active" });
  });

  it("P-04: an integration in the making does not meet addresses that its author did not see", async () => {
    const id = await offer();
    await change(id, { displayName: "By hand, moved" });
    let hasPublished = false;
    const slow: Context = {
      ...as(admin),
      fetch: async (input, init) => {
        if (!hasPublished) {
          hasPublished = true;
          await publish(id);
        }
        return fetch(input, init);
      },
    };
    const made = createIntegration(slow, {
      name: "Late",
      offeringId: id,
      clientId: provider.secondClient.clientId,
      clientSecret: provider.secondClient.clientSecret,
      scopes: ["profile"],
    });
    await expect(made).rejects.toMatchObject({ code: "conflict" });
    expect(hasPublished).toBe(true);
    expect(await database.db.integration.count()).toBe(0);
  });

  it("P-04: nor does an override in the making", async () => {
    const id = await offer();
    const integration = await build(id);
    await change(id, { displayName: "By hand, moved again" });
    let hasPublished = false;
    const slow: Context = {
      ...as(admin),
      fetch: async (input, init) => {
        if (!hasPublished) {
          hasPublished = true;
          await publish(id);
        }
        return fetch(input, init);
      },
    };
    const runtimeConfiguration = await createRuntimeConfiguration(database.db, admin);
    const { clientId, clientSecret } = provider.secondClient;
    const made = createOverride(slow, {
      ...{ id: integration.id, runtimeConfiguration, settings: { clientId }, clientSecret },
    });
    await expect(made).rejects.toMatchObject({ code: "conflict" });
    expect(hasPublished).toBe(true);
    expect(await database.db.override.count()).toBe(0);
  });
});

describe("taking an offering back", () => {
  it("lets what is built work on, and nothing new begin", async () => {
    const { id, connection, connectionId } = await useIt();
    await deletePublication(ctx, { id });
    await expect(build(id, { name: "Another" })).rejects.toMatchObject({
      errors: [{ pointer: "/offeringId" }],
    });
    expect(await connection()).toMatchObject({ status: "active" });
    expect((await getAccessToken(as(admin), connectionId)).accessToken.reveal()).toBeTruthy();
  });

  it("Z-05: lets no copy begin either that was asked for before and is written after", async () => {
    const { id, integration } = await useIt();
    const begin: typeof database.db.$transaction = async (...asked: unknown[]) => {
      await deletePublication(ctx, { id });
      return Reflect.apply(database.db.$transaction, database.db, asked);
    };
    const db = new Proxy(database.db, {
      get: (target, name) => (name === "$transaction" ? begin : Reflect.get(target, name)),
    });
    const copy = createIntegrationCopy({ ...as(admin), db }, integration);
    await expect(copy).rejects.toMatchObject({ code: "conflict" });
    expect(await database.db.integration.count()).toBe(1);
  });

  it("is not deleting: that waits until nothing is built on it", async () => {
    const { id, integration } = await useIt();
    await expect(deleteCustomOffering(ctx, { id })).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { integrations: 1 } },
    });
    await database.db.connection.deleteMany();
    await database.db.integration.delete({ where: { id: integration.id } });
    await deleteCustomOffering(ctx, { id });
    expect(await database.db.customOfferingVersion.count()).toBe(0);
  });
});

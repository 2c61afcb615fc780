import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createWorkspace } from "#lib/testing/factories.ts";
import {
  answerClients,
  createPractice,
  insertBareConnection,
  providerContext,
} from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getIntegrationClient } from "./get-integration-client.ts";
import { updateIntegration } from "./update-integration.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
});
afterAll(() => provider.close());

const rowOf = (id: string) =>
  database.db.integration.findUniqueOrThrow({
    where: { id },
    include: { secrets: true, verifications: true },
  });

describe("changing settings", () => {
  it("F-16: takes other scopes without asking the provider again, and leaves grants alone", async () => {
    const made = await createPractice(ctx);
    const connectionId = await insertBareConnection(database.db, { integration: made, owner });
    const scopes = ["profile", "offline_access", "email"];
    const saved = await updateIntegration(ctx, { id: made.slug, scopes, name: "Renamed" });
    expect(saved).toMatchObject({
      name: "Renamed",
      scopes,
      status: "configured",
      verification: made.verification,
    });
    expect(await database.db.connection.findUnique({ where: { id: connectionId } })).toMatchObject({
      status: "active",
    });
    expect((await rowOf(made.id)).configVersion).toBe(1);
  });

  it("writes nothing, and no event, when nothing changes", async () => {
    const made = await createPractice(ctx);
    const saved = await updateIntegration(ctx, { id: made.id, name: made.name, scopes: made.scopes });
    expect(saved.updatedAt).toBe(made.updatedAt);
    expect(await database.db.auditEvent.count({ where: { targetId: made.id } })).toBe(1);
  });

  it("refuses to leave out a required scope", async () => {
    const made = await createPractice(ctx);
    await expect(updateIntegration(ctx, { id: made.id, scopes: ["profile"] })).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/scopes", detail: expect.stringContaining("offline_access") }],
    });
  });

  it("F-04: leaves an admin's integration off the shared callback address", async () => {
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    const adminCtx = providerContext(database.db, admin, provider);
    const made = await createPractice(adminCtx);
    await expect(updateIntegration(adminCtx, { id: made.id, callback: "shared" })).rejects.toMatchObject({
      code: "forbidden",
      errors: [{ pointer: "/callback" }],
    });
    expect(await updateIntegration(ctx, { id: made.id, callback: "shared" })).toMatchObject({
      callback: "shared",
      status: "configured",
    });
    expect((await rowOf(made.id)).configVersion).toBe(2);
  });

  it("keeps an integration readable and renamable when its offering is no longer there", async () => {
    const { id } = await createPractice(ctx);
    const without = { ...ctx, settings: { ...ctx.settings, sandboxOrigin: null } };
    expect(await updateIntegration(without, { id, name: "Orphan" })).toMatchObject({
      name: "Orphan",
      offering: { id: "sandbox", displayName: "sandbox" },
      missing: [{ code: "offering" }],
    });
    const scopes = updateIntegration(without, { id, scopes: [] });
    await expect(scopes).rejects.toMatchObject({ errors: [{ pointer: "/offeringId" }] });
    await expect(getIntegrationClient(without, id, { mustBeConfigured: true })).rejects.toMatchObject({
      code: "integration-not-configured",
    });
  });

  it("D-19: answers 404 for an integration of another workspace", async () => {
    const made = await createPractice(ctx);
    const stranger = await createMember(database.db, {
      workspaceId: (await createWorkspace(database.db)).id,
      role: "owner",
    });
    const update = updateIntegration(providerContext(database.db, stranger, provider), {
      id: made.id,
      name: "Mine",
    });
    await expect(update).rejects.toMatchObject({ code: "not-found" });
    expect((await rowOf(made.id)).name).toBe("Practice");
  });

  it("D-22: says in the audit log what changed, field by field", async () => {
    const made = await createPractice(ctx);
    await updateIntegration(ctx, { id: made.id, prompt: "consent", isDisabled: true });
    const event = await database.db.auditEvent.findFirstOrThrow({
      where: { targetId: made.id, action: "integration.update" },
    });
    expect(event.changes).toEqual({
      prompt: { before: null, after: "consent" },
      disabledAt: { before: null, after: expect.any(String) },
    });
  });
});

describe("changing the client", () => {
  it("asks how many connections must reconnect, then suspends them and proves the new client in the same save", async () => {
    const made = await createPractice(ctx);
    const connectionId = await insertBareConnection(database.db, { integration: made, owner });
    const { clientId } = provider.secondClient;
    const change = (acknowledgedConnections?: number) =>
      updateIntegration(ctx, { id: made.id, clientId, acknowledgedConnections });
    for (const seen of [undefined, 0, 2]) {
      await expect(change(seen)).rejects.toMatchObject({
        code: "conflict",
        extensions: { impact: { connections: 1 } },
      });
    }
    expect(await rowOf(made.id)).toMatchObject({
      clientId: made.clientId,
      configVersion: 1,
      status: "configured",
    });
    const saved = await change(1);
    expect(saved).toMatchObject({
      clientId,
      status: "draft",
      missing: [{ code: "rejected" }],
      verification: { verdict: "rejected" },
    });
    expect(await rowOf(made.id)).toMatchObject({ configVersion: 2 });
    expect(await database.db.connection.findUnique({ where: { id: connectionId } })).toMatchObject({
      status: "suspended",
    });
  });

  it("makes a draft configured once the credentials are whole and right", async () => {
    const made = await createPractice(ctx, { clientId: undefined });
    expect(made).toMatchObject({ status: "draft", missing: [{ code: "client-id" }], verification: null });
    const saved = await updateIntegration(ctx, { id: made.id, clientId: provider.client.clientId });
    expect(saved).toMatchObject({
      status: "configured",
      missing: [],
      clientSecret: { verifiedAt: expect.any(String) },
    });
  });

  it("is proven under the way of sending that was chosen, and only offers another", async () => {
    const postOnly = answerClients(({ way, clientSecret }) =>
      way === "post" && clientSecret === "right-secret-0001"
        ? { status: 400, error: "invalid_grant" }
        : { status: 401, error: "invalid_client" },
    );
    const there = { ...ctx, fetch: postOnly.fetch };
    const made = await createPractice(there, { clientSecret: new Secret("right-secret-0001") });
    const saved = await updateIntegration(there, {
      id: made.id,
      clientAuthentication: "client_secret_basic",
    });
    expect(saved).toMatchObject({
      status: "draft",
      clientAuthentication: "client_secret_basic",
      verification: { cause: "other-authentication", workingAuthentication: "client_secret_post" },
    });
    expect(
      await updateIntegration(there, { id: made.id, clientAuthentication: "client_secret_post" }),
    ).toMatchObject({ status: "configured" });
  });
});

async function insertPendingRevocation(integrationId: string): Promise<string> {
  const id = newId("revocation");
  const sealed = { keyId: "key-1", accessTokenSealed: new Uint8Array([1]) };
  const place = { workspaceId: owner.workspaceId, integrationId, connectionId: newId("connection") };
  await database.db.revocation.create({ data: { id, ...place, ...sealed } });
  return id;
}

describe("P-04: moving the addresses", () => {
  const gitlab = {
    offeringId: "gitlab-self-managed",
    clientId: "id",
    scopes: ["read_user"],
    variables: { host: "git.one.example" },
  };

  it("erases every stored secret, suspends connections and makes it a draft, without calling anybody", async () => {
    const made = await createPractice(ctx, { ...gitlab, clientSecret: undefined });
    const key = await createPractice(ctx);
    await database.db.integrationSecret.updateMany({
      where: { integrationId: key.id },
      data: { integrationId: made.id },
    });
    const connectionId = await insertBareConnection(database.db, { integration: made, owner });
    const duty = await insertPendingRevocation(made.id);
    const silent = {
      ...ctx,
      fetch: () => Promise.reject(new Error("a secret or a token was about to leave")),
    };
    const saved = await updateIntegration(silent, {
      id: made.id,
      variables: { host: "git.two.example" },
      acknowledgedConnections: 1,
    });
    expect(saved).toMatchObject({
      status: "draft",
      clientSecret: { isSet: false },
      missing: [{ code: "client-secret" }],
    });
    expect((await rowOf(made.id)).secrets).toEqual([]);
    expect(await database.db.connection.findUnique({ where: { id: connectionId } })).toMatchObject({
      status: "suspended",
    });
    const event = await database.db.auditEvent.findFirstOrThrow({
      where: { targetId: made.id, action: "integration.update" },
    });
    expect(event.changes).toMatchObject({
      variables: { before: { host: "git.one.example" }, after: { host: "git.two.example" } },
      suspendedConnections: 1,
    });
    expect(await database.db.revocation.findUnique({ where: { id: duty } })).toMatchObject({
      status: "unavailable",
      accessTokenSealed: null,
    });
    expect(await disconnectConnection(silent, { id: connectionId })).toBe("unavailable");
  });

  it("is refused to everybody but a platform admin behind the shared callback address", async () => {
    const made = await createPractice(ctx, { ...gitlab, clientSecret: undefined, callback: "shared" });
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    const move = updateIntegration(providerContext(database.db, admin, provider), {
      id: made.id,
      variables: { host: "evil.example" },
    });
    await expect(move).rejects.toMatchObject({ code: "forbidden", errors: [{ pointer: "/variables" }] });
    expect((await rowOf(made.id)).variables).toEqual({ host: "git.one.example" });
  });
});

describe("two saves at once", () => {
  it("refuses a form that was filled before somebody else saved", async () => {
    const made = await createPractice(ctx);
    const first = await updateIntegration(ctx, {
      id: made.id,
      name: "First",
      expectedUpdatedAt: made.updatedAt,
    });
    await expect(
      updateIntegration(ctx, { id: made.id, name: "Second", expectedUpdatedAt: made.updatedAt }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(
      await updateIntegration(ctx, { id: made.id, name: "Second", expectedUpdatedAt: first.updatedAt }),
    ).toMatchObject({ name: "Second" });
  });

  it("lets exactly one of two through when both began from the same state", async () => {
    const made = await createPractice(ctx);
    const saves = ["One", "Two"].map((name) =>
      updateIntegration(ctx, { id: made.id, name, expectedUpdatedAt: made.updatedAt }),
    );
    const outcomes = await Promise.allSettled(saves);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });
});

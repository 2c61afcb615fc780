import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { Secret } from "#lib/core/secret.ts";
import { createOAuthCredential } from "#lib/credentials/create-oauth-credential.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getIntegrationClient } from "./get-integration-client.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { updateIntegration } from "./update-integration.ts";

const database = useDatabase();
let provider: TestProvider;
/** An admin of a workspace, who is no platform admin. */
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  const platform = await createOwner(database.db);
  const { workspaceId } = platform;
  const admin = await createMember(database.db, { workspaceId, role: "admin" });
  ctx = providerContext(database.db, admin, provider);
  await createOAuthCredential(providerContext(database.db, platform, provider), {
    domain: "sandbox",
    ...provider.secondClient,
    authorizeUrl: `${provider.origin}/authorize`,
    tokenUrl: `${provider.origin}/token`,
    scopes: ["profile", "offline_access"],
  });
});
afterAll(() => provider.close());

describe("changing between a client of one's own and the deployment's", () => {
  it("P-04: erases the own secret, proves the deployment's, and suspends what was granted to the other", async () => {
    const made = await createPractice(ctx);
    if (ctx.actor.kind !== "member") throw new Error("an admin is a member");
    const connectionId = await insertBareConnection(database.db, { integration: made, owner: ctx.actor });
    const change = { id: made.id, credentialSource: "deployment" as const };
    await expect(updateIntegration(ctx, change)).rejects.toMatchObject({ code: "conflict" });
    const saved = await updateIntegration(ctx, { ...change, acknowledgedConnections: 1 });
    expect(saved).toMatchObject({
      credentialSource: "deployment",
      status: "configured",
      callback: "shared",
      clientId: provider.secondClient.clientId,
    });
    expect(await database.db.integrationSecret.count({ where: { integrationId: made.id } })).toBe(0);
    expect(await database.db.connection.findUnique({ where: { id: connectionId } })).toMatchObject({
      status: "suspended",
    });
    const { client } = await getIntegrationClient(ctx, made.id, { mustBeConfigured: true });
    expect(client.clientSecret?.reveal()).toBe(provider.secondClient.clientSecret.reveal());
  });

  it("F-04: leaves the shared callback address on the way back, since the client is the workspace's again", async () => {
    const made = await createPractice(ctx, {
      credentialSource: "deployment",
      clientId: undefined,
      clientSecret: undefined,
    });
    const back = { id: made.id, credentialSource: "own" as const, clientId: "mine" };
    await expect(updateIntegration(ctx, { ...back, callback: "shared" })).rejects.toMatchObject({
      code: "forbidden",
      errors: [{ pointer: "/callback" }],
    });
    expect(await updateIntegration(ctx, back)).toMatchObject({
      credentialSource: "own",
      status: "draft",
      callback: "keyed",
      clientId: "mine",
      clientSecret: { isSet: false },
    });
  });

  it("takes no client or secret of one's own while the deployment's is used", async () => {
    const made = await createPractice(ctx, {
      credentialSource: "deployment",
      clientId: undefined,
      clientSecret: undefined,
    });
    await expect(updateIntegration(ctx, { id: made.id, clientId: "mine" })).rejects.toMatchObject({
      errors: [{ pointer: "/clientId" }],
    });
    const clientSecret = new Secret("a-secret-of-our-own");
    await expect(
      rotateSecret(ctx, { id: made.id, clientSecret, keepPreviousHours: 0 }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await updateIntegration(ctx, { id: made.id, name: "Renamed" })).toMatchObject({
      name: "Renamed",
      status: "configured",
      credentialSource: "deployment",
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiBody } from "#lib/apis/contract.ts";
import { createApi } from "#lib/apis/create-api.ts";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createIntegration } from "#lib/integrations/create-integration.ts";
import { getIntegration } from "#lib/integrations/get-integration.ts";
import { verifyIntegration } from "#lib/integrations/verify-integration.ts";
import { createOverride } from "#lib/overrides/create-override.ts";
import { beginFlow, connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import {
  createMember,
  createOwner,
  createRuntimeConfiguration,
  createWorkspace,
} from "#lib/testing/factories.ts";
import { providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { createOAuthCredential } from "./create-oauth-credential.ts";
import { deleteOAuthCredential } from "./delete-oauth-credential.ts";
import { getOAuthCredential } from "./get-oauth-credential.ts";
import { getOAuthCredentialImpact } from "./get-oauth-credential-impact.ts";
import { listOAuthCredentials } from "./list-oauth-credentials.ts";
import { openSecret } from "./repository.ts";
import { updateOAuthCredential } from "./update-oauth-credential.ts";

const database = useDatabase();
const scopes = ["profile", "offline_access", "email"];
let provider: TestProvider;
let platform: MemberActor;
/** An admin of another workspace, who is no platform admin. */
let admin: MemberActor;

const context = (actor: MemberActor) => providerContext(database.db, actor, provider);

beforeAll(async () => {
  provider = await startTestProvider();
  platform = await createOwner(database.db);
  const { id: workspaceId } = await createWorkspace(database.db, { name: "Elsewhere" });
  admin = await createMember(database.db, { workspaceId, role: "admin" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await database.db.integration.deleteMany();
  await database.db.oAuthCredential.deleteMany();
});

const addCredential = (parts: object = {}) =>
  createOAuthCredential(context(platform), {
    domain: "sandbox",
    clientId: provider.secondClient.clientId,
    clientSecret: provider.secondClient.clientSecret,
    authorizeUrl: `${provider.origin}/authorize`,
    tokenUrl: `${provider.origin}/token`,
    scopes,
    ...parts,
  });

const addIntegration = (parts: object = {}) =>
  createIntegration(context(admin), {
    name: "On the deployment's app",
    offeringId: "sandbox",
    credentialSource: "deployment",
    scopes: ["profile", "offline_access"],
    ...parts,
  });

const eventsOf = (targetId: string) =>
  database.db.auditEvent.findMany({ where: { targetId }, orderBy: { createdAt: "asc" } });

describe("the deployment's OAuth credentials", () => {
  it("are kept with the secret sealed, and shown without it", async () => {
    const made = await addCredential();
    expect(made).toMatchObject({ domain: "sandbox", scopes, integrationCount: 0 });
    const text = provider.secondClient.clientSecret.reveal();
    expect(made.clientSecret).toEqual({ last4: text.slice(-4) });
    const row = await database.db.oAuthCredential.findUniqueOrThrow({ where: { id: made.id } });
    expect(Buffer.from(row.clientSecretSealed).includes(text)).toBe(false);
    expect((await openSecret(context(platform), made.id))?.reveal()).toBe(text);
    expect(await eventsOf(made.id)).toMatchObject([{ action: "oauth-credential.create" }]);
    expect(JSON.stringify(await eventsOf(made.id))).not.toContain(text);
  });

  it("come once a domain, for domains that some offering has", async () => {
    await addCredential();
    await expect(addCredential()).rejects.toMatchObject({
      code: "conflict",
      errors: [{ pointer: "/domain" }],
    });
    await expect(addCredential({ domain: "nowhere" })).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/domain" }],
    });
    const { domains, redirectUri } = await listOAuthCredentials(context(platform));
    expect(domains.map(({ domain }) => domain)).not.toContain("sandbox");
    expect(redirectUri).toBe(provider.redirectUri);
  });

  it("P-04: know nothing of an API that a workspace made for itself", async () => {
    const input = { name: "Aardvark", baseUrl: `${provider.origin}/api` };
    const addresses = { authorizeUrl: `${provider.origin}/authorize`, tokenUrl: `${provider.origin}/token` };
    const made = await createApi(context(admin), createApiBody.parse({ ...input, ...addresses }));
    const { domains } = await listOAuthCredentials(context(platform));
    expect(domains.map(({ domain }) => domain)).not.toContain(made.slug);
    await expect(addCredential({ domain: made.slug })).rejects.toMatchObject({
      errors: [{ pointer: "/domain" }],
    });
  });

  it("keep the secret that a change leaves out", async () => {
    const made = await addCredential();
    const saved = await updateOAuthCredential(context(platform), { id: made.id, scopes: ["profile"] });
    expect(saved).toMatchObject({ scopes: ["profile"], clientSecret: made.clientSecret });
    expect((await openSecret(context(platform), made.id))?.reveal()).toBe(
      provider.secondClient.clientSecret.reveal(),
    );
    const stale = { id: made.id, scopes, expectedUpdatedAt: made.updatedAt };
    await expect(updateOAuthCredential(context(platform), stale)).rejects.toMatchObject({ code: "conflict" });
  });

  it("open only in the row that they were sealed for", async () => {
    const made = await addCredential();
    const other = await addCredential({
      domain: "github",
      authorizeUrl: "https://a.example",
      tokenUrl: "https://a.example",
    });
    const { clientSecretSealed, keyId } = await database.db.oAuthCredential.findUniqueOrThrow({
      where: { id: made.id },
    });
    await database.db.oAuthCredential.update({
      where: { id: other.id },
      data: { clientSecretSealed, keyId },
    });
    await expect(openSecret(context(platform), other.id)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("an integration on the deployment's app", () => {
  it("D-05: is for any workspace admin, at the shared callback address, proven like any other", async () => {
    await addCredential();
    const made = await addIntegration();
    expect(made).toMatchObject({
      credentialSource: "deployment",
      status: "configured",
      callback: "shared",
      callbackUrl: provider.redirectUri,
      clientId: provider.secondClient.clientId,
      clientSecret: { isSet: true, last4: null },
      verification: { verdict: "verified" },
      missing: [],
    });
    expect(await verifyIntegration(context(admin), { id: made.id })).toMatchObject({ status: "configured" });
  });

  it.each([
    ["/credentialSource", "without credentials for the domain", { offeringId: "github", scopes: ["repo"] }],
    ["/clientId", "with a client of its own as well", { clientId: "mine" }],
    ["/callback", "at a callback address of its own", { callback: "keyed" }],
    [
      "/scopes/2",
      "with a scope that the app is not registered for",
      { scopes: ["profile", "offline_access", "files:write"] },
    ],
  ])("is refused at %s %s", async (pointer, _, parts) => {
    await addCredential();
    await expect(addIntegration(parts)).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer }],
    });
  });

  it("connects, and refreshes with the same client", async () => {
    await addCredential();
    const integration = await addIntegration();
    const { authorizationUrl } = await beginFlow(context(admin), integration);
    expect(authorizationUrl.searchParams.get("client_id")).toBe(provider.secondClient.clientId);
    const { connectionId, failure } = await connectAs(context(admin), integration);
    expect(failure).toBeNull();
    const first = await getAccessToken(context(admin), connectionId ?? "");
    const next = await getAccessToken(context(admin), connectionId ?? "", {
      rejectedVersion: first.tokenVersion,
    });
    expect(next.tokenVersion).toBe(first.tokenVersion + 1);
  });
});

describe("a change of what integrations rely on", () => {
  async function connected() {
    const credential = await addCredential();
    const integration = await addIntegration();
    const { connectionId } = await connectAs(context(admin), integration);
    const connection = () => database.db.connection.findUniqueOrThrow({ where: { id: connectionId ?? "" } });
    return { credential, integration, connection };
  }

  it("P-04: a new address takes the secret again, makes drafts, and suspends the connections made through it", async () => {
    const { credential, integration, connection } = await connected();
    const moved = { id: credential.id, tokenUrl: `${provider.origin}/token?moved` };
    await expect(updateOAuthCredential(context(platform), moved)).rejects.toMatchObject({
      errors: [{ pointer: "/clientSecret" }],
    });
    const clientSecret = new Secret("entered-for-the-new-address");
    const complete = { ...moved, clientSecret };
    await expect(updateOAuthCredential(context(platform), complete)).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { connections: 1 } },
    });
    expect(await connection()).toMatchObject({ status: "active" });
    await updateOAuthCredential(context(platform), { ...complete, acknowledgedConnections: 1 });
    expect(await connection()).toMatchObject({ status: "suspended", statusCause: "integration_changed" });
    expect((await openSecret(context(platform), credential.id))?.reveal()).toBe(clientSecret.reveal());
    const draft = await getIntegration(context(admin), { id: integration.id });
    expect(draft).toMatchObject({ status: "draft", verification: null });
    const told = await eventsOf(integration.id);
    expect(told.at(-1)).toMatchObject({
      action: "integration.update",
      workspaceId: admin.workspaceId,
      cause: "deployment-client-changed",
    });
  });

  it("counts and suspends only what was made through it, and nothing of an override's own client", async () => {
    const { credential, integration, connection } = await connected();
    const runtime = await createRuntimeConfiguration(database.db, { workspaceId: admin.workspaceId });
    await createOverride(context(admin), {
      ...{ id: integration.id, runtimeConfiguration: runtime },
      settings: { clientId: provider.thirdClient.clientId },
      clientSecret: provider.thirdClient.clientSecret,
    });
    const other = await connectAs(context(admin), integration, { runtime, person: "grace" });
    expect(await getOAuthCredentialImpact(context(platform), { id: credential.id })).toMatchObject({
      ...{ integrations: 1, connections: 1, people: 1 },
      first: [{ integrationId: integration.id, connections: 1 }],
    });
    expect((await getOAuthCredential(context(platform), { id: credential.id })).connectionCount).toBe(1);
    const { clientId, clientSecret } = provider.client;
    await updateOAuthCredential(context(platform), {
      ...{ id: credential.id, clientId, clientSecret, acknowledgedConnections: 1 },
    });
    expect((await connection()).status).toBe("suspended");
    const where = { id: other.connectionId ?? "" };
    expect((await database.db.connection.findUniqueOrThrow({ where })).status).toBe("active");
    expect((await eventsOf(integration.id)).at(-1)).toMatchObject({
      ...{ cause: "deployment-client-changed", changes: { suspendedConnections: 1 } },
    });
  });

  it("a new secret leaves connections alone and asks for a new proof", async () => {
    const { credential, integration, connection } = await connected();
    const { clientSecret } = provider.secondClient;
    await updateOAuthCredential(context(platform), { id: credential.id, clientSecret });
    expect(await connection()).toMatchObject({ status: "active" });
    expect(await getIntegration(context(admin), { id: integration.id })).toMatchObject({
      status: "draft",
      missing: [{ code: "not-verified" }],
    });
    expect(await verifyIntegration(context(admin), { id: integration.id })).toMatchObject({
      status: "configured",
    });
  });

  it("Z-08, U-04: that the platform admin read what other workspaces have is recorded", async () => {
    const { credential } = await connected();
    await getOAuthCredentialImpact(context(platform), { id: credential.id });
    const where = { action: "platform.read", targetId: credential.id };
    expect(await database.db.auditEvent.findMany({ where })).toMatchObject([
      { workspaceId: null, actorId: platform.userId, outcome: "success", changes: { integrations: 1 } },
    ]);
    await expect(getOAuthCredentialImpact(context(admin), { id: credential.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await database.db.auditEvent.count({ where })).toBe(1);
  });

  it("D-05: deleting leaves drafts without a client, away from the shared address", async () => {
    const { credential, integration, connection } = await connected();
    const impact = await getOAuthCredentialImpact(context(platform), { id: credential.id });
    expect(impact).toMatchObject({
      integrations: 1,
      connections: 1,
      people: 1,
      first: [{ integrationId: integration.id, workspaceName: "Elsewhere" }],
    });
    const target = { id: credential.id, integrations: 1, connections: 0, people: 0 };
    await expect(deleteOAuthCredential(context(platform), target)).rejects.toMatchObject({
      code: "conflict",
    });
    await deleteOAuthCredential(context(platform), { ...impact, id: credential.id });
    await expect(getOAuthCredential(context(platform), { id: credential.id })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await connection()).toMatchObject({ status: "suspended" });
    expect(await getIntegration(context(admin), { id: integration.id })).toMatchObject({
      status: "draft",
      credentialSource: "own",
      callback: "keyed",
      clientId: "",
    });
  });
});

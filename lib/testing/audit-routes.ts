import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { createConnection } from "#lib/connections/create-connection.ts";
import type { Context } from "#lib/context/context.ts";
import { setRuntime } from "#lib/context/runtime.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { rotateSecret } from "#lib/integrations/rotate-secret.ts";
import { createSetupCode } from "#lib/workspaces/create-setup-code.ts";
import { practiceDocument } from "./api-document.ts";
import { driveWorkspaceDeletion } from "./audit-deletion.ts";
import { failures } from "./audit-failures.ts";
import { leaving } from "./audit-routes-leaving.ts";
import { signInRoutes } from "./audit-routes-login.ts";
import { signInMethods } from "./audit-routes-sign-in.ts";
import { createGranted } from "./connections.ts";
import { testContext, testSettings } from "./context.ts";
import { createMember, createOwner, createRuntimeConfiguration, createSession } from "./factories.ts";
import { createForcedFailure } from "./forced-failure.ts";
import { createPractice, providerContext } from "./integrations.ts";
import { startTestProvider, type TestProvider } from "./provider.ts";
import { createRouteDriver, type RouteDriver } from "./route-driver.ts";

export interface Stage {
  db: PrismaClient;
  ctx: Context;
  owner: MemberActor;
  provider: TestProvider;
  driver: RouteDriver;
}

const none = "?connections=0&people=0";
const password = "correct horse battery";

/** What other providers than the test's own answer, by address. */
const elsewhere: Record<string, unknown> = {
  "https://as.example/.well-known/oauth-authorization-server": {
    issuer: "https://as.example/",
    authorization_endpoint: "https://as.example/authorize",
    token_endpoint: "https://as.example/token",
    response_types_supported: ["code"],
  },
  "https://auth.atlassian.com/oauth/token": { access_token: "at", token_type: "Bearer", expires_in: 3_600 },
  "https://api.atlassian.com/me": { account_id: "acc-1", name: "Ada" },
  "https://api.atlassian.com/oauth/token/accessible-resources": [
    { id: "cloud-1", name: "Harbour", url: "https://harbour.atlassian.net", scopes: [] },
    { id: "cloud-2", name: "Quay", url: "https://quay.atlassian.net", scopes: [] },
  ],
};

/**
 * Drives every mutating route of the manifest: once as somebody who may, and once as a key that may not. A route that is new
 * and not driven here is a fault. Gives what is wrong.
 */
export async function driveRoutes(
  db: PrismaClient,
  databaseUrl: string,
): Promise<ReturnType<RouteDriver["result"]>> {
  const provider = await startTestProvider();
  const forced = await createForcedFailure(databaseUrl);
  try {
    const settings = { ...testSettings, sandboxOrigin: provider.origin, practiceClient: provider.client };
    const fetch: Context["fetch"] = async (input, init) => {
      const url = new URL(input);
      if (url.origin === provider.origin) return globalThis.fetch(url, init);
      const known = elsewhere[`${url.origin}${url.pathname}`];
      return known ? Response.json(known) : Response.json({ error: "invalid_client" }, { status: 401 });
    };
    const base = testContext({ db, fetch, settings });
    setRuntime({ ...base, tenants: null, databaseUrl, trustedProxyHops: 0, sessionKey: "k".repeat(43) });
    const driver = createRouteDriver(db, forced);
    await setUp(db, driver);
    const owner = await createOwner(db);
    const ctx = { ...providerContext(db, owner, provider, { fetch }), settings };
    const stage: Stage = { db, ctx, owner, provider, driver };
    for (const drive of [
      integrations,
      secrets,
      overrides,
      connections,
      apis,
      offerings,
      credentials,
      signInMethods,
      webhooks,
      workspace,
      signInRoutes,
    ])
      await drive(stage);
    const { key } = await createApiKey(ctx, { name: "reader", scopes: ["audit:read"], expiresInDays: 1 });
    await driver.refuse({ key });
    await failures(stage);
    await account(stage);
    return driver.result();
  } finally {
    await Promise.all([provider.close(), forced.end()]);
  }
}

async function setUp(db: PrismaClient, driver: RouteDriver): Promise<void> {
  const setupCode = (await createSetupCode({ db }))?.reveal();
  const body = { setupCode, name: "Ada", email: "ada@example.com", password };
  await driver.act("POST /api/setup", { as: null, body });
}

async function integrations({ owner: as, provider, driver }: Stage): Promise<void> {
  const { clientId, clientSecret } = provider.client;
  const made = await driver.act("POST /api/integrations", {
    as,
    body: {
      name: "Practice",
      offeringId: "sandbox",
      clientId,
      clientSecret: clientSecret.reveal(),
      scopes: ["profile", "offline_access"],
    },
  });
  const params = { id: made.id };
  await driver.act("PATCH /api/integrations/{id}", { as, params, body: { name: "Practice again" } });
  await driver.act("POST /api/integrations/{id}/verification", { as, params });
  await driver.ask("POST /api/integrations/{id}/scope-impact", { as, params, body: { scopes: ["profile"] } });
  await driver.act("POST /api/integrations/{id}/duplicate", { as, params });
  await driver.act("DELETE /api/integrations/{id}", { as, params, search: none });
}

async function secrets({ owner: as, ctx, provider, driver }: Stage): Promise<void> {
  const params = { id: (await createPractice(ctx)).id };
  const clientSecret = provider.client.clientSecret.reveal();
  await driver.act("PUT /api/integrations/{id}/secret", { as, params, body: { clientSecret } });
  await driver.act("PATCH /api/integrations/{id}/secret", { as, params, body: { expiresOn: "2030-01-01" } });
  await driver.act("POST /api/integrations/{id}/secret/revert", { as, params });
  const blind = { ...ctx, fetch: async () => Response.json({}, { status: 503 }) };
  await rotateSecret(blind, {
    ...params,
    clientSecret: new Secret("waits-for-its-proof"),
    keepPreviousHours: 0,
  });
  await driver.act("DELETE /api/integrations/{id}/secret/pending", { as, params });
}

async function overrides({ db, owner: as, ctx, driver, provider }: Stage): Promise<void> {
  const { id } = await createPractice(ctx);
  const { clientId, clientSecret } = provider.secondClient;
  const runtimeConfiguration = await createRuntimeConfiguration(db, { workspaceId: as.workspaceId });
  const made = await driver.act("POST /api/integrations/{id}/overrides", {
    as,
    params: { id },
    body: { runtimeConfiguration, settings: { clientId }, clientSecret: clientSecret.reveal() },
  });
  const params = { id, overrideId: made.id };
  const path = "/api/integrations/{id}/overrides/{overrideId}";
  await driver.act(`POST ${path}/verification`, { as, params });
  await driver.act(`PATCH ${path}`, { as, params, body: { settings: { clientId, prompt: "login" } } });
  await driver.act(`DELETE ${path}`, { as, params, search: none });
}

async function connections(stage: Stage): Promise<void> {
  const { owner: as, ctx, provider, driver } = stage;
  const integration = await createPractice(ctx);
  const tokens = await provider.issueTokens();
  const body = {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    expiresIn: tokens.expires_in,
  };
  const made = await driver.act("POST /api/integrations/{id}/connect", {
    as,
    params: { id: integration.id },
    body,
  });
  const params = { id: made.id };
  await driver.act("POST /api/connections/{id}/refresh", { as, params, isHistory: true });
  await driver.act("POST /api/connections/{id}/test", { as, params });
  await driver.act("PATCH /api/connections/{id}", {
    as,
    params: { id: await connectAtlassian(stage) },
    body: { tenant: "cloud-2" },
  });
  const consequences = ["revocation.complete"];
  await driver.act("DELETE /api/connections/{id}", { as, params, consequences });
  const { id } = await createGranted(ctx, provider, integration);
  const { id: by } = await createGranted(ctx, provider, integration, "grace");
  const limits = { scopes: ["connections:use" as const], expiresInDays: 1, allowedConnectionIds: [id] };
  await createApiKey(ctx, { name: "limited", ...limits });
  await driver.act("POST /api/connections/{id}/replacement", {
    ...{ as, params: { id }, body: { by }, consequences: ["api-key.update"] },
  });
  await driver.act("POST /api/connections/disconnect", { as, body: { ids: [id] }, consequences });
  await createGranted(ctx, provider, integration);
  await driver.act("DELETE /api/integrations/{id}/connection", {
    as,
    params: { id: integration.id },
    consequences,
  });
}

/** A grant that reaches several sites. */
async function connectAtlassian({ db, ctx, owner }: Stage): Promise<string> {
  const id = newId("integration");
  const { workspaceId, userId: createdById } = owner;
  await db.integration.create({
    data: {
      ...{ id, workspaceId, createdById, slug: id.slice(-12), name: "Wiki", integrationKey: id.slice(-20) },
      ...{ offeringId: "confluence", status: "configured", clientId: "client", clientAuthentication: "none" },
      ...{ scopes: [], callbackPath: "/oauth/callback" },
    },
  });
  return (await createConnection(ctx, { integration: id, input: { code: new Secret("code-1") } })).id;
}

async function apis({ owner: as, driver }: Stage): Promise<void> {
  const document = JSON.stringify(practiceDocument("https://api.example.com"));
  await driver.ask("POST /api/apis/preview", { as, body: { document } });
  const made = await driver.act("POST /api/apis", {
    as,
    body: {
      ...{ name: "Files", document, scopes: ["profile"], baseUrl: "https://api.example.com/api" },
      ...{ authorizeUrl: "https://api.example.com/authorize", tokenUrl: "https://api.example.com/token" },
    },
    consequences: ["integration.create", "offering.create"],
  });
  const params = { id: made.id };
  await driver.act("PATCH /api/apis/{id}", { as, params, body: { description: "Ours" } });
  const changed = JSON.stringify({ ...JSON.parse(document), paths: {} });
  await driver.act("POST /api/apis/{id}/import", {
    as,
    params,
    body: { document: changed, isApplied: true },
  });
  await driver.act("DELETE /api/apis/{id}", {
    as,
    params,
    search: none,
    consequences: ["integration.delete"],
  });
}

async function offerings({ owner: as, driver }: Stage): Promise<void> {
  const counts = { integrations: 0, draftIntegrations: 0, connections: 0 };
  await driver.ask("POST /api/offering-discovery", { as, body: { url: "https://as.example/" } });
  const made = await driver.act("POST /api/custom-offerings", { as, body: { copyOf: "github" } });
  const params = { id: made.id };
  const path = "/api/custom-offerings/{id}";
  const data = { ...made.data, displayName: "GitHub, ours" };
  await driver.act(`POST ${path}/versions`, { as, params, body: { expectedVersion: 1, data } });
  await driver.act(`PUT ${path}/publication`, { as, params, body: { version: 2, ...counts } });
  await driver.act(`DELETE ${path}/publication`, { as, params });
  await driver.act(`DELETE ${path}`, { as, params });
}

async function credentials({ owner: as, driver }: Stage): Promise<void> {
  const body = {
    ...{ domain: "github", clientId: "app", clientSecret: "the-app-secret", scopes: ["repo"] },
    authorizeUrl: "https://github.com/login/oauth/authorize",
    tokenUrl: "https://github.com/login/oauth/access_token",
  };
  const { id } = await driver.act("POST /api/oauth-credentials", { as, body });
  const path = "/api/oauth-credentials/{id}";
  await driver.act(`PATCH ${path}`, { as, params: { id }, body: { scopes: ["repo", "user"] } });
  await driver.act(`DELETE ${path}`, {
    as,
    params: { id },
    search: "?integrations=0&connections=0&people=0",
  });
}

async function webhooks({ db, owner: as, driver }: Stage): Promise<void> {
  const url = "https://receiver.example/hooks";
  const { id } = await driver.act("POST /api/webhooks", { as, body: { name: "Pager", url } });
  const path = "/api/webhooks/{id}";
  await driver.act(`PATCH ${path}`, { as, params: { id }, body: { events: ["connection.expiring"] } });
  await driver.act(`POST ${path}/secret`, { as, params: { id } });
  const { id: deliveryId } = await driver.act(`POST ${path}/ping`, { as, params: { id } });
  await driver.act(`POST ${path}/deliveries/{deliveryId}/replay`, { as, params: { id, deliveryId } });
  await db.webhookDelivery.updateMany({ where: { id: deliveryId }, data: { state: "failed" } });
  const body = { since: new Date(0).toISOString() };
  await driver.act(`POST ${path}/replay`, { as, params: { id }, body });
  await driver.act(`DELETE ${path}`, { as, params: { id } });
}

async function workspace(stage: Stage): Promise<void> {
  const { owner: as, driver } = stage;
  for (const noun of ["applications", "runtime-configurations"]) {
    const { id } = await driver.act(`POST /api/${noun}`, { as, body: { name: "Crawler" } });
    await driver.act(`PATCH /api/${noun}/{id}`, { as, params: { id }, body: { name: "Spider" } });
    await driver.act(`DELETE /api/${noun}/{id}`, { as, params: { id } });
  }
  const body = { name: "k", scopes: ["audit:read"] };
  const { id } = await driver.act("POST /api/api-keys", { as, body });
  await driver.act("DELETE /api/api-keys/{id}", { as, params: { id } });
  await members(stage);
  await leaving(stage);
  await invitations(stage);
  await driver.act("PATCH /api/notice-mail", { as, body: { choice: "all" } });
  await driver.act("PATCH /api/workspace", { as, body: { name: "Pier", auditDays: 365 } });
  await driver.act("POST /api/audit-events/verification", { as });
}

async function members({ db, owner: as, driver }: Stage): Promise<void> {
  const { userId: id } = await createMember(db, { workspaceId: as.workspaceId });
  const path = "/api/workspace/members/{id}";
  await driver.act(`PATCH ${path}`, { as, params: { id }, body: { role: "admin" } });
  const search = "?personalConnections=0&sharedConnections=0&keys=0";
  await driver.act(`DELETE ${path}`, { as, params: { id }, search });
}

async function invitations({ db, owner: as, driver }: Stage): Promise<void> {
  const invite = async (email: string) => {
    const { id, link } = await driver.act("POST /api/invitations", { as, body: { email } });
    return { params: { id }, token: new URL(link).hash.slice(1) };
  };
  const { params } = await invite("grace@example.com");
  await driver.act("POST /api/invitations/{id}/link", { as, params });
  await driver.act("DELETE /api/invitations/{id}", { as, params });
  const consequences = ["session.create"];
  const fresh = await invite("grace@example.com");
  await driver.ask("POST /api/invitations/preview", { as: null, body: { token: fresh.token } });
  const body = { token: fresh.token, name: "Grace", password };
  await driver.act("POST /api/invitations/acceptance", { as: null, body, consequences });
  const guest = await createOwner(db);
  const { token } = await invite(guest.email);
  await driver.act("POST /api/invitations/membership", { as: guest, body: { token }, consequences });
}

/** Last, since it ends sessions. */
async function account({ db, owner, driver }: Stage): Promise<void> {
  const as = await createMember(db, { workspaceId: owner.workspaceId });
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { email: "ada@example.com" } });
  await db.user.update({ where: { id: as.userId }, data: { passwordHash } });
  const { id: workspaceId } = await driver.act("POST /api/workspaces", {
    as: owner,
    body: { name: "Second" },
  });
  await driver.act("PUT /api/session/workspace", {
    as: { ...owner, sessionId: await createSession(db, owner) },
    body: { workspaceId },
  });
  const other = await createSession(db, as);
  await driver.act("DELETE /api/sessions/{id}", { as, params: { id: other } });
  await createSession(db, as);
  await driver.act("DELETE /api/sessions", { as });
  await driver.act("PUT /api/password", {
    as,
    body: { currentPassword: password, newPassword: "another horse battery" },
    // The session that goes on under a new id is a sign-in of its own.
    consequences: ["session.create"],
  });
  await driver.act("DELETE /api/session", { as: owner });
  await driveWorkspaceDeletion(db, driver);
}

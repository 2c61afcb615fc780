import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asSystem } from "#lib/context/as-system.ts";
import { type Context, withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { addCustomOffering } from "#lib/custom-offerings/add-custom-offering.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { expireToken } from "#lib/testing/connections.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { startReplayServer } from "#lib/testing/replay-server.ts";
import { jsonAnswer, type SeenRequest } from "#lib/testing/scripted-fetch.ts";
import { connectionSchema } from "./contract.ts";
import { createConnection } from "./create-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { getConnection } from "./get-connection.ts";
import { updateConnection } from "./update-connection.ts";

const database = useDatabase();
let owner: MemberActor;
let ctx: Context;
let server: Awaited<ReturnType<typeof startReplayServer>>;
/** What the provider's addresses answer in a test. */
let answers: Record<string, unknown>;

const harbour = { id: "cloud-harbour", name: "Harbour", url: "https://harbour.atlassian.net", scopes: [] };
const quay = { id: "cloud-quay", name: "Quay", url: "https://quay.atlassian.net", scopes: [] };
const tokens = { access_token: "at-1", refresh_token: "rt-1", token_type: "Bearer", expires_in: 3600 };

beforeAll(async () => {
  server = await startReplayServer(({ url }: SeenRequest) => {
    const answer = answers[`${url.origin}${url.pathname}`];
    return answer === undefined
      ? jsonAnswer(404, { error: "not_scripted" })
      : jsonAnswer(200, answer as object);
  });
});
afterAll(() => server.close());

beforeEach(async () => {
  owner = await createOwner(database.db);
  ctx = testContext({ db: database.db, actor: owner, fetch: server.fetch as Context["fetch"] });
  answers = {
    "https://auth.atlassian.com/oauth/token": tokens,
    "https://api.atlassian.com/me": { account_id: "acc-1", name: "Ada Marlow" },
    "https://api.atlassian.com/oauth/token/accessible-resources": [harbour, quay],
    "https://identity.xero.com/connect/token": tokens,
    "https://api.xero.com/connections": [
      { id: "link-1", tenantId: "org-1", tenantName: "Northwind" },
      { id: "link-2", tenantId: "org-2", tenantName: "Southwind" },
    ],
  };
});

/** A configured integration with a public client, so that no secret is needed. */
async function integrate(offeringId: string): Promise<string> {
  const id = newId("integration");
  await database.db.integration.create({
    data: {
      ...{
        id,
        slug: id.slice(-12),
        name: offeringId,
        workspaceId: owner.workspaceId,
        createdById: owner.userId,
      },
      ...{ offeringId, status: "configured", clientId: "client", clientAuthentication: "none" },
      ...{ scopes: [], callbackPath: "/oauth/callback", integrationKey: id.slice(-20) },
    },
  });
  return id;
}

/** An offering with a host for each region, whose grants reach several sites. */
async function addRegionalOffering(): Promise<string> {
  const host = "https://{region}.harbour.example";
  const { data, problems } = parseOfferingData(
    {
      ...{ id: "harbour", provider: "harbour", name: "Harbour", environment: "production" },
      ...{ displayName: "Harbour", category: "other", protocol: "oauth2" },
      variables: [{ name: "region", label: "Region", source: "user", required: true, choices: ["eu", "us"] }],
      authorize: { url: `${host}/authorize` },
      token: { url: `${host}/token` },
      clientAuth: { preferred: "none", supported: ["none"] },
      pkce: { support: "unknown" },
      revocation: { kind: "none" },
      account: { url: `${host}/me`, idPath: "id" },
      api: { baseUrl: `${host}/v1/{siteId}`, baseUrlSource: "followup_request" },
      followUps: [
        { purpose: "tenants", url: `${host}/sites`, list: "$", extract: { siteId: "id" }, called: "site" },
      ],
      accessToken: {},
      refresh: { issued: "never", rotates: "never" },
      setup: { steps: ["Register a client."] },
      quirks: ["api_base_from_followup", "authorize_url_template"],
      ...{ docsUrl: "https://harbour.example/docs", confidence: "medium", evidence: ["official-docs"] },
      checkedOn: "2026-11-25",
    },
    null,
  );
  if (!data) throw new Error(`the offering does not hold together: ${JSON.stringify(problems)}`);
  const { userId: createdById } = owner;
  return addCustomOffering(asSystem(ctx), data, { workspaceId: null, createdById, isPublished: true });
}

const connect = (integration: string) =>
  createConnection(ctx, { integration, input: { code: new Secret("code-1") } });

describe("choosing a tenant", () => {
  it("begins with the first site, and moves facts and API base to another one at once", async () => {
    const made = await connect(await integrate("confluence"));
    expect(made.tenants).toEqual({
      called: "site",
      chosen: { id: "cloud-harbour", label: "Harbour" },
      items: [
        { id: "cloud-harbour", label: "Harbour" },
        { id: "cloud-quay", label: "Quay" },
      ],
    });
    expect(made.apiBaseUri).toContain("cloud-harbour");
    const moved = connectionSchema.parse(await updateConnection(ctx, { id: made.id, tenant: "cloud-quay" }));
    expect(moved.tenants?.chosen).toEqual({ id: "cloud-quay", label: "Quay" });
    expect(moved.apiBaseUri).toBe(made.apiBaseUri.replace("cloud-harbour", "cloud-quay"));
    expect(moved.data).toMatchObject({ cloudId: "cloud-quay", siteUrl: "https://quay.atlassian.net" });
    const event = await database.db.connectionEvent.findFirst({
      where: { connectionId: made.id, type: "tenant-chosen" },
    });
    expect(event?.detail).toEqual({ before: "Harbour", after: "Quay" });
    const audited = await database.db.auditEvent.findMany({
      where: { targetId: made.id, action: "connection.update" },
    });
    expect(audited).toMatchObject([
      { changes: { tenant: { before: { id: "cloud-harbour" }, after: { id: "cloud-quay" } } } },
    ]);
  });

  it("takes a place in the list too, and writes nothing for the one that is in use", async () => {
    const { id } = await connect(await integrate("confluence"));
    expect((await updateConnection(ctx, { id, tenant: 1 })).tenants?.chosen?.id).toBe("cloud-quay");
    await updateConnection(ctx, { id, tenant: "cloud-quay" });
    expect(await database.db.auditEvent.count({ where: { targetId: id, action: "connection.update" } })).toBe(
      1,
    );
  });

  it("outlives a refresh and a reconnect, in whatever order the list comes", async () => {
    const integration = await integrate("confluence");
    const { id } = await connect(integration);
    await updateConnection(ctx, { id, tenant: "cloud-quay" });
    await expireToken(database.db, id);
    await getAccessToken(ctx, id);
    const refreshed = await getConnection(ctx, { id });
    expect(refreshed.lastRefreshedAt).not.toBeNull();
    expect(refreshed.tenants?.chosen?.id).toBe("cloud-quay");
    answers["https://api.atlassian.com/oauth/token/accessible-resources"] = [
      { ...harbour, id: "cloud-new", name: "Newly made" },
      harbour,
      { ...quay, name: "Quay West" },
    ];
    const again = await connect(integration);
    expect(again.id).toBe(id);
    expect(again.tenants).toMatchObject({ chosen: { id: "cloud-quay", label: "Quay West" } });
    expect(again.tenants?.items).toHaveLength(3);
    expect(again.apiBaseUri).toContain("cloud-quay");
  });

  it("falls back to what the grant still reaches when the chosen one is gone", async () => {
    const integration = await integrate("confluence");
    const { id } = await connect(integration);
    await updateConnection(ctx, { id, tenant: "cloud-quay" });
    answers["https://api.atlassian.com/oauth/token/accessible-resources"] = [harbour];
    const again = await connect(integration);
    expect(again.tenants?.chosen?.id).toBe("cloud-harbour");
    const { detail } = await database.db.connectionEvent.findFirstOrThrow({
      where: { connectionId: id, type: "reconnected" },
    });
    expect(detail).toMatchObject({ tenant: { before: "Quay", after: "Harbour" } });
  });

  it("changes the header by which the API tells organisations apart", async () => {
    const made = await connect(await integrate("xero"));
    expect(made.tenants).toMatchObject({
      called: "organisation",
      chosen: { id: "org-1", label: "Northwind" },
    });
    const moved = await updateConnection(ctx, { id: made.id, tenant: "org-2" });
    expect(moved.data).toMatchObject({ tenantId: "org-2", connectionId: "link-2" });
    expect(moved.apiBaseUri).toBe(made.apiBaseUri);
  });

  it("P-04: keeps the calls of an override's grant where that override leads", async () => {
    const { workspaceId, userId: createdById } = owner;
    const offeringId = await addRegionalOffering();
    const integrationId = await integrate(offeringId);
    await database.db.integration.update({
      where: { id: integrationId },
      data: { variables: { region: "eu" } },
    });
    const { id: runtimeConfigurationId } = await database.db.runtimeConfiguration.findFirstOrThrow({
      where: { workspaceId, isDefault: true },
    });
    const settings = { clientId: "other", clientAuthentication: "none", variables: { region: "us" } };
    const place = { id: newId("override"), workspaceId, integrationId, runtimeConfigurationId, createdById };
    await database.db.override.create({ data: { ...place, status: "configured", settings } });
    for (const path of ["token", "me", "sites"])
      answers[`https://us.harbour.example/${path}`] = {
        token: tokens,
        me: { id: "acc-1" },
        sites: [{ id: "north" }, { id: "south" }],
      }[path];
    const made = await connect(integrationId);
    expect(made.apiBaseUri).toBe("https://us.harbour.example/v1/north");
    const moved = await updateConnection(ctx, { id: made.id, tenant: "south" });
    expect(moved.apiBaseUri).toBe("https://us.harbour.example/v1/south");
  });

  it("is refused for what is not in the list, for others, and where there is nothing to choose", async () => {
    const { id } = await connect(await integrate("confluence"));
    for (const tenant of ["cloud-of-a-stranger", 7, "../harbour"])
      await expect(updateConnection(ctx, { id, tenant })).rejects.toMatchObject({
        code: "invalid-input",
        errors: [{ pointer: "/tenant" }],
      });
    const colleague = await createMember(database.db, { workspaceId: owner.workspaceId });
    const stranger = await createOwner(database.db);
    for (const actor of [colleague, stranger])
      await expect(
        updateConnection(withActor(ctx, actor), { id, tenant: "cloud-quay" }),
      ).rejects.toMatchObject({ code: "not-found" });
    await database.db.connection.update({ where: { id }, data: { data: {} } });
    await expect(updateConnection(ctx, { id, tenant: 0 })).rejects.toMatchObject({ code: "conflict" });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { loadCatalogue } from "#lib/offerings/registry.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createWorkspace } from "#lib/testing/factories.ts";
import { providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import type { ListCustomOfferingsQuery } from "./contract.ts";
import { createCustomOffering } from "./create-custom-offering.ts";
import { createOfferingVersion } from "./create-offering-version.ts";
import { deleteCustomOffering } from "./delete-custom-offering.ts";
import { deletePublication } from "./delete-publication.ts";
import { getCustomOffering, getOfferingExport } from "./get-custom-offering.ts";
import { getOfferingChanges } from "./get-offering-changes.ts";
import { getOfferingDiscovery } from "./get-offering-discovery.ts";
import { listCustomOfferings } from "./list-custom-offerings.ts";
import { updatePublication } from "./update-publication.ts";

const database = useDatabase();
let provider: TestProvider;
let platform: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  platform = await createOwner(database.db);
  ctx = providerContext(database.db, platform, provider);
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.integration.deleteMany();
  await database.db.customOffering.deleteMany();
});

/** What a form sends for an offering of its own: no quirks, no id. */
const entered = (parts: object = {}) => ({
  provider: "beacon",
  name: "Beacon",
  environment: "production",
  displayName: "Beacon CRM",
  category: "crm",
  protocol: "oauth2",
  authorize: { url: "https://id.beacon.example/authorize", params: { audience: "crm" } },
  token: { url: "https://id.beacon.example/token" },
  clientAuth: { preferred: "post", supported: ["post", "basic"] },
  pkce: { support: "required", method: "S256" },
  revocation: { kind: "none" },
  api: { baseUrl: "https://api.beacon.example/v1", baseUrlSource: "static" },
  scopes: { required: ["read"], catalog: [{ id: "read", description: "Read it", kind: "required" }] },
  accessToken: {},
  refresh: { issued: "always", rotates: "always" },
  setup: { steps: ["Register a client."] },
  docsUrl: "https://docs.beacon.example/",
  confidence: "medium",
  evidence: ["general-knowledge"],
  checkedOn: "2026-11-25",
  ...parts,
});

const create = (parts: object = {}) => createCustomOffering(ctx, { data: entered(parts) });
const publish = (id: string, version: number) =>
  updatePublication(ctx, { id, version, integrations: 0, draftIntegrations: 0, connections: 0 });
const query = (parts: Partial<ListCustomOfferingsQuery> = {}) => ({ limit: 25, ...parts });
const pointersOf = (promise: Promise<unknown>) =>
  promise.then(
    () => [],
    (error) => error.errors.map(({ pointer }: { pointer: string }) => pointer),
  );
const eventsOf = async (targetId: string) =>
  (await database.db.auditEvent.findMany({ where: { targetId }, orderBy: { createdAt: "asc" } })).map(
    ({ action }) => action,
  );

describe("a custom offering", () => {
  it("is made a draft with the quirks that its facts ask for, and seen by nobody else", async () => {
    const made = await create();
    expect(made).toMatchObject({
      source: "custom",
      state: "draft",
      latestVersion: 1,
      publishedVersion: null,
      integrationCount: 0,
      versions: [{ version: 1, createdBy: { id: platform.userId } }],
    });
    expect(made.data.id).toBe(made.id);
    expect(made.data.quirks.toSorted()).toEqual([
      "pkce_required",
      "rotating_refresh",
      "static_authorize_params",
    ]);
    expect((await listOfferings(ctx, { q: "beacon" })).items).toEqual([]);
    expect(await eventsOf(made.id)).toEqual(["offering.create"]);
  });

  it("gets a version with every save, and integrations see the published one", async () => {
    const { id } = await create();
    await publish(id, 1);
    const saved = await createOfferingVersion(ctx, {
      id,
      expectedVersion: 1,
      data: entered({ displayName: "Beacon (new)" }),
    });
    expect(saved).toMatchObject({ latestVersion: 2, publishedVersion: 1, hasUnpublishedChanges: true });
    expect((await listOfferings(ctx, { q: "beacon" })).items).toMatchObject([
      { id, displayName: "Beacon CRM" },
    ]);
    await publish(id, 2);
    expect((await listOfferings(ctx, { q: "beacon" })).items).toMatchObject([
      { displayName: "Beacon (new)" },
    ]);
    expect(await getOfferingChanges(ctx, { id, from: 1, to: 2 })).toEqual({
      items: [{ path: "displayName", before: "Beacon CRM", after: "Beacon (new)" }],
    });
    await expect(getOfferingChanges(ctx, { id, from: 1, to: 9 })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("is not saved over somebody else's save, and not saved anew without a change", async () => {
    const { id } = await create();
    const same = await createOfferingVersion(ctx, { id, expectedVersion: 1, data: entered() });
    expect(same.latestVersion).toBe(1);
    const changed = { id, expectedVersion: 1, data: entered({ notes: "x" }) };
    await createOfferingVersion(ctx, changed);
    await expect(createOfferingVersion(ctx, changed)).rejects.toMatchObject({ code: "conflict" });
    await expect(publish(id, 1)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is taken back from what is new, and comes again", async () => {
    const { id } = await create();
    await publish(id, 1);
    await deletePublication(ctx, { id });
    expect((await listOfferings(ctx, { q: "beacon" })).items).toEqual([]);
    expect(await getCustomOffering(ctx, { id })).toMatchObject({ state: "unpublished", publishedVersion: 1 });
    await publish(id, 1);
    expect((await listOfferings(ctx, { q: "beacon" })).items).toHaveLength(1);
    await deleteCustomOffering(ctx, { id });
    expect(await eventsOf(id)).toEqual([
      "offering.create",
      "offering.publish",
      "offering.unpublish",
      "offering.publish",
      "offering.delete",
    ]);
  });

  it("is exported and imported to the letter", async () => {
    const { id } = await create();
    const exported = await getOfferingExport(ctx, { id });
    const data = { ...exported, displayName: "Beacon, imported" };
    const imported = await createCustomOffering(ctx, { data, isImport: true });
    expect(imported.data).toEqual({ ...data, id: imported.id });
    expect(await eventsOf(imported.id)).toEqual(["offering.import"]);
  });

  it("is a copy of any other, with a name of its own", async () => {
    const first = await createCustomOffering(ctx, { copyOf: "okta" });
    const second = await createCustomOffering(ctx, { copyOf: first.id });
    const third = await createCustomOffering(ctx, { copyOf: "okta" });
    const names = [first, second, third].map(({ displayName }) => displayName);
    expect(new Set(names).size).toBe(3);
    const { id: _, displayName: __, ...original } = await getOfferingExport(ctx, { id: "okta" });
    expect(first.data).toMatchObject({ ...original, status: { state: "active" } });
    await expect(createCustomOffering(ctx, { copyOf: "nothing" })).rejects.toMatchObject({
      errors: [{ pointer: "/copyOf" }],
    });
  });

  it("can be a copy of every offering there is", async () => {
    for (const { id, displayName } of loadCatalogue()) {
      expect(await createCustomOffering(ctx, { copyOf: id })).toMatchObject({
        displayName: `${displayName} (copy)`,
        state: "draft",
      });
    }
  });
});

describe("what is refused", () => {
  it.each<[string, object]>([
    ["/data/displayName", { displayName: "GitHub" }],
    ["/data/displayName", { displayName: "" }],
    ["/data/provider", { provider: "Beacon CRM" }],
    ["/data/token/url", { token: { url: "http://id.beacon.example/token" } }],
    ["/data/token/url", { token: { url: "http://127.0.0.1:9/token" } }],
    ["/data/token/url", { token: { url: "https://user:pass@id.beacon.example/token" } }],
    ["/data/token/url", { token: { url: "https://id.beacon.example/token#x" } }],
    ["/data/token/url", { token: { url: "https://{tenant}.beacon.example/token" } }],
    ["/data/api/baseUrl", { api: { baseUrl: "https://a.example/{not a name}", baseUrlSource: "static" } }],
    [
      "/data/scopes/catalog/0/id",
      { scopes: { catalog: [{ id: "a b", description: "x", kind: "optional" }] } },
    ],
    ["/data/evidence", { evidence: [] }],
    ["/data/authorize", { authorize: undefined }],
    ["/data/something", { something: 1 }],
    ["/data/displayName", { displayName: "x".repeat(121) }],
  ])("F-05: at %s, and nothing is written", async (pointer, parts) => {
    expect(await pointersOf(create(parts))).toContain(pointer);
    expect(await database.db.customOffering.count()).toBe(0);
  });

  const variable = { name: "tenant", label: "Tenant", source: "user", required: true };
  it.each<[string, object]>([
    ["/data/variables/0", {}],
    ["/data/variables/0/pattern", { pattern: "[a-z]+" }],
    ["/data/variables/0/pattern", { pattern: "^([a-z]+)*$" }],
    ["/data/variables/0/pattern", { pattern: "^(a|a)+$" }],
    ["/data/variables/0/pattern", { source: "app" }],
    ["/data/variables/0/name", { name: "tenant1", pattern: "^[a-z]+$" }],
  ])("V-09, P-02: a variable in a host, at %s: %j", async (pointer, parts) => {
    const asked = { ...variable, ...parts };
    const token = { url: `https://{${asked.name}}.beacon.example/token` };
    expect(await pointersOf(create({ token, variables: [asked] }))).toContain(pointer);
  });

  it.each(["https://{dc}.com/v1", "https://{dc}.co.uk/v1", "https://{dc}beacon.example/v1"])(
    "P-01: a host that the provider tells, without a dot and a domain of its own behind it: %s",
    async (baseUrl) => {
      const api = { ...entered().api, baseUrl, baseUrlSource: "token_response" };
      expect(await pointersOf(create({ api }))).toContain("/data/api/baseUrl");
    },
  );

  it("takes a name that another custom offering has, whatever its case, for taken", async () => {
    const { id } = await create();
    expect(await pointersOf(create({ displayName: "beacon crm" }))).toEqual(["/data/displayName"]);
    const own = { id, expectedVersion: 1, data: entered({ notes: "mine" }) };
    expect(await createOfferingVersion(ctx, own)).toMatchObject({ latestVersion: 2 });
  });

  it("lets nothing be said twice and differently in an import", async () => {
    const data = { ...entered(), id: "beacon", quirks: [] };
    const pointers = await pointersOf(createCustomOffering(ctx, { data, isImport: true }));
    expect(pointers).toEqual(["/data/quirks", "/data/quirks", "/data/quirks"]);
  });

  it("Z-01: everything to whoever is no platform admin, and a workspace's own offering to platform admins", async () => {
    const { id: workspaceId } = await createWorkspace(database.db, { name: "Elsewhere" });
    const admin = await createMember(database.db, { workspaceId, role: "owner" });
    const other = testContext({ db: database.db, actor: admin, settings: ctx.settings });
    const { id } = await create();
    const refused = { code: "forbidden" };
    await expect(listCustomOfferings(other, query())).rejects.toMatchObject(refused);
    await expect(getCustomOffering(other, { id })).rejects.toMatchObject(refused);
    await expect(createCustomOffering(other, { copyOf: id })).rejects.toMatchObject(refused);
    await expect(deletePublication(other, { id })).rejects.toMatchObject(refused);
    await expect(getOfferingDiscovery(other, { url: provider.origin })).rejects.toMatchObject(refused);
    await database.db.customOffering.update({ where: { id }, data: { workspaceId } });
    const unknown = { code: "not-found" };
    await expect(getCustomOffering(ctx, { id })).rejects.toMatchObject(unknown);
    await expect(deleteCustomOffering(ctx, { id })).rejects.toMatchObject(unknown);
  });

  it("changes to what Mooring brings", async () => {
    const unknown = { code: "not-found" };
    for (const id of ["github", "sandbox"]) {
      const save = createOfferingVersion(ctx, { id, expectedVersion: 1, data: entered() });
      await expect(save).rejects.toMatchObject(unknown);
      await expect(publish(id, 1)).rejects.toMatchObject(unknown);
      await expect(deleteCustomOffering(ctx, { id })).rejects.toMatchObject(unknown);
      expect(await getCustomOffering(ctx, { id })).toMatchObject({ source: "builtin", versions: [] });
    }
  });
});

describe("the list", () => {
  it("has the catalogue's and the deployment's offerings, by name, in pages", async () => {
    const { id } = await create();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCustomOfferings(ctx, query({ cursor, limit: 40 }));
      seen.push(...page.items.map(({ displayName }) => displayName));
      expect(page.total).toBe(87);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(87);
    expect(new Set(seen).size).toBe(87);
    expect(seen).toEqual(seen.toSorted((a, b) => (`${a}  `.toLowerCase() < `${b}  `.toLowerCase() ? -1 : 1)));
    const own = await listCustomOfferings(ctx, query({ source: "custom" }));
    expect(own.items).toMatchObject([{ id, state: "draft" }]);
  });

  it.each<[Partial<ListCustomOfferingsQuery>, number]>([
    [{ q: "salesforce sandbox" }, 1],
    [{ source: "builtin" }, 86],
    [{ state: "draft" }, 1],
    [{ state: "published" }, 0],
    [{ category: "crm", source: "custom" }, 1],
    [{ confidence: "low" }, 4],
    [{ q: "nothing of that kind" }, 0],
  ])("finds by %j", async (filter, total) => {
    await create();
    expect(await listCustomOfferings(ctx, query({ limit: 100, ...filter }))).toMatchObject({ total });
  });
});

describe("a discovery document", () => {
  it("begins an offering that is complete but for what no document tells", async () => {
    const { data, issuer, findings } = await getOfferingDiscovery(ctx, { url: provider.origin });
    expect(issuer).toBe(provider.origin);
    expect(findings).toContainEqual({ level: "found", code: "pkce", value: "S256" });
    const rest = { provider: "practice", name: "P", displayName: "Practice by hand", category: "practice" };
    const api = { baseUrl: `${provider.origin}/api`, baseUrlSource: "static" };
    const setup = { steps: ["Copy the second client."] };
    const whole = { ...data, ...rest, api, setup, docsUrl: "https://docs.example/" };
    expect(await createCustomOffering(ctx, { data: whole })).toMatchObject({
      state: "draft",
      data: { issuer: provider.origin, issParameterSupported: true, pkce: { support: "supported" } },
    });
  });
});

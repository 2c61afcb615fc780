import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { practiceDocument, practicePaths } from "#lib/testing/api-document.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import type { CreateApi } from "./contract.ts";
import { createApi } from "./create-api.ts";
import { deleteApi } from "./delete-api.ts";
import { getApi } from "./get-api.ts";
import { getApiImpact } from "./get-api-impact.ts";
import { importApi } from "./import-api.ts";
import { listApis } from "./list-apis.ts";
import { listOperations } from "./list-operations.ts";
import { updateApi } from "./update-api.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let stranger: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  stranger = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
});
afterAll(() => provider.close());

function input(parts: Partial<CreateApi> = {}): CreateApi {
  const { clientId, clientSecret } = provider.secondClient;
  return {
    name: "Practice files",
    kind: "oauth2",
    document: JSON.stringify(practiceDocument(provider.origin)),
    baseUrl: `${provider.origin}/api/`,
    authorizeUrl: `${provider.origin}/authorize`,
    tokenUrl: `${provider.origin}/token`,
    scopes: ["profile", "offline_access"],
    accountPath: "/me",
    accountIdPath: "id",
    clientId,
    clientSecret,
    ...parts,
  } as CreateApi;
}

const counts = async () => ({
  apis: await database.db.api.count(),
  offerings: await database.db.customOffering.count(),
  integrations: await database.db.integration.count(),
  operations: await database.db.apiOperation.count(),
  secrets: await database.db.integrationSecret.count(),
  audits: await database.db.auditEvent.count(),
});

describe("creating an API", () => {
  it("makes a private offering, a proven integration at its own callback address, and the operations", async () => {
    const api = await createApi(ctx, input());
    expect(api).toMatchObject({
      slug: "practice-files",
      baseUrl: `${provider.origin}/api`,
      scopes: ["profile", "offline_access"],
      accountPath: "/me",
      operationCount: 5,
      integration: { slug: "practice-files", status: "configured", connectionCount: 0 },
      document: { format: "openapi-3.0", version: "1.0", url: null },
    });
    const integration = await database.db.integration.findUniqueOrThrow({
      where: { id: api.integration.id },
    });
    expect(integration).toMatchObject({ offeringId: api.offeringId, workspaceId: owner.workspaceId });
    expect(integration.callbackPath).toBe(`/oauth/callback/${integration.integrationKey}`);
    const offering = await database.db.customOffering.findUniqueOrThrow({ where: { id: api.offeringId } });
    expect(offering).toMatchObject({ workspaceId: owner.workspaceId, publishedVersion: 1 });
    const audit = await database.db.auditEvent.findMany({
      where: { workspaceId: owner.workspaceId },
      orderBy: { id: "asc" },
    });
    expect(audit.map(({ action }) => action)).toEqual(["integration.create", "api.create"]);
    expect(JSON.stringify(audit)).not.toContain(provider.secondClient.clientSecret.reveal());
  });

  it("D-05: never takes the shared callback address, not even for a platform admin", async () => {
    const api = await createApi(ctx, input({ name: "Mixed up" }));
    const { callbackPath } = await database.db.integration.findUniqueOrThrow({
      where: { id: api.integration.id },
    });
    expect(callbackPath).toMatch(/^\/oauth\/callback\/[a-z0-9]{20,}$/);
  });

  it("works by hand without a document, and without a client leaves a draft", async () => {
    const api = await createApi(
      ctx,
      input({
        name: "By hand",
        document: undefined,
        clientId: undefined,
        clientSecret: undefined,
        accountPath: undefined,
        accountIdPath: undefined,
      }),
    );
    expect(api).toMatchObject({
      document: null,
      operationCount: 0,
      accountPath: null,
      integration: { status: "draft" },
    });
    expect(
      (await createApi(ctx, input({ name: "By hand", document: undefined, clientSecret: undefined }))).slug,
    ).toBe("by-hand-2");
  });

  it.each([
    ["api_key", { keyPlace: { in: "header", name: "X-Key", prefix: "Token " } }, "configured"],
    ["basic", {}, "configured"],
    ["client_credentials", { clientId: undefined, clientSecret: undefined }, "draft"],
  ] as [CreateApi["kind"], Partial<CreateApi>, string][])(
    "lets accounts connect by %s, and leaves out what belongs to another way",
    async (kind, parts, status) => {
      const api = await createApi(ctx, input({ name: `By ${kind}`, kind, ...parts }));
      expect(api).toMatchObject({
        kind,
        authorizeUrl: null,
        keyPlace: parts.keyPlace ?? null,
        integration: { status },
      });
      expect(api.tokenUrl === null).toBe(kind !== "client_credentials");
      const integration = await database.db.integration.findUniqueOrThrow({
        where: { id: api.integration.id },
      });
      expect(integration.kind).toBe(kind);
      const id = await insertBareConnection(database.db, { integration: api.integration, owner });
      const moved = await updateApi(ctx, {
        id: api.id,
        baseUrl: "https://elsewhere.example",
        acknowledgedConnections: 1,
      });
      expect(moved.integration.status).toBe(status);
      expect(await database.db.connection.findUniqueOrThrow({ where: { id } })).toMatchObject({
        status: "suspended",
      });
    },
  );

  it.each([
    ["/keyPlace", { kind: "api_key", keyPlace: undefined }],
    ["/accountPath", { kind: "basic", accountPath: undefined, accountIdPath: undefined }],
    ["/tokenUrl", { kind: "client_credentials", tokenUrl: undefined }],
    ["/authorizeUrl", { authorizeUrl: undefined }],
  ] as [string, Partial<CreateApi>][])("misses %s with %j", async (pointer, parts) => {
    await expect(createApi(ctx, input(parts))).rejects.toMatchObject({ errors: [{ pointer }] });
  });

  it("fetches a document by its address, and resolves what is relative in it", async () => {
    const { servers: _, ...relative } = practiceDocument(provider.origin);
    const { fetch, requests } = scriptedFetch(({ url }) =>
      url.pathname === "/spec"
        ? new Response(null, { status: 302, headers: { location: "/v3/openapi.json" } })
        : url.pathname === "/v3/openapi.json"
          ? jsonAnswer(200, relative)
          : jsonAnswer(400, { error: "invalid_grant" }),
    );
    const api = await createApi(
      { ...ctx, fetch },
      input({
        name: "Fetched",
        document: undefined,
        documentUrl: "https://docs.example.com/spec",
        clientSecret: undefined,
      }),
    );
    expect(api.document).toMatchObject({
      url: "https://docs.example.com/spec",
      servers: [{ url: "https://docs.example.com" }],
    });
    expect(requests.map(({ url }) => url.href)).toEqual([
      "https://docs.example.com/spec",
      "https://docs.example.com/v3/openapi.json",
    ]);
  });

  it("K-03: keeps the secret of a document's link out of the trail", async () => {
    const { fetch } = scriptedFetch(({ url }) =>
      url.pathname === "/spec" ? jsonAnswer(200, practiceDocument(provider.origin)) : jsonAnswer(400, {}),
    );
    const documentUrl = "https://docs.example.com/spec?token=canary-of-a-link";
    const parts = { name: "Linked", document: undefined, documentUrl, clientSecret: undefined };
    const { id } = await createApi({ ...ctx, fetch }, input(parts));
    const event = await database.db.auditEvent.findFirstOrThrow({ where: { targetId: id } });
    expect(event.changes).toMatchObject({ document: { url: "https://docs.example.com/spec" } });
    expect(JSON.stringify(event)).not.toContain("canary");
  });

  it.each([
    ["/baseUrl", { baseUrl: "http://api.example.com" }],
    ["/baseUrl", { baseUrl: "https://api.example.com/?a=1" }],
    ["/authorizeUrl", { authorizeUrl: "http://127.0.0.1:1/authorize" }],
    ["/tokenUrl", { tokenUrl: "http://example.com/token" }],
    ["/refreshUrl", { refreshUrl: "http://example.com/token" }],
    ["/accountIdPath", { accountIdPath: undefined }],
    ["/accountPath", { accountPath: undefined }],
    ["/document", { document: "openapi: 3.0.0\npaths: [" }],
    ["/document", { expectedHash: "another" }],
    ["/documentUrl", { document: undefined, documentUrl: "http://docs.example.com/spec" }],
    ["/integrationKey", { integrationKey: "k".repeat(24) }],
  ] as [string, Partial<CreateApi>][])(
    "F-05: refuses at %s %j, and nothing is stored",
    async (pointer, parts) => {
      if ((await database.db.integration.count({ where: { integrationKey: "k".repeat(24) } })) === 0)
        await createApi(ctx, input({ name: "Key holder", integrationKey: "k".repeat(24) }));
      const before = await counts();
      await expect(createApi(ctx, input(parts))).rejects.toMatchObject({ errors: [{ pointer }] });
      expect(await counts()).toEqual(before);
    },
  );

  it("takes ten thousand operations in one go", async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `/things/${i}`,
        { get: { summary: `Thing ${i}`, tags: [`T${i % 7}`] } },
      ]),
    );
    const api = await createApi(
      ctx,
      input({ name: "Large", document: JSON.stringify(practiceDocument(provider.origin, paths)) }),
    );
    expect(api.operationCount).toBe(10_000);
    const page = await listOperations(ctx, { id: api.id, q: "thing 999", limit: 100 });
    expect(page.total).toBe(19);
  });
});

it.each(["Create", "Preview"])("never gives an API the address of a page of ours: %s", async (name) => {
  const { slug } = await createApi(ctx, input({ name, document: undefined, clientSecret: undefined }));
  expect(slug).toBe(`${name.toLowerCase()}-2`);
});

describe("reading APIs", () => {
  it("pages the list, newest first, and finds by name", async () => {
    const first = await listApis(ctx, { limit: 2 });
    expect(first.items).toHaveLength(2);
    const rest = await listApis(ctx, { limit: 100, cursor: first.nextCursor ?? "" });
    expect(rest.items.length).toBeGreaterThan(2);
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(
      first.items.length + rest.items.length,
    );
    expect((await listApis(ctx, { limit: 10, q: "fetch_d" })).items).toEqual([]);
    const [found] = (await listApis(ctx, { limit: 10, q: "FETCHED" })).items;
    expect(found).toMatchObject({ name: "Fetched", documentFormat: "openapi-3.0" });
    expect((await listApis(ctx, { limit: 10, integration: found?.integration.id })).items).toHaveLength(1);
  });

  it("pages the operations with those of one tag together", async () => {
    const first = await listOperations(ctx, { id: "practice-files", limit: 3 });
    expect(first).toMatchObject({ total: 5, nextAfter: 2 });
    expect(first.items.map(({ key, tag }) => [tag, key])).toEqual([
      ["Account", "GET /me"],
      ["Files", "GET /files"],
      ["Files", "GET /files/{id}/content"],
    ]);
    const rest = await listOperations(ctx, { id: "practice-files", limit: 3, after: first.nextAfter ?? 0 });
    expect(rest).toMatchObject({
      nextAfter: null,
      items: [
        {
          parameters: [
            { name: "word", example: "hello" },
            { name: "X-Colour", choices: ["red", "blue"] },
          ],
        },
        { requestBody: { contentType: "application/json", example: '{\n  "name": "Ada"\n}' } },
      ],
    });
    expect(
      (await listOperations(ctx, { id: "practice-files", limit: 10, q: "files list" })).items,
    ).toMatchObject([{ key: "GET /files" }]);
  });

  it("Z-02: another workspace's API, offering and operations are not found, nor in any list", async () => {
    const api = await getApi(ctx, { id: "practice-files" });
    const other = { ...ctx, actor: stranger };
    for (const id of [api.id, api.slug]) {
      await expect(getApi(other, { id })).rejects.toMatchObject({ code: "not-found" });
      await expect(listOperations(other, { id, limit: 5 })).rejects.toMatchObject({ code: "not-found" });
      await expect(updateApi(other, { id, name: "Mine" })).rejects.toMatchObject({ code: "not-found" });
      await expect(importApi(other, { id, isApplied: true, document: "{}" })).rejects.toMatchObject({
        code: "not-found",
      });
      await expect(getApiImpact(other, { id })).rejects.toMatchObject({ code: "not-found" });
      await expect(deleteApi(other, { id, connections: 0, people: 0 })).rejects.toMatchObject({
        code: "not-found",
      });
    }
    expect((await listApis(other, { limit: 100 })).items).toEqual([]);
    expect((await listOfferings(other)).items.map(({ id }) => id)).not.toContain(api.offeringId);
    expect((await listOfferings(ctx)).items.map(({ id }) => id)).toContain(api.offeringId);
  });

  it("D-06: a member reads, and changes nothing", async () => {
    const member = { ...ctx, actor: await createMember(database.db, { workspaceId: owner.workspaceId }) };
    expect((await getApi(member, { id: "practice-files" })).name).toBe("Practice files");
    const refused = { code: "forbidden" };
    await expect(createApi(member, input())).rejects.toMatchObject(refused);
    await expect(
      updateApi(member, { id: "practice-files", baseUrl: "https://evil.example" }),
    ).rejects.toMatchObject(refused);
    await expect(
      importApi(member, { id: "practice-files", isApplied: true, document: "{}" }),
    ).rejects.toMatchObject(refused);
    await expect(
      deleteApi(member, { id: "practice-files", connections: 0, people: 0 }),
    ).rejects.toMatchObject(refused);
  });
});

describe("changing an API", () => {
  it("keeps secret and connections when nothing leads elsewhere, and moves the base path with them", async () => {
    const api = await createApi(ctx, input({ name: "Renamed later" }));
    const id = await insertBareConnection(database.db, { integration: api.integration, owner });
    await database.db.connection.update({ where: { id }, data: { apiBaseUri: api.baseUrl } });
    const changed = await updateApi(ctx, {
      id: api.id,
      name: "Renamed",
      baseUrl: `${provider.origin}/api/v2`,
      scopes: ["profile", "offline_access", "email"],
    });
    expect(changed).toMatchObject({
      name: "Renamed",
      slug: "renamed-later",
      revision: 2,
      integration: { status: "configured" },
    });
    const connection = await database.db.connection.findUniqueOrThrow({ where: { id } });
    expect(connection).toMatchObject({ status: "active", apiBaseUri: `${provider.origin}/api/v2` });
    expect((await updateApi(ctx, { id: api.id, name: "Renamed" })).revision).toBe(2);
  });

  it.each(["baseUrl", "authorizeUrl", "tokenUrl"] as const)(
    "P-04: another %s wipes the secret, makes a draft and suspends every connection, once their number is acknowledged",
    async (field) => {
      const api = await createApi(ctx, input({ name: `Moved by ${field}` }));
      const id = await insertBareConnection(database.db, { integration: api.integration, owner });
      const to = "https://elsewhere.example/x";
      await expect(updateApi(ctx, { id: api.id, [field]: to })).rejects.toMatchObject({ code: "conflict" });
      expect(await getApi(ctx, { id: api.id })).toMatchObject({ [field]: api[field], revision: 1 });
      const moved = await updateApi(ctx, { id: api.id, [field]: to, acknowledgedConnections: 1 });
      expect(moved).toMatchObject({ [field]: to, integration: { status: "draft" } });
      expect(
        await database.db.integrationSecret.count({ where: { integrationId: api.integration.id } }),
      ).toBe(0);
      expect(await database.db.connection.findUniqueOrThrow({ where: { id } })).toMatchObject({
        status: "suspended",
      });
    },
  );
});

describe("importing a new document", () => {
  const changedPaths = {
    "/me": practicePaths["/me"],
    "/files": {
      get: { ...practicePaths["/files"].get, summary: "List all files" },
      post: { tags: ["Files"] },
    },
  };

  it("says what would change and writes nothing, then applies it and keeps the addresses", async () => {
    const api = await createApi(ctx, input({ name: "Imported again" }));
    const document = JSON.stringify({
      ...practiceDocument(provider.origin, changedPaths),
      servers: [{ url: "https://new.example" }],
    });
    const before = await counts();
    const shown = await importApi(ctx, { id: api.id, isApplied: false, document });
    expect(shown.difference).toMatchObject({
      operations: {
        added: [{ key: "POST /files" }],
        removed: [{ key: "GET /files/{id}/content" }, { key: "GET /echo" }, { key: "POST /echo" }],
        changed: [{ key: "GET /files", parts: ["summary"] }],
      },
      servers: { added: ["https://new.example"], removed: [`${provider.origin}/api`] },
      schemes: { added: [], removed: [], changed: [] },
    });
    expect(await counts()).toEqual(before);
    expect(shown.api.revision).toBe(1);
    const seen = { expectedHash: shown.preview.hash, expectedRevision: 1 };
    const applied = await importApi(ctx, { id: api.id, isApplied: true, document, ...seen });
    expect(applied.api).toMatchObject({
      revision: 2,
      operationCount: 3,
      baseUrl: api.baseUrl,
      integration: { status: "configured" },
    });
    await expect(importApi(ctx, { id: api.id, isApplied: true, document, ...seen })).rejects.toMatchObject({
      code: "conflict",
    });
    const again = await importApi(ctx, { id: api.id, isApplied: false, document });
    expect(Object.values(again.difference.operations).flat()).toEqual([]);
  });

  it("P-04: takes a new address from the document only when it is named, and then as any other move", async () => {
    const api = await createApi(ctx, input({ name: "Moved by import" }));
    const document = JSON.stringify(practiceDocument("https://new.example"));
    const connectionId = await insertBareConnection(database.db, { integration: api.integration, owner });
    const named = { id: api.id, isApplied: true, document, tokenUrl: "https://new.example/token" };
    await expect(importApi(ctx, named)).rejects.toMatchObject({ code: "conflict" });
    expect((await getApi(ctx, { id: api.id })).document?.hash).toBe(api.document?.hash);
    const moved = await importApi(ctx, { ...named, acknowledgedConnections: 1 });
    expect(moved.api).toMatchObject({
      tokenUrl: "https://new.example/token",
      baseUrl: api.baseUrl,
      integration: { status: "draft" },
    });
    expect(await database.db.connection.findUniqueOrThrow({ where: { id: connectionId } })).toMatchObject({
      status: "suspended",
    });
  });

  it("of a broken document changes nothing", async () => {
    const before = await getApi(ctx, { id: "practice-files" });
    await expect(
      importApi(ctx, { id: before.id, isApplied: true, document: '{"openapi": "3.0.3",}' }),
    ).rejects.toMatchObject({ detail: expect.stringContaining("Line 1, column 21") });
    expect(await getApi(ctx, { id: before.id })).toEqual(before);
  });
});

describe("deleting an API", () => {
  it("takes its integration, private offering and operations along, once the counts are confirmed", async () => {
    const api = await createApi(ctx, input({ name: "Short-lived" }));
    await insertBareConnection(database.db, { integration: api.integration, owner });
    expect(await getApiImpact(ctx, { id: api.id })).toEqual({
      connections: 1,
      people: 1,
      operations: 5,
      integration: { slug: "short-lived", name: "Short-lived" },
    });
    await expect(deleteApi(ctx, { id: api.id, connections: 0, people: 0 })).rejects.toMatchObject({
      code: "conflict",
    });
    await deleteApi(ctx, { id: api.id, connections: 1, people: 1 });
    await expect(getApi(ctx, { id: api.id })).rejects.toMatchObject({ code: "not-found" });
    expect(await database.db.customOffering.count({ where: { id: api.offeringId } })).toBe(0);
    expect(await database.db.apiOperation.count({ where: { apiId: api.id } })).toBe(0);
    const audit = await database.db.auditEvent.findFirst({
      where: { action: "api.delete", targetId: api.id },
    });
    expect(audit?.changes).toMatchObject({ connections: 1, operations: 5 });
  });
});

describe("secrets", () => {
  it("K-06: no API, offering or audit row holds the client secret", async () => {
    const clientSecret = new Secret("a-secret-that-shows-nowhere-42");
    await createApi(ctx, input({ name: "Secretive", clientSecret }));
    const rows = await Promise.all([
      database.db.api.findMany(),
      database.db.customOfferingVersion.findMany(),
      database.db.auditEvent.findMany(),
    ]);
    expect(JSON.stringify(rows)).not.toContain(clientSecret.reveal());
  });
});

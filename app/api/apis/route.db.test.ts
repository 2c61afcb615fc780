import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { MAX_DOCUMENT_BYTES } from "#lib/apis/contract.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { practiceDocument } from "#lib/testing/api-document.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import * as impact from "./[id]/impact/route.ts";
import * as again from "./[id]/import/route.ts";
import * as operations from "./[id]/operations/route.ts";
import * as one from "./[id]/route.ts";
import * as preview from "./preview/route.ts";
import * as all from "./route.ts";

const egress = createEgress({ allowCidrs: [] });
const database = useDatabase();
const { lines } = useRuntime(database, { fetch: egress.fetch });

type Caller = MemberActor | { key: string } | null;
const names = ["anonymous", "stranger", "member", "admin", "key"] as const;
let callers: Record<(typeof names)[number], Caller>;

const document = JSON.stringify(practiceDocument("https://api.example.com"));
const input = {
  name: "Files",
  document,
  baseUrl: "https://api.example.com/api",
  authorizeUrl: "https://api.example.com/authorize",
  tokenUrl: "https://api.example.com/token",
  scopes: ["profile"],
};

beforeAll(async () => {
  const owner = await createOwner(database.db);
  const { workspaceId } = owner;
  const ctx = testContext({ db: database.db, actor: owner });
  callers = {
    anonymous: null,
    stranger: await createOwner(database.db),
    member: await createMember(database.db, { workspaceId }),
    admin: await createMember(database.db, { workspaceId, role: "admin" }),
    key: await createApiKey(ctx, { name: "k", scopes: [...apiKeyScopes], expiresInDays: 1 }),
  };
});

async function send(as: Caller, method: string, path: string, handler: RouteHandler, body?: unknown) {
  const id = path.split("/")[3]?.split("?")[0] ?? "";
  const response = await handler(await testRequest(method, path, { as, body }), routeParams({ id }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

const read = (body: object) => send(callers.admin, "POST", "/api/apis/preview", preview.POST, body);

afterAll(() => egress.close());

async function upload(as: Caller): Promise<Response> {
  const body = new FormData();
  body.set("document", new File([document], "openapi.json"));
  const { url, headers } = await testRequest("POST", "/api/apis/preview", { as });
  return preview.POST(new Request(url, { method: "POST", headers, body }), routeParams());
}

describe("who may do what", () => {
  const ours = { anonymous: 401, stranger: 404 };
  // In this order, since the last row takes away what those before it look at.
  const table: [string, string, RouteHandler, Partial<Record<(typeof names)[number], number>>, object?][] = [
    [
      "POST",
      "/api/apis/preview",
      preview.POST,
      { stranger: 200, member: 403, admin: 200, key: 200 },
      { document },
    ],
    ["POST", "/api/apis", all.POST, { stranger: 201, member: 403, admin: 201, key: 201 }, input],
    ["GET", "/api/apis", all.GET, { stranger: 200, member: 200, admin: 200, key: 200 }],
    ["GET", "/api/apis/{id}", one.GET, { member: 200, admin: 200, key: 200 }],
    ["GET", "/api/apis/{id}/operations", operations.GET, { member: 200, admin: 200, key: 200 }],
    ["GET", "/api/apis/{id}/impact", impact.GET, { member: 403, admin: 200, key: 200 }],
    ["PATCH", "/api/apis/{id}", one.PATCH, { member: 403, admin: 200, key: 200 }, { description: "Ours" }],
    [
      "POST",
      "/api/apis/{id}/import",
      again.POST,
      { member: 403, admin: 200, key: 200 },
      { document, isApplied: false },
    ],
    ["DELETE", "/api/apis/{id}?connections=0&people=0", one.DELETE, { member: 403, admin: 204, key: 404 }],
  ];
  it.each(table)("Z-01: %s %s", async (method, path, handler, outcomes, body) => {
    const { workspaceId } = callers.admin as MemberActor;
    const row = await database.db.api.findFirst({ where: { workspaceId }, orderBy: { createdAt: "desc" } });
    const seen: Record<string, number> = {};
    for (const name of names) {
      const target = path.replace("{id}", row?.id ?? "none");
      seen[name] = (await send(callers[name], method, target, handler, body)).status;
    }
    expect(seen).toEqual({ ...ours, ...outcomes });
  });
});

describe("a document", () => {
  it("is read as text or as an uploaded file, and nothing of it is stored", async () => {
    const before = await database.db.api.count();
    const text = await read({ document });
    expect(text).toMatchObject({
      status: 200,
      body: { title: "Practice files", operationCount: 5, format: "openapi-3.0" },
    });
    // By cookie only JSON is taken (S-01), so a page reads the file itself.
    expect((await upload(callers.admin)).status).toBe(403);
    const answer = await upload(callers.key);
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 200,
      body: text.body,
    });
    expect(await database.db.api.count()).toBe(before);
  });

  it("that is broken is refused with its place and reason", async () => {
    expect(await read({ document: "openapi: 3.0.3\ninfo:\n\ttitle: x" })).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: "/document", detail: expect.stringContaining("Line 3, column 1") }],
        place: { line: 3, column: 1, reason: expect.stringContaining("tab") },
      },
    });
  });

  it("may have 5 MB, and not a byte more", async () => {
    const padded = (bytes: number) => document + " ".repeat(bytes - Buffer.byteLength(document));
    expect((await read({ document: padded(MAX_DOCUMENT_BYTES) })).status).toBe(200);
    expect((await read({ document: padded(MAX_DOCUMENT_BYTES + 1) })).status).toBe(413);
    expect((await read({ document: padded(3 * MAX_DOCUMENT_BYTES) })).status).toBe(413);
  });

  it.each([
    ["http://docs.example.com/openapi.json", 422],
    ["https://user:pass@docs.example.com/openapi.json", 422],
    ["https://docs.example.com/openapi.json#x", 422],
    ["file:///etc/passwd", 422],
    ["https://127.0.0.1/openapi.json", 422],
    ["https://2130706433/openapi.json", 422],
    ["https://[::1]/openapi.json", 422],
    ["https://10.0.0.7/openapi.json", 422],
    ["https://169.254.169.254/latest/meta-data", 422],
    ["https://localhost/openapi.json", 422],
  ])("P-02: is not fetched from %s, which is said at the field", async (documentUrl, status) => {
    const answer = await read({ documentUrl });
    expect(answer.status).toBe(status);
    expect(answer.body.errors).toMatchObject([{ pointer: "/documentUrl" }]);
  });

  it("comes as itself or by its address, not both, not neither", async () => {
    expect((await read({})).body.errors).toMatchObject([{ pointer: "/document" }]);
    expect((await read({ document, documentUrl: "https://docs.example.com" })).status).toBe(422);
  });
});

describe("answers", () => {
  it("K-06: no answer and no log line holds the client secret, and an address stands in the first answer", async () => {
    const clientSecret = "the-client-secret-of-files-91";
    const made = await send(callers.admin, "POST", "/api/apis", all.POST, { ...input, clientSecret });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/apis/${made.body.id}`);
    const shown = await send(callers.admin, "GET", `/api/apis/${made.body.id}`, one.GET);
    expect(JSON.stringify([made.body, shown.body, lines])).not.toContain(clientSecret);
  });
});

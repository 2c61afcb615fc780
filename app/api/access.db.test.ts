import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import * as apiKey from "./api-keys/[id]/route.ts";
import * as apiKeys from "./api-keys/route.ts";
import * as auditCheckpoint from "./audit-events/checkpoint/route.ts";
import * as auditExport from "./audit-events/export/route.ts";
import * as auditEvents from "./audit-events/route.ts";
import * as auditVerification from "./audit-events/verification/route.ts";
import * as session from "./session/route.ts";
import * as members from "./workspace/members/route.ts";
import * as workspace from "./workspace/route.ts";

const database = useDatabase();
useRuntime(database);

type Callers = Record<
  "anonymous" | "removed" | "member" | "colleague" | "owner" | "stranger" | "key",
  MemberActor | { key: string } | null
>;

let callers: Callers;
let keyId: string;

beforeAll(async () => {
  const owner = await createOwner(database.db);
  const join = () => createMember(database.db, { workspaceId: owner.workspaceId });
  const [member, colleague, removed] = [await join(), await join(), await join()];
  await database.db.membership.deleteMany({ where: { userId: removed.userId } });
  const key = await createApiKey(testContext({ db: database.db, actor: owner }), {
    name: "k",
    scopes: [...apiKeyScopes],
    expiresInDays: 1,
  });
  callers = {
    anonymous: null,
    removed,
    member,
    colleague,
    owner,
    stranger: await createOwner(database.db),
    key,
  };
  const own = await createApiKey(testContext({ db: database.db, actor: member }), {
    name: "own",
    scopes: ["audit:read"],
    expiresInDays: 1,
  });
  keyId = own.id;
});

type Row = [
  method: string,
  path: string,
  handler: RouteHandler,
  expected: Record<keyof Callers, number>,
  body?: object,
];

const newKey = { name: "n", scopes: ["connections:read"] };
// The order matters at the end: the member's own key is revoked by those who may, strangers before them.
const table: Row[] = [
  [
    "GET",
    "/api/session",
    session.GET,
    { anonymous: 401, removed: 401, member: 200, colleague: 200, owner: 200, stranger: 200, key: 403 },
  ],
  [
    "GET",
    "/api/workspace",
    workspace.GET,
    { anonymous: 401, removed: 401, member: 200, colleague: 200, owner: 200, stranger: 200, key: 403 },
  ],
  [
    "PATCH",
    "/api/workspace",
    workspace.PATCH,
    { anonymous: 401, removed: 401, member: 403, colleague: 403, owner: 200, stranger: 200, key: 403 },
    { name: "Pier" },
  ],
  [
    "GET",
    "/api/workspace/members",
    members.GET,
    { anonymous: 401, removed: 401, member: 200, colleague: 200, owner: 200, stranger: 200, key: 403 },
  ],
  [
    "GET",
    "/api/audit-events",
    auditEvents.GET,
    { anonymous: 401, removed: 401, member: 200, colleague: 200, owner: 200, stranger: 200, key: 200 },
  ],
  [
    "GET",
    "/api/audit-events/export?format=ndjson",
    auditExport.GET,
    { anonymous: 401, removed: 401, member: 200, colleague: 200, owner: 200, stranger: 200, key: 200 },
  ],
  [
    "POST",
    "/api/audit-events/verification",
    auditVerification.POST,
    { anonymous: 401, removed: 401, member: 403, colleague: 403, owner: 200, stranger: 200, key: 200 },
    {},
  ],
  [
    "GET",
    "/api/audit-events/checkpoint",
    auditCheckpoint.GET,
    { anonymous: 401, removed: 401, member: 403, colleague: 403, owner: 200, stranger: 200, key: 200 },
  ],
  [
    "GET",
    "/api/api-keys",
    apiKeys.GET,
    { anonymous: 401, removed: 401, member: 200, colleague: 200, owner: 200, stranger: 200, key: 403 },
  ],
  [
    "POST",
    "/api/api-keys",
    apiKeys.POST,
    { anonymous: 401, removed: 401, member: 201, colleague: 201, owner: 201, stranger: 201, key: 403 },
    newKey,
  ],
  [
    "DELETE",
    "/api/api-keys/{id}",
    apiKey.DELETE,
    { anonymous: 401, removed: 401, colleague: 404, stranger: 404, key: 403, member: 204, owner: 204 },
  ],
];

describe("who may do what", () => {
  it.each(table)(
    "Z-01: %s %s answers each caller as the table says",
    async (method, path, handler, expected, body) => {
      const seen: Record<string, number> = {};
      for (const name of Object.keys(expected) as (keyof Callers)[]) {
        const request = await testRequest(method, path.replace("{id}", keyId), { as: callers[name], body });
        seen[name] = (await handler(request, routeParams({ id: keyId }))).status;
      }
      expect(seen).toEqual(expected);
    },
  );

  it("Z-01: what is another workspace's and what does not exist answer alike, to the byte", async () => {
    const answer = async (id: string) => {
      const response = await apiKey.DELETE(
        await testRequest("DELETE", `/api/api-keys/${id}`, { as: callers.stranger }),
        routeParams({ id }),
      );
      const { instance, requestId, ...body } = await response.json();
      expect(instance).toBe(`urn:uuid:${requestId}`);
      return { status: response.status, headers: [...response.headers.keys()], body };
    };
    expect(await answer(keyId)).toEqual(await answer("apikey-unknown"));
  });

  it("no answer of these lists shows another workspace", async () => {
    const { workspaceId } = callers.owner as MemberActor;
    for (const [method, path, handler] of table.filter(([method]) => method === "GET")) {
      const response = await handler(await testRequest(method, path, { as: callers.stranger }));
      expect(await response.text()).not.toContain(workspaceId);
    }
  });

  it("signing out by DELETE /api/session ends the session and clears the cookie", async () => {
    const owner = await createOwner(database.db);
    const response = await session.DELETE(await testRequest("DELETE", "/api/session", { as: owner }));
    expect([response.status, response.headers.get("set-cookie")]).toEqual([
      204,
      "mooring-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax",
    ]);
    expect((await session.GET(await testRequest("GET", "/api/session", { as: owner }))).status).toBe(401);
  });

  it("the key of a new API key stands in the first answer, with its address", async () => {
    const response = await apiKeys.POST(
      await testRequest("POST", "/api/api-keys", { as: callers.owner, body: newKey }),
    );
    const { id, key } = await response.json();
    expect(response.headers.get("location")).toBe(`/api/api-keys/${id}`);
    expect(
      (await auditEvents.GET(await testRequest("GET", "/api/audit-events", { as: { key } }))).status,
    ).toBe(403);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import * as impact from "./[id]/impact/route.ts";
import * as one from "./[id]/route.ts";
import * as all from "./route.ts";

const database = useDatabase();
useRuntime(database);

type Caller = MemberActor | { key: string } | null;
const names = ["anonymous", "removed", "key", "stranger", "member", "admin", "owner"] as const;
let callers: Record<(typeof names)[number], Caller>;
let id: string;

const root = "/api/applications";

beforeAll(async () => {
  const owner = await createOwner(database.db);
  const join = (role: "member" | "admin" = "member") =>
    createMember(database.db, { workspaceId: owner.workspaceId, role });
  const removed = await join();
  await database.db.membership.deleteMany({ where: { userId: removed.userId } });
  const key = await createApiKey(testContext({ db: database.db, actor: owner }), {
    name: "k",
    scopes: [...apiKeyScopes],
    expiresInDays: 1,
  });
  callers = {
    anonymous: null,
    removed,
    key,
    stranger: await createOwner(database.db),
    member: await join(),
    admin: await join("admin"),
    owner,
  };
  id = JSON.parse((await send(owner, "POST", root, all.POST, { name: "Test" })).text).id;
});

async function send(as: Caller, method: string, path: string, handler: RouteHandler, body?: unknown) {
  const id = path.split("/")[3] ?? "";
  const response = await handler(await testRequest(method, path, { as, body }), routeParams({ id }));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("who may do what", () => {
  const refused = { anonymous: 401, removed: 401, key: 403 };
  // In this order: the last row takes away what those before it look at.
  const table: [string, string, RouteHandler, Record<string, number>, object?][] = [
    ["GET", "", all.GET, { ...refused, stranger: 200, member: 200, admin: 200, owner: 200 }],
    ["GET", "/{id}", one.GET, { ...refused, stranger: 404, member: 200, admin: 200, owner: 200 }],
    ["GET", "/{id}/impact", impact.GET, { ...refused, stranger: 404, member: 403, admin: 200, owner: 200 }],
    [
      "POST",
      "",
      all.POST,
      { ...refused, stranger: 201, member: 403, admin: 201, owner: 201 },
      { name: "Another" },
    ],
    [
      "PATCH",
      "/{id}",
      one.PATCH,
      { ...refused, stranger: 404, member: 403, admin: 200, owner: 200 },
      { name: "Staging" },
    ],
    ["DELETE", "/{id}", one.DELETE, { ...refused, stranger: 404, member: 403, owner: 204, admin: 404 }],
  ];
  it.each(table)(
    "Z-01: %s %s answers each caller as the table says",
    async (method, path, handler, expected, body) => {
      const seen: Record<string, number> = {};
      for (const name of Object.keys(expected) as (typeof names)[number][]) {
        const target = root + path.replace("{id}", id);
        seen[name] = (await send(callers[name], method, target, handler, body)).status;
      }
      expect(seen).toEqual(expected);
    },
  );

  it("no answer shows another workspace's", async () => {
    const { text } = await send(callers.owner, "POST", root, all.POST, { name: "Only ours" });
    const list = await send(callers.stranger, "GET", root, all.GET);
    expect(list.text).not.toContain("Only ours");
    expect(list.text).not.toContain(JSON.parse(text).id);
  });
});

describe("input and answers", () => {
  it("the address of a new one stands in its answer", async () => {
    const { headers, text } = await send(callers.owner, "POST", root, all.POST, { name: "Load test" });
    expect(headers.get("location")).toBe(`${root}/${JSON.parse(text).id}`);
    expect(JSON.parse(text)).toMatchObject({ slug: "load-test", isDefault: false });
  });

  it.each([
    ["/name", 422, { name: " " }],
    ["/name", 422, { name: "x".repeat(81) }],
    ["/name", 422, { name: "a\u0000b" }],
    ["/slug", 422, { name: "A", slug: "Not a slug" }],
    ["/slug", 409, { name: "A", slug: "load-test" }],
  ])("refuses at %s with %i: %j", async (pointer, status, body) => {
    const answer = await send(callers.owner, "POST", root, all.POST, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).errors).toMatchObject([{ pointer }]);
  });

  it("the default cannot be unset, only moved to another", async () => {
    const list = JSON.parse((await send(callers.owner, "GET", root, all.GET)).text);
    const [first] = list.items;
    const path = `${root}/${first.id}`;
    const unset = await send(callers.owner, "PATCH", path, one.PATCH, { isDefault: false });
    expect(JSON.parse(unset.text).errors).toMatchObject([{ pointer: "/isDefault" }]);
    expect((await send(callers.owner, "DELETE", path, one.DELETE)).status).toBe(409);
  });
});

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
const { lines } = useRuntime(database);

type Caller = MemberActor | { key: string } | null;
const names = ["anonymous", "member", "admin", "owner", "platform", "key"] as const;
let callers: Record<(typeof names)[number], Caller>;

const SECRET = "the-app-secret-of-github-77";
const input = {
  domain: "github",
  clientId: "app",
  clientSecret: SECRET,
  authorizeUrl: "https://github.com/login/oauth/authorize",
  tokenUrl: "https://github.com/login/oauth/access_token",
  scopes: ["repo"],
};

beforeAll(async () => {
  const platform = await createOwner(database.db);
  const { workspaceId } = platform;
  const key = await createApiKey(testContext({ db: database.db, actor: platform }), {
    name: "k",
    scopes: [...apiKeyScopes],
    expiresInDays: 1,
  });
  callers = {
    anonymous: null,
    member: await createMember(database.db, { workspaceId }),
    admin: await createMember(database.db, { workspaceId, role: "admin" }),
    owner: await createMember(database.db, { workspaceId, role: "owner" }),
    platform,
    key,
  };
});

async function send(as: Caller, method: string, path: string, handler: RouteHandler, body?: unknown) {
  const id = path.split("/")[3]?.split("?")[0] ?? "";
  const response = await handler(await testRequest(method, path, { as, body }), routeParams({ id }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const add = (as: Caller, parts: object = {}) =>
  send(as, "POST", "/api/oauth-credentials", all.POST, { ...input, ...parts });

describe("who may do what", () => {
  const refused = { anonymous: 401, member: 403, admin: 403, owner: 403, key: 403 };
  // In this order, since the last row takes away what those before it look at.
  const table: [string, string, RouteHandler, number, object?][] = [
    ["POST", "/api/oauth-credentials", all.POST, 201, input],
    ["GET", "/api/oauth-credentials", all.GET, 200],
    ["GET", "/api/oauth-credentials/{id}", one.GET, 200],
    ["PATCH", "/api/oauth-credentials/{id}", one.PATCH, 200, { scopes: ["repo", "user"] }],
    ["GET", "/api/oauth-credentials/{id}/impact", impact.GET, 200],
    ["DELETE", "/api/oauth-credentials/{id}?integrations=0&connections=0&people=0", one.DELETE, 204],
  ];
  it.each(table)("Z-01: %s %s is for platform admins alone", async (method, path, handler, status, body) => {
    const row = await database.db.oAuthCredential.findFirst();
    const seen: Record<string, number> = {};
    for (const name of ["anonymous", "member", "admin", "owner", "key", "platform"] as const) {
      const target = path.replace("{id}", row?.id ?? "none");
      seen[name] = (await send(callers[name], method, target, handler, body)).status;
    }
    expect(seen).toEqual({ ...refused, platform: status });
  });

  it("what does not exist is not found, even by a platform admin", async () => {
    const path = "/api/oauth-credentials/oauthcred-unknown";
    expect((await send(callers.platform, "GET", path, one.GET)).status).toBe(404);
    expect((await send(callers.platform, "GET", `${path}/impact`, impact.GET)).status).toBe(404);
  });
});

describe("input and answers", () => {
  it("K-06: no answer and no log line holds the secret, and an address stands in the first answer", async () => {
    const made = await add(callers.platform);
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/oauth-credentials/${JSON.parse(made.text).id}`);
    const list = await send(callers.platform, "GET", "/api/oauth-credentials", all.GET);
    expect(JSON.parse(list.text).items[0]).toMatchObject({ clientSecret: { last4: SECRET.slice(-4) } });
    expect(`${made.text}${list.text}${JSON.stringify(lines)}`).not.toContain(SECRET);
    expect((await add(callers.platform)).status).toBe(409);
  });

  it.each([
    ["/clientSecret", { clientSecret: undefined }],
    ["/clientSecret", { clientSecret: "" }],
    ["/authorizeUrl", { authorizeUrl: "" }],
    ["/authorizeUrl", { authorizeUrl: "http://github.com/login" }],
    ["/tokenUrl", { tokenUrl: "https://user@github.com/token" }],
    ["/tokenUrl", { tokenUrl: "https://github.com/token#x" }],
    ["/scopes", { scopes: [] }],
  ])("refuses at %s %j", async (pointer, parts) => {
    const { status, text } = await add(callers.platform, { domain: "asana", ...parts });
    expect(status).toBe(422);
    expect(JSON.parse(text).errors).toMatchObject([{ pointer }]);
  });
});

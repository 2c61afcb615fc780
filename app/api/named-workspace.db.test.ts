import { beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { changedTables, digestTables } from "#lib/testing/access-digest.ts";
import { testContext } from "#lib/testing/context.ts";
import { openAdmin, useDatabase } from "#lib/testing/database.ts";
import { createOwner, createSession, secretOfSession } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import { manifest } from "./manifest.ts";

const database = useDatabase();
useRuntime(database);

const routes = Object.entries(manifest).flatMap(([path, methods]) =>
  Object.entries(methods)
    // The gateway's own routes are answered outside of these: `lib/server/gateway-access.db.test.ts`.
    .filter(([method]) => ["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method))
    .filter(([, handler]) => (handler as RouteHandler).declaration.access !== "public")
    .map(([method, handler]) => ({
      name: `${method} ${path}`,
      method,
      path,
      handler: handler as RouteHandler,
    })),
);

let owner: MemberActor;
let other: MemberActor;

beforeAll(async () => {
  owner = await createOwner(database.db);
  other = await createOwner(database.db);
});

interface Naming {
  headers?: Record<string, string>;
  search?: string;
}

async function ask(
  { method, path, handler }: (typeof routes)[number],
  naming: Naming,
  as: MemberActor | { key: string },
) {
  const body = method === "GET" ? undefined : {};
  const request = await testRequest(method, path.replaceAll(/\{\w+\}/g, "none") + (naming.search ?? ""), {
    ...{ as, body, headers: { accept: "application/json", ...naming.headers } },
  });
  const response = await handler(request, routeParams({ id: "none" }));
  const problem = (await response.json().catch(() => null)) as { code?: string; detail?: string } | null;
  return { status: response.status, code: problem?.code, detail: problem?.detail };
}

const namings = (id: string): Naming[] => [
  ...["mooring-workspace", "x-workspace-id", "X-Tenant-Id"].map((name) => ({ headers: { [name]: id } })),
  ...["workspace", "workspaceId", "tenant", "tenantId"].map((name) => ({ search: `?${name}=${id}` })),
];

describe("Z-07: a request that names its workspace", () => {
  it("Z-07: there are routes to ask", () => expect(routes.length).toBeGreaterThan(100));

  it.each(routes)("Z-07: gets 400 for another one, and does nothing: $name", async (route) => {
    const reader = await openAdmin(database.url);
    const before = await digestTables(reader);
    for (const id of [other.workspaceId, "ws-nowhere", "", `${owner.workspaceId}, ${other.workspaceId}`])
      for (const naming of namings(id)) {
        const answer = await ask(route, naming, owner);
        expect(answer, JSON.stringify(naming)).toMatchObject({ status: 400, code: "workspace-conflict" });
        expect(answer.detail).not.toContain(other.workspaceId);
      }
    const twice = `?workspaceId=${owner.workspaceId}&workspaceId=${other.workspaceId}`;
    expect(await ask(route, { search: twice }, owner)).toMatchObject({ status: 400 });
    expect(changedTables(before, await digestTables(reader))).toEqual([]);
    await reader.end();
  });

  it.each(routes)("Z-07: gets 400 for two sessions, whichever comes first: $name", async (route) => {
    const cookies = await Promise.all(
      [owner, other].map(({ sessionId }) => sessionCookie(secretOfSession(sessionId))),
    );
    const pairs = cookies.map((line) => line.split(";", 1)[0]);
    for (const cookie of [pairs, pairs.toReversed(), [pairs[0], "mooring-session="]].map((all) =>
      all.join("; "),
    ))
      expect(await ask(route, { headers: { cookie } }, owner)).toMatchObject({
        status: 400,
        code: "workspace-conflict",
      });
  });

  it("Z-07: is answered as usual for its own one, by session and by key", async () => {
    const ctx = testContext({ db: database.db, actor: owner });
    const { key } = await createApiKey(ctx, { name: "k", scopes: ["connections:read"], expiresInDays: 1 });
    const sessionId = await createSession(database.db, owner);
    const route = routes.find(({ name }) => name === "GET /api/integration-connections");
    if (!route) return expect.fail("the route is gone");
    for (const as of [{ ...owner, sessionId }, { key }]) {
      expect((await ask(route, {}, as)).status).toBe(200);
      expect((await ask(route, { headers: { "mooring-workspace": owner.workspaceId } }, as)).status).toBe(
        200,
      );
      expect((await ask(route, { headers: { "mooring-workspace": other.workspaceId } }, as)).status).toBe(
        400,
      );
    }
  });

  it("Z-07: learns nothing before it has said who it is", async () => {
    for (const route of routes)
      for (const naming of namings(other.workspaceId)) {
        const answer = await ask(route, naming, { key: "mrg_none" });
        expect(answer, route.name).toMatchObject({ status: 401 });
      }
  });
});

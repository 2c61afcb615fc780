import { beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { encodeCursor } from "#lib/core/page.ts";
import { apiKeyScopes } from "#lib/core/permissions.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { changedTables, digestTables } from "#lib/testing/access-digest.ts";
import { testContext } from "#lib/testing/context.ts";
import { openAdmin, useDatabase } from "#lib/testing/database.ts";
import {
  createApplication,
  createMember,
  createOwner,
  createRuntimeConfiguration,
  createWorkspace,
  secretOfSession,
} from "#lib/testing/factories.ts";
import { insertBareConnection } from "#lib/testing/integrations.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import { manifest } from "./manifest.ts";

const database = useDatabase();
useRuntime(database);

type Caller = MemberActor | { key: string } | null;

/** The owner of a workspace, one of its members, and what is in it. */
interface Tenant {
  owner: MemberActor;
  member: MemberActor;
  integration: { id: string; slug: string };
  /** The member's personal one. */
  connection: string;
  application: string;
  runtimeConfiguration: string;
}

let home: Tenant;
let other: Tenant;

beforeEach(async () => {
  home = await createTenant("Alpha");
  other = await createTenant("Beta");
});

async function createTenant(name: string): Promise<Tenant> {
  const owner = await createOwner(database.db);
  const { workspaceId } = owner;
  const member = await createMember(database.db, { workspaceId });
  const integration = await insertIntegration(owner, name);
  return {
    ...{ owner, member, integration },
    connection: await insertBareConnection(database.db, { integration, owner: member }),
    application: await createApplication(database.db, { workspaceId, name }),
    runtimeConfiguration: await createRuntimeConfiguration(database.db, { workspaceId, name }),
  };
}

async function insertIntegration({ workspaceId, userId: createdById }: MemberActor, name: string) {
  const id = newId("integration");
  const slug = `${name.toLowerCase()}-${id.slice(-6)}`;
  await database.db.integration.create({
    data: {
      ...{ id, slug, name, workspaceId, createdById, offeringId: "github", status: "configured" },
      ...{ clientId: `client-${name}`, scopes: [], callbackPath: "/oauth/callback" },
      integrationKey: id.slice(-20),
    },
  });
  return { id, slug };
}

interface Call {
  params?: Record<string, string>;
  search?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

async function call(as: Caller, route: string, { params = {}, search = "", body, headers }: Call = {}) {
  const [method = "", path = ""] = route.split(" ");
  const handler = manifest[path]?.[method] as RouteHandler;
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? "none");
  const response = await handler(
    await testRequest(method, place + search, {
      as,
      body: /^(GET|HEAD)$/.test(method) ? undefined : body,
      headers,
    }),
    routeParams(params),
  );
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: the answers of many routes.
  return { status: response.status, text, body: (text.startsWith("{") ? JSON.parse(text) : null) as any };
}

async function keyOf(actor: MemberActor): Promise<{ key: string }> {
  const scopes = apiKeyScopes.filter((scope) => actor.role !== "member" || !/write|webhooks/.test(scope));
  const ctx = testContext({ db: database.db, actor });
  return { key: (await createApiKey(ctx, { name: "k", scopes, expiresInDays: 1 })).key };
}

/** What runs must leave every table as it was. */
async function leavesAll(work: () => Promise<void>): Promise<void> {
  const reader = await openAdmin(database.url);
  try {
    const before = await digestTables(reader);
    await work();
    expect(changedTables(before, await digestTables(reader))).toEqual([]);
  } finally {
    await reader.end();
  }
}

describe("Z-04: a thing of another workspace", () => {
  it("Z-04: is not taken along in a list of one's own, and nothing is made", async () => {
    const { member, connection } = home;
    await leavesAll(async () => {
      const body = { name: "k", scopes: ["connections:use"] };
      const mixed = { ...body, allowedConnectionIds: [connection, other.connection] };
      expect((await call(member, "POST /api/api-keys", { body: mixed })).body).toMatchObject({
        status: 422,
        errors: [{ pointer: "/allowedConnectionIds/1" }],
      });
      for (const field of ["application", "runtimeConfiguration"] as const) {
        const foreign = { ...body, [`${field}Id`]: other[field] };
        expect((await call(member, "POST /api/api-keys", { body: foreign })).body).toMatchObject({
          status: 422,
          errors: [{ pointer: `/${field}Id` }],
        });
      }
    });
  });

  it("Z-04: is not reached by way of one's own", async () => {
    const override = await insertOverride(other);
    const path = "/api/integrations/{id}/overrides/{overrideId}";
    await leavesAll(async () => {
      for (const id of [home.integration.id, home.integration.slug, other.integration.id]) {
        const params = { id, overrideId: override };
        const answers = [
          await call(home.owner, `GET ${path}`, { params }),
          await call(home.owner, `PATCH ${path}`, { params, body: { settings: { prompt: "login" } } }),
          await call(home.owner, `DELETE ${path}`, { params, search: "?connections=0&people=0" }),
          await call(home.owner, `GET ${path}/impact`, { params }),
          await call(home.owner, `POST ${path}/verification`, { params, body: {} }),
        ];
        expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
      }
    });
  });

  it("Z-04: is not what one's own is made for", async () => {
    const params = { id: home.integration.id };
    await leavesAll(async () => {
      for (const field of ["application", "runtimeConfiguration"] as const) {
        const body = { [field]: other[field], settings: { prompt: "login" } };
        const answer = await call(home.owner, "POST /api/integrations/{id}/overrides", { params, body });
        expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, `/${field}`]);
      }
    });
  });

  it.each(["workspaceId", "ownerId", "id"])("Z-04: does not become one by a body's %s", async (field) => {
    const value = {
      workspaceId: other.owner.workspaceId,
      ownerId: other.member.userId,
      id: newId("application"),
    };
    const body = { name: "Moved", [field]: value[field as keyof typeof value] };
    const params = { id: home.application };
    await leavesAll(async () => {
      const routes = ["PATCH /api/applications/{id}", "PATCH /api/integrations/{id}", "PATCH /api/workspace"];
      for (const route of routes) {
        const ids = { id: route.includes("integrations") ? home.integration.id : params.id };
        expect((await call(home.owner, route, { params: ids, body })).status).toBe(422);
      }
    });
  });
});

async function insertOverride({ owner, integration, runtimeConfiguration }: Tenant): Promise<string> {
  const id = newId("override");
  await database.db.override.create({
    data: {
      ...{ id, workspaceId: owner.workspaceId, integrationId: integration.id, createdById: owner.userId },
      ...{
        runtimeConfigurationId: runtimeConfiguration,
        settings: { prompt: "login" },
        status: "configured",
      },
    },
  });
  return id;
}

describe("Z-06: an API key", () => {
  it("Z-06: acts through its creator's connection, whoever has connected or called since", async () => {
    const { owner, member, integration, connection } = home;
    const key = await keyOf(member);
    await insertBareConnection(database.db, { integration, owner });
    const params = { id: integration.id };
    expect((await call(owner, "GET /api/integrations/{id}/connection", { params })).status).toBe(200);
    const answer = await call(key, "GET /api/integrations/{id}/connection", { params });
    expect([answer.body.id, answer.body.ownerId]).toEqual([connection, member.userId]);
  });

  it("Z-06: has none while its creator has none, though colleagues have", async () => {
    const { owner, integration, connection } = home;
    const key = await keyOf(owner);
    const params = { id: integration.id };
    expect((await call(key, "GET /api/integrations/{id}/connection", { params })).status).toBe(404);
    // An admin's key knows what its admin knows, and uses no more.
    const test = await call(key, "POST /api/connections/{id}/test", { params: { id: connection } });
    expect(test.status).toBe(403);
  });

  it("Z-06: knows nothing of a colleague's personal connection", async () => {
    const { owner, member, integration } = home;
    const theirs = await insertBareConnection(database.db, { integration, owner });
    const key = await keyOf(member);
    const none = await call(key, "GET /api/connections/{id}", { params: { id: newId("connection") } });
    const answer = await call(key, "GET /api/connections/{id}", { params: { id: theirs } });
    expect([answer.status, answer.body.detail]).toEqual([404, none.body.detail]);
  });
});

describe("Z-07: the workspace that counts", () => {
  it("Z-07: is none without one: another membership of the same person does not stand in", async () => {
    const { owner } = home;
    const { workspaceId } = other.owner;
    await database.db.membership.create({ data: { workspaceId, userId: owner.userId, role: "owner" } });
    await database.db.session.update({ where: { id: owner.sessionId }, data: { workspaceId: null } });
    expect((await call(owner, "GET /api/integrations")).status).toBe(401);
  });

  it("Z-07: is none when its workspace is gone, for session and key", async () => {
    const owner = await createMember(database.db, { ...(await bareWorkspace()), role: "owner" });
    const key = await keyOf(owner);
    await database.db.workspace.delete({ where: { id: owner.workspaceId } });
    for (const as of [owner, key]) expect((await call(as, "GET /api/workspace")).status).toBe(401);
  });

  it("Z-07: is the key's when a session comes along", async () => {
    const cookie = await sessionCookie(secretOfSession(other.owner.sessionId));
    const headers = { cookie: cookie.split(";", 1)[0] ?? "" };
    const answer = await call(await keyOf(home.owner), "GET /api/integrations", { headers });
    expect(answer.body.items.map(({ id }: { id: string }) => id)).toEqual([home.integration.id]);
  });
});

async function bareWorkspace(): Promise<{ workspaceId: string }> {
  return { workspaceId: (await createWorkspace(database.db)).id };
}

describe("Z-08: a platform admin", () => {
  let admin: MemberActor;

  beforeEach(async () => {
    const { workspaceId } = home.owner;
    admin = await createMember(database.db, { workspaceId, isPlatformAdmin: true });
  });

  it("Z-08: is a member like others in a workspace, and knows no colleague's personal connection", async () => {
    const params = { id: home.connection };
    await leavesAll(async () => {
      const routes = ["GET", "DELETE"].map((method) => `${method} /api/connections/{id}`);
      const acts = ["refresh", "test"].map((act) => `POST /api/connections/{id}/${act}`);
      for (const route of [...routes, ...acts])
        expect([route, (await call(admin, route, { params, body: {} })).status]).toEqual([route, 404]);
    });
    expect((await call(admin, "GET /api/connections", { search: "?scope=all" })).status).toBe(403);
    expect(
      (await call(admin, "GET /api/integrations/{id}/connection", { params: { id: home.integration.id } }))
        .status,
    ).toBe(404);
  });

  it("Z-08: runs no workspace by that, and reads of nobody's acts but their own", async () => {
    expect((await call(admin, "PATCH /api/workspace", { body: { name: "Taken" } })).status).toBe(403);
    expect((await call(admin, "POST /api/audit-events/verification", { body: {} })).status).toBe(403);
    await call(home.owner, "PATCH /api/workspace", { body: { name: "Renamed" } });
    const { items } = (await call(admin, "GET /api/audit-events")).body;
    // The two refusals of before are their own.
    expect(items.every(({ actor }: { actor: { id: string } }) => actor.id === admin.userId)).toBe(true);
  });

  it("Z-08: has no way into another workspace, and what they do for the deployment is recorded", async () => {
    const params = { id: other.integration.id };
    expect((await call(admin, "GET /api/integrations/{id}", { params })).status).toBe(404);
    const made = await call(admin, "POST /api/custom-offerings", { body: { copyOf: "github" } });
    expect(made.status).toBe(201);
    const event = { action: "offering.create", actorId: admin.userId, targetId: made.body.id };
    expect(await database.db.auditEvent.count({ where: event })).toBe(1);
  });
});

describe("Z-14: a list", () => {
  it("Z-14: that begins after another workspace's row says no more than after a made-up one", async () => {
    const row = await database.db.integration.findUniqueOrThrow({ where: { id: other.integration.id } });
    const { createdAt } = row;
    for (const route of [
      "GET /api/integrations",
      "GET /api/connections",
      "GET /api/api-keys",
      "GET /api/audit-events",
    ]) {
      const [real, invented] = await Promise.all(
        [row.id, `${row.id.slice(0, -6)}zzzzzz`].map((id) =>
          call(home.owner, route, { search: `?cursor=${encodeCursor({ createdAt, id })}` }),
        ),
      );
      expect([route, real?.status]).toEqual([route, 200]);
      expect(real?.text).toBe(invented?.text);
      expect(real?.text).not.toContain(other.integration.id);
    }
  });

  it("Z-14: counts one's own alone", async () => {
    const total = async () => (await call(home.member, "GET /api/integration-connections")).body.total;
    expect(await total()).toBe(1);
    for (let more = 0; more < 3; more++)
      await insertBareConnection(database.db, { integration: other.integration, owner: other.member });
    expect(await total()).toBe(1);
    expect(
      (await call(home.owner, "GET /api/integrations/{id}", { params: { id: home.integration.id } })).text,
    ).not.toContain("Beta");
  });

  it.each([
    ["a name", "GET /api/integrations", () => "?q=Beta"],
    ["a client", "GET /api/integrations", () => "?q=client-Beta"],
    ["an integration", "GET /api/connections", () => `?scope=all&integration=${other.integration.id}`],
    ["an account", "GET /api/connections", () => `?scope=all&q=${other.connection}`],
    ["an application", "GET /api/api-keys", () => `?applicationId=${other.application}`],
    ["a target", "GET /api/audit-events", () => `?targetId=${other.integration.id}`],
    ["a person", "GET /api/audit-events", () => `?actorId=${other.owner.userId}`],
  ])(
    "Z-14: that is filtered by %s of another workspace answers as for one that is nowhere",
    async (_, route, search) => {
      const nowhere = search().replace(/=[^=&]*$/, "=zz-nowhere");
      const [real, none] = [
        await call(home.owner, route, { search: search() }),
        await call(home.owner, route, { search: nowhere }),
      ];
      expect(real.status).toBe(none.status);
      expect(real.body.items ?? real.body.detail).toEqual(none.body.items ?? none.body.detail);
    },
  );

  it("Z-14: orders one's own alone, page by page", async () => {
    for (const name of ["Aardvark", "Zebra"]) await insertIntegration(other.owner, name);
    for (const name of ["Middle", "Nought"]) await insertIntegration(home.owner, name);
    const names: string[] = [];
    for (let cursor = ""; ; ) {
      const search = `?sort=name&limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await call(home.owner, "GET /api/integrations", { search });
      names.push(...body.items.map(({ name }: { name: string }) => name));
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    expect(names).toEqual(["Alpha", "Middle", "Nought"]);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { testSettings } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import { GET as getSession } from "../session/route.ts";
import { PUT } from "../session/workspace/route.ts";
import { DELETE } from "./[id]/route.ts";
import { GET, POST } from "./route.ts";

const database = useDatabase();
useRuntime(database);

let owner: MemberActor;

beforeEach(async () => {
  owner = await createOwner(database.db);
});

const create = async (as: MemberActor, name: string) =>
  POST(await testRequest("POST", "/api/workspaces", { as, body: { name } }));
const go = async (as: MemberActor, workspaceId: string) =>
  PUT(await testRequest("PUT", "/api/session/workspace", { as, body: { workspaceId } }));
const list = async (as: MemberActor) =>
  (await (await GET(await testRequest("GET", "/api/workspaces", { as }))).json()).items;
const sessionOf = async (cookie: string) =>
  (await getSession(await testRequest("GET", "/api/session", { headers: { cookie } }))).json();

describe("one's own workspaces", () => {
  it("are made by those who run one, who own the new one, with an audit event in it", async () => {
    const response = await create(owner, "Second Pier");
    const made = await response.json();
    expect(response.status).toBe(201);
    expect(made).toMatchObject({ name: "Second Pier", slug: "second-pier", role: "owner", isCurrent: false });
    expect(await list(owner)).toMatchObject([
      { id: owner.workspaceId, isCurrent: true },
      { id: made.id, role: "owner", isCurrent: false },
    ]);
    const events = await database.db.auditEvent.findMany({ where: { workspaceId: made.id } });
    expect(events.map(({ action, actorId }) => [action, actorId])).toEqual([
      ["workspace.create", owner.userId],
    ]);
  });

  it("have slugs of their own, also under the same name", async () => {
    const [first, second] = [
      await (await create(owner, "Same")).json(),
      await (await create(owner, "Same")).json(),
    ];
    expect(first.slug).toBe("same");
    expect(second.slug).toMatch(/^same-[0-9a-z]{8}$/);
  });

  it("are not made by members", async () => {
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    expect((await create(member, "Mine")).status).toBe(403);
    expect(await list(member)).toHaveLength(1);
  });

  it("S-02: are gone to in a new session with the role there; the old one is dead", async () => {
    const { id } = await (await create(owner, "Other")).json();
    await database.db.membership.updateMany({
      where: { workspaceId: id, userId: owner.userId },
      data: { role: "member" },
    });
    const response = await go(owner, id);
    expect(response.status).toBe(204);
    const cookie = response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
    expect(await sessionOf(cookie)).toMatchObject({ workspaceId: id, role: "member" });
    expect((await getSession(await testRequest("GET", "/api/session", { as: owner }))).status).toBe(401);
    expect(await database.db.auditEvent.count({ where: { workspaceId: id, action: "session.create" } })).toBe(
      1,
    );
  });

  it("are gone to by members alone: those of others answer as those that do not exist", async () => {
    const stranger = await createOwner(database.db);
    const answers = await Promise.all(
      [stranger.workspaceId, "ws-none"].map(async (id) => {
        const response = await go(owner, id);
        return { status: response.status, detail: (await response.json()).detail };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(404);
    expect((await getSession(await testRequest("GET", "/api/session", { as: owner }))).status).toBe(200);
  });
});

describe("deleting the workspace that one works in", () => {
  const counts = "members=1&integrations=0&connections=0&apiKeys=0&applications=1&customApis=0&webhooks=0";
  const remove = async (as: MemberActor, id = as.workspaceId) =>
    DELETE(await testRequest("DELETE", `/api/workspaces/${id}?${counts}`, { as }), routeParams({ id }));

  it("S-02: leads to another one in a new session, and the old cookie is nobody's", async () => {
    const { id } = await (await create(owner, "Other")).json();
    const response = await remove(owner);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ nextWorkspaceId: id });
    const cookie = (response.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
    expect(await sessionOf(cookie)).toMatchObject({ workspaceId: id, role: "owner" });
    expect((await GET(await testRequest("GET", "/api/workspaces", { as: owner }))).status).toBe(401);
  });

  it("signs out whose last one it was", async () => {
    await createOwner(database.db);
    const response = await remove(owner);
    expect(await response.json()).toEqual({ nextWorkspaceId: null });
    expect(response.headers.get("set-cookie")).toMatch(/^mooring-session=; Max-Age=0/);
    expect(await database.db.session.findUnique({ where: { id: owner.sessionId } })).toMatchObject({
      revokedAt: expect.any(Date),
    });
  });

  it("is not for a session that has gone to another workspace since the page was opened", async () => {
    const { id } = await (await create(owner, "Other")).json();
    const cookie = ((await go(owner, id)).headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
    const stale = await testRequest("DELETE", `/api/workspaces/${owner.workspaceId}?${counts}`, {
      headers: { cookie, origin: testSettings.origin },
    });
    expect((await DELETE(stale, routeParams({ id: owner.workspaceId }))).status).toBe(404);
    expect(await database.db.deletedWorkspace.count({ where: { id: { in: [id, owner.workspaceId] } } })).toBe(
      0,
    );
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, createSession } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import { GET as getSession } from "../session/route.ts";
import { DELETE as revokeOne } from "./[id]/route.ts";
import { DELETE, GET } from "./route.ts";

const database = useDatabase();
useRuntime(database);

let here: MemberActor;
let there: MemberActor;

beforeEach(async () => {
  here = await createOwner(database.db);
  there = { ...here, sessionId: await createSession(database.db, here) };
});

const list = async (as: MemberActor) =>
  (await (await GET(await testRequest("GET", "/api/sessions", { as }))).json()).items as {
    id: string;
    isCurrent: boolean;
  }[];
const status = async (as: MemberActor) =>
  (await getSession(await testRequest("GET", "/api/session", { as }))).status;
const revoke = async (as: MemberActor, id: string) =>
  (await revokeOne(await testRequest("DELETE", `/api/sessions/${id}`, { as }), routeParams({ id }))).status;

describe("one's own sessions", () => {
  it("are listed, and say which one asks; nobody else's and no ended one is", async () => {
    await createOwner(database.db);
    const idle = await createSession(database.db, here);
    const past = new Date(Date.now() - 8 * 24 * 3_600_000);
    await database.db.session.update({ where: { id: idle }, data: { lastSeenAt: past } });
    const items = await list(here);
    expect(Object.fromEntries(items.map(({ id, isCurrent }) => [id, isCurrent]))).toEqual({
      [here.sessionId]: true,
      [there.sessionId]: false,
    });
  });

  it("S-04: are signed out one by one, from the next request on", async () => {
    expect(await revoke(here, there.sessionId)).toBe(204);
    expect([await status(there), await status(here)]).toEqual([401, 200]);
    expect(await revoke(here, there.sessionId)).toBe(404);
    expect(await list(here)).toHaveLength(1);
  });

  it("are nobody else's to end: the same 404 as for what does not exist", async () => {
    const stranger = await createOwner(database.db);
    const answers = await Promise.all(
      [here.sessionId, "sess-none"].map(async (id) => {
        const request = await testRequest("DELETE", `/api/sessions/${id}`, { as: stranger });
        const response = await revokeOne(request, routeParams({ id }));
        const { status, detail } = await response.json();
        return { status, detail };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(404);
    expect(await status(here)).toBe(200);
  });

  it("S-04: are all signed out but the one that asks, with one audit event", async () => {
    const third = { ...here, sessionId: await createSession(database.db, here) };
    const stranger = await createOwner(database.db);
    expect((await DELETE(await testRequest("DELETE", "/api/sessions", { as: here }))).status).toBe(204);
    const statuses = await Promise.all([here, there, third, stranger].map(status));
    expect(statuses).toEqual([200, 401, 401, 200]);
    const events = await database.db.auditEvent.findMany({ where: { workspaceId: here.workspaceId } });
    expect(events.map(({ action, changes }) => ({ action, changes }))).toEqual([
      { action: "session.revoke", changes: { sessions: 2 } },
    ]);
  });

  it("are not for nobody", async () => {
    expect((await GET(await testRequest("GET", "/api/sessions"))).status).toBe(401);
    expect((await DELETE(await testRequest("DELETE", "/api/sessions"))).status).toBe(401);
  });
});

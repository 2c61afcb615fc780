import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createColleague, startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const page = { "x-mooring-request": "1", "sec-fetch-site": "same-origin" };
const ours = "http://localhost:3000";

/** A bare call, with these headers only. */
async function call(headers: Record<string, string>, { method = "GET", path = "/x" } = {}) {
  const response = await fetch(
    `${gateway.origin}/api/integrations/${gateway.integration.slug}/request${path}`,
    {
      method,
      headers,
      body: method === "POST" ? "{}" : undefined,
    },
  );
  const { code = "" } = (await response.json()) as { code?: string };
  return {
    status: response.status,
    code,
    from: response.headers.get("mooring-origin"),
    calls: gateway.upstream.seen.length,
  };
}

describe("Z-07: a call that names its workspace", () => {
  const name = "mooring-workspace";

  it("Z-07: gets 400 for another one, by key and by session, and nothing leaves", async () => {
    const other = await createOwner(database.db);
    const cookie = await gateway.cookie(gateway.owner);
    const callers: Record<string, string>[] = [
      { authorization: `Bearer ${gateway.key}` },
      { ...page, cookie },
    ];
    for (const caller of callers)
      for (const value of [
        other.workspaceId,
        "ws-nowhere",
        "",
        `${gateway.owner.workspaceId}, ${other.workspaceId}`,
      ])
        for (const method of ["GET", "POST"])
          expect(await call({ ...caller, [name]: value }, { method })).toEqual({
            ...{ status: 400, code: "workspace-conflict", from: "gateway", calls: 0 },
          });
    const twice = `${cookie}; ${await gateway.cookie(other)}`;
    expect(await call({ ...page, cookie: twice })).toMatchObject({ status: 400, calls: 0 });
    expect(await call({ [name]: other.workspaceId })).toMatchObject({ status: 401, calls: 0 });
  });

  it("Z-07: is answered for its own one, and what names a provider's tenant passes", async () => {
    const headers = { authorization: `Bearer ${gateway.key}`, "x-tenant-id": "of the provider" };
    expect(await call({ ...headers, [name]: gateway.owner.workspaceId })).toMatchObject({ status: 200 });
    const [seen] = gateway.upstream.seen;
    expect(seen?.headers).toMatchObject({ "x-tenant-id": "of the provider" });
    expect(seen?.headers).not.toHaveProperty(name);
  });
});

describe("who may call", () => {
  it.each([
    [{}],
    [{ authorization: "Bearer nonsense" }],
    [{ authorization: `Bearer mrg_${"a".repeat(49)}` }],
    [{ authorization: "Basic YTpi" }],
    [{ cookie: "mooring-session=forged" }],
    [{ ...page, cookie: "mooring-session=forged" }],
  ])("nobody with %j", async (headers) => {
    expect(await call(headers as Record<string, string>)).toEqual({
      status: 401,
      code: "unauthenticated",
      from: "gateway",
      calls: 0,
    });
  });

  it("a key with the scope, and cookies beside it count for nothing (S-01)", async () => {
    const cookie = await gateway.cookie(gateway.owner);
    expect(
      await call({ authorization: `Bearer ${gateway.key}`, cookie: "mooring-session=forged" }),
    ).toMatchObject({ status: 200 });
    expect(await call({ ...page, authorization: "Bearer nonsense", cookie })).toMatchObject({
      status: 401,
      calls: 1,
    });
  });

  it("no key without the scope (Z-10); its attempt to change something is audited", async () => {
    const key = await gateway.createKey(gateway.owner, ["connections:read"]);
    expect(await call({ authorization: `Bearer ${key}` }, { method: "POST" })).toMatchObject({
      status: 403,
      code: "forbidden",
      calls: 0,
    });
    const events = await database.db.auditEvent.findMany({
      where: { action: "request.refuse", workspaceId: gateway.owner.workspaceId },
    });
    expect(events).toHaveLength(1);
  });

  it("no key that was revoked, from the next request on (M17)", async () => {
    await database.db.apiKey.updateMany({ data: { revokedAt: new Date() } });
    expect(await call({ authorization: `Bearer ${gateway.key}` })).toMatchObject({ status: 401, calls: 0 });
  });

  it("no key that was revoked or restricted while its body was still on the way (M17)", async () => {
    const slow = async (change: object) => {
      const sent = request(`${gateway.origin}/api/integrations/${gateway.integration.slug}/request/x`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}`, "content-length": "2" },
      });
      sent.write("{");
      await delay(1_200);
      await database.db.apiKey.updateMany({ data: change });
      sent.end("}");
      const [{ statusCode }] = await once(sent, "response");
      return [statusCode, gateway.upstream.seen.length];
    };
    expect(await slow({ allowedMethods: ["GET"] })).toEqual([403, 0]);
    expect(await slow({ allowedMethods: [] })).toEqual([200, 1]);
    expect(await slow({ revokedAt: new Date() })).toEqual([401, 1]);
  });

  it("no key of a member who was removed (Z-06)", async () => {
    await database.db.membership.deleteMany({ where: { userId: gateway.owner.userId } });
    expect(await call({ authorization: `Bearer ${gateway.key}` })).toMatchObject({ status: 401, calls: 0 });
  });

  it("a member's page, by cookie with proof that it is ours", async () => {
    const cookie = await gateway.cookie(gateway.owner);
    expect(await call({ ...page, cookie })).toMatchObject({ status: 200, calls: 1 });
    expect(await call({ ...page, cookie, origin: ours }, { method: "POST" })).toMatchObject({
      status: 200,
      calls: 2,
    });
  });

  it.each([
    ["a link", {}],
    [
      "a foreign page",
      { "x-mooring-request": "1", "sec-fetch-site": "cross-site", origin: "https://evil.test" },
    ],
    ["a sandboxed frame", { ...page, origin: "null" }],
    ["a page of a sister host", { "x-mooring-request": "1", "sec-fetch-site": "same-site" }],
    ["a form of ours without the header", { "sec-fetch-site": "same-origin", origin: ours }],
  ])("D-18: nobody by cookie from %s", async (_who, headers) => {
    const cookie = await gateway.cookie(gateway.owner);
    for (const method of ["GET", "POST"]) {
      expect(await call({ ...(headers as Record<string, string>), cookie }, { method })).toEqual({
        status: 403,
        code: "forbidden",
        from: "gateway",
        calls: 0,
      });
    }
  });
});

describe("what may be called", () => {
  it("no integration of another workspace, and none that is not there, in the same words (D-19)", async () => {
    const stranger = await createOwner(database.db);
    const authorization = `Bearer ${await gateway.createKey(stranger)}`;
    const bodies = await Promise.all(
      [gateway.integration.slug, gateway.integration.id, "no-such"].map(async (id) => {
        const response = await fetch(`${gateway.origin}/api/integrations/${id}/request/x`, {
          headers: { authorization },
        });
        const { requestId, instance, ...problem } = (await response.json()) as Record<string, unknown>;
        return problem;
      }),
    );
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(bodies[0]).toMatchObject({ status: 404, code: "not-found" });
    expect(gateway.upstream.seen).toEqual([]);
  });

  it("no draft, and no integration that was switched off", async () => {
    const where = { id: gateway.integration.id };
    const authorization = `Bearer ${gateway.key}`;
    await database.db.integration.update({ where, data: { status: "draft" } });
    expect(await call({ authorization })).toMatchObject({
      status: 409,
      code: "integration-not-configured",
      calls: 0,
    });
    await database.db.integration.update({ where, data: { status: "configured", disabledAt: new Date() } });
    expect(await call({ authorization })).toMatchObject({
      status: 409,
      code: "integration-not-configured",
      calls: 0,
    });
  });

  it("another connection by header or body, as far as the caller may use it (Z-02)", async () => {
    const colleague = await createColleague(database, gateway.owner);
    const theirs = await gateway.createConnection(colleague);
    const mine = await gateway.createConnection(gateway.owner);
    expect((await gateway.call("/x", { headers: { "mooring-connection": mine } })).status).toBe(200);
    expect((await gateway.post({ url: "/x", connectionId: mine })).status).toBe(200);
    for (const id of [theirs, "conn-unknown", "a b", "x".repeat(99)]) {
      expect([403, 404]).toContain(
        (await gateway.call("/x", { headers: { "mooring-connection": id } })).status,
      );
    }
    expect(gateway.upstream.seen).toHaveLength(2);
    await database.db.connection.update({
      where: { id: theirs },
      data: { isShared: true, shareLevel: "use" },
    });
    expect((await gateway.post({ url: "/x", connectionId: theirs })).status).toBe(200);
  });

  it("no connection of another integration", async () => {
    const other = await startTestGateway({ database, owner: gateway.owner });
    const response = await other.call("/x", { headers: { "mooring-connection": gateway.connectionId } });
    expect([response.status, other.upstream.seen, gateway.upstream.seen]).toEqual([409, [], []]);
    await other.close();
  });

  it("no connection that needs its owner", async () => {
    await database.db.connection.update({
      where: { id: gateway.connectionId },
      data: { status: "needs_reauth", statusCause: "invalid_grant" },
    });
    expect(await call({ authorization: `Bearer ${gateway.key}` })).toMatchObject({
      status: 409,
      code: "connection-needs-reauth",
      calls: 0,
    });
  });

  it("nothing by a session that was ended", async () => {
    const member = await createMember(database.db, { workspaceId: gateway.owner.workspaceId });
    const cookie = await gateway.cookie(member);
    await database.db.session.update({ where: { id: member.sessionId }, data: { revokedAt: new Date() } });
    expect(await call({ ...page, cookie })).toMatchObject({ status: 401, calls: 0 });
  });
});

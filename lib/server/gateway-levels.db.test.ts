import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ShareLevel } from "#lib/connections/contract.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
let gateway: TestGateway;
let members: Record<"owner" | "colleague" | "admin", MemberActor>;

beforeEach(async () => {
  const admin = await createOwner(database.db, "Anne");
  const { workspaceId } = admin;
  const owner = await createMember(database.db, { workspaceId, name: "Olga" });
  members = { admin, owner, colleague: await createMember(database.db, { workspaceId, name: "Cole" }) };
  gateway = await startTestGateway({ database, owner });
});
afterEach(() => gateway.close());

const ways = {
  key: async (member: MemberActor) => ({ authorization: `Bearer ${await gateway.createKey(member)}` }),
  session: async (member: MemberActor) => ({
    cookie: await gateway.cookie(member),
    ...{ "x-mooring-request": "1", "sec-fetch-site": "same-origin", origin: "http://localhost:3000" },
  }),
};

async function share(shareLevel: ShareLevel | null): Promise<void> {
  const where = { id: gateway.connectionId };
  await database.db.connection.update({ where, data: { isShared: shareLevel !== null, shareLevel } });
}

function send(credentials: Record<string, string>, method: string, { path = "/x", headers = {} } = {}) {
  return fetch(`${gateway.origin}/api/integrations/${gateway.integration.slug}/request${path}`, {
    method,
    headers: { ...credentials, "mooring-connection": gateway.connectionId, ...headers },
  });
}

/** The methods that went through, and what answered the others. */
async function tryMethods(credentials: Record<string, string>) {
  const passed: string[] = [];
  const refused = new Set<number>();
  for (const method of methods) {
    const before = gateway.upstream.seen.length;
    const response = await send(credentials, method);
    await response.arrayBuffer();
    const wasSent = gateway.upstream.seen.length > before;
    expect([wasSent, response.headers.get("mooring-origin")]).toEqual(
      wasSent ? [response.ok, "provider"] : [false, "gateway"],
    );
    if (wasSent) passed.push(method);
    else refused.add(response.status);
  }
  return [passed, [...refused]];
}

describe("P-08, Z-02: what goes through a connection", () => {
  const all = [methods, []];
  const reading = [["GET", "HEAD"], [403]];
  it.each<[ShareLevel | null, keyof typeof members, unknown]>([
    [null, "owner", all],
    [null, "colleague", [[], [404]]],
    [null, "admin", [[], [403]]],
    ["read", "owner", all],
    ["read", "colleague", reading],
    ["read", "admin", reading],
    ["use", "owner", all],
    ["use", "colleague", all],
    ["use", "admin", all],
    ["manage", "owner", all],
    ["manage", "colleague", all],
    ["manage", "admin", all],
  ])("shared as %s, by the %s and by their key", async (level, person, expected) => {
    await share(level);
    for (const way of [ways.key, ways.session])
      expect(await tryMethods(await way(members[person]))).toEqual(expected);
  });

  it("is refused with the level and whom to ask, and the attempt is audited", async () => {
    await share("read");
    for (const way of [ways.key, ways.session]) {
      const credentials = await way(members.colleague);
      const [response] = await Promise.all([send(credentials, "DELETE"), send(credentials, "DELETE")]);
      expect(await response.json()).toMatchObject({
        ...{ status: 403, code: "forbidden", reason: "read-only", shareLevel: "read" },
        detail:
          "This connection is shared as “Can read”: send GET or HEAD. For more, ask its owner, Olga, to share it as “Can use”.",
      });
    }
    await gateway.settle();
    const { userId, workspaceId } = members.colleague;
    const events = await database.db.auditEvent.findMany({
      where: { action: "connection.use", outcome: "denied", cause: "read-only", workspaceId },
    });
    expect(events.map(({ actorKind }) => actorKind).sort()).toEqual([
      ...["api-key", "api-key", "member", "member"],
    ]);
    expect(events.some(({ actorId }) => actorId === userId)).toBe(true);
    expect(events[0]).toMatchObject({
      connectionId: gateway.connectionId,
      changes: { method: "DELETE", status: 403 },
    });
  });

  it.each([
    ["a header", { headers: { "x-http-method-override": "DELETE" } }],
    ["another header", { headers: { "X-Method-Override": "DELETE", "x-http-method": "DELETE" } }],
  ])("stays a GET whatever %s makes of it", async (_how, disguise) => {
    await share("read");
    for (const way of [ways.key, ways.session]) {
      expect((await send(await way(members.colleague), "GET", disguise)).status).toBe(200);
      const { method, headers } = gateway.upstream.seen.at(-1) ?? {};
      expect([method, JSON.stringify(headers).toLowerCase().includes("delete")]).toEqual(["GET", false]);
    }
  });

  it.each(["?method=delete", "?_method=PUT", "?a=1&X-HTTP-Method-Override=DELETE", "?%5Fmethod=%44ELETE"])(
    "is not replaced by the query %s",
    async (query) => {
      await share("read");
      for (const way of [ways.key, ways.session])
        expect((await send(await way(members.colleague), "GET", { path: `/x${query}` })).status).toBe(403);
      expect(gateway.upstream.seen).toEqual([]);
      expect((await send(await ways.key(members.owner), "GET", { path: `/x${query}` })).status).toBe(200);
    },
  );

  it("counts the method of the JSON form, not that of the request which carries it", async () => {
    await share("read");
    const post = async (form: object) => {
      const credentials = await ways.key(members.colleague);
      const headers = { ...credentials, "content-type": "application/json" };
      const body = JSON.stringify({ url: "/x", connectionId: gateway.connectionId, ...form });
      const url = `${gateway.origin}/api/integrations/${gateway.integration.slug}/request`;
      return (await fetch(url, { method: "POST", headers, body })).status;
    };
    expect([await post({}), await post({ method: "HEAD" })]).toEqual([200, 200]);
    expect([await post({ method: "POST", data: {} }), await post({ method: "DELETE" })]).toEqual([403, 403]);
    expect(await post({ headers: { "X-HTTP-Method-Override": "DELETE" } })).toBe(200);
    expect(gateway.upstream.seen.map(({ method }) => method)).toEqual(["GET", "HEAD", "GET"]);
  });

  it("Z-10: is no more through a key that is limited to reading, and the attempt is audited", async () => {
    const credentials = await ways.key(members.owner);
    await database.db.apiKey.updateMany({ data: { allowedMethods: ["GET"] } });
    expect([(await send(credentials, "GET")).status, (await send(credentials, "POST")).status]).toEqual([
      200, 403,
    ]);
    await gateway.settle();
    const { workspaceId } = members.owner;
    const where = { action: "connection.use", outcome: "denied", cause: "forbidden", workspaceId };
    expect(await database.db.auditEvent.findMany({ where })).toMatchObject([{ actorKind: "api-key" }]);
  });

  it("follows a change of the level from the next request on (M17)", async () => {
    const credentials = await ways.key(members.colleague);
    const statuses: number[] = [];
    for (const level of ["use", "read", "manage", null, "use"] as const) {
      await share(level);
      statuses.push((await send(credentials, "POST")).status);
    }
    expect(statuses).toEqual([200, 403, 200, 404, 200]);
  });

  it("stays the owner's default after it was shared", async () => {
    await share("read");
    expect((await gateway.call("/x", { method: "POST" })).status).toBe(200);
    const stranger = await gateway.createKey(members.colleague);
    const headers = { authorization: `Bearer ${stranger}` };
    expect((await gateway.call("/x", { headers })).status).toBe(409);
  });
});

describe("what somebody who left has left to its owner", () => {
  it.each(Object.keys(ways) as (keyof typeof ways)[])(
    "goes no further than its level, and no call that names none goes through it before they confirm, by %s",
    async (way) => {
      const where = { id: gateway.connectionId };
      const authorizedById = members.colleague.userId;
      const left = { handover: "confirm" as const, handedOverById: authorizedById };
      await share("read");
      await database.db.connection.update({ where, data: { authorizedById, ...left } });
      const credentials = await ways[way](members.owner);
      expect(await tryMethods(credentials)).toEqual([["GET", "HEAD"], [403]]);
      const unnamed = (method: string) =>
        fetch(`${gateway.origin}/api/integrations/${gateway.integration.slug}/request/x`, {
          ...{ method, headers: credentials },
        });
      expect((await unnamed("GET")).status).toBe(409);
      await database.db.connection.update({ where, data: { handover: null, handedOverById: null } });
      expect((await unnamed("GET")).status).toBe(200);
      expect((await unnamed("POST")).status).toBe(403);
    },
  );
});

import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createSession, secretOfSession } from "#lib/testing/factories.ts";
import { testRequest, testRuntime, useRuntime } from "#lib/testing/requests.ts";
import { resolveActor } from "./resolve-actor.ts";

const database = useDatabase();
useRuntime(database);

async function resolveAs(as: MemberActor | { key: string } | null, headers: Record<string, string> = {}) {
  return resolveActor(
    testRuntime(database),
    (await testRequest("GET", "/api/session", { as, headers })).headers,
  );
}

describe("resolveActor", () => {
  it("knows a signed-in member by the session cookie, in a Web request and in a Node request", async () => {
    const owner = await createOwner(database.db);
    expect(await resolveAs(owner)).toEqual(owner);
    const { headers } = await testRequest("GET", "/", { as: owner });
    expect(await resolveActor(testRuntime(database), { cookie: headers.get("cookie") ?? "" })).toEqual(owner);
  });

  it("takes nobody, garbage and a foreign signature for anonymous", async () => {
    const owner = await createOwner(database.db);
    const forged = await encode({
      token: { sid: secretOfSession(owner.sessionId) },
      secret: "another key, of another deployment",
    });
    for (const cookie of ["", "mooring-session=", "mooring-session=a.b.c", `mooring-session=${forged}`]) {
      expect(await resolveAs(null, { cookie })).toEqual({ kind: "anonymous" });
    }
  });

  it("S-02: takes a session cookie that is sent twice for none", async () => {
    const owner = await createOwner(database.db);
    const cookie = (await testRequest("GET", "/", { as: owner })).headers.get("cookie");
    expect(await resolveAs(null, { cookie: `${cookie}; ${cookie}` })).toEqual({ kind: "anonymous" });
  });

  it("S-02: is nobody by what the database holds of a session, not even signed", async () => {
    const { sessionId } = await createOwner(database.db);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const unsigned = `${part({ alg: "none" })}.${part({ sid: sessionId })}.`;
    const unsealed = `${part({ alg: "dir", enc: "none" })}...${part({ sid: sessionId })}.`;
    const secret = testRuntime(database).sessionKey;
    const { secretHash } = await database.db.session.findUniqueOrThrow({ where: { id: sessionId } });
    const signed = await Promise.all(
      [sessionId, Buffer.from(secretHash).toString("hex"), Buffer.from(secretHash).toString("base64url")].map(
        (sid) => encode({ token: { sid }, secret }),
      ),
    );
    for (const value of [sessionId, part({ sid: sessionId }), unsigned, unsealed, ...signed])
      expect(await resolveAs(null, { cookie: `mooring-session=${value}` })).toEqual({ kind: "anonymous" });
  });

  const day = 24 * 3_600_000;
  const endings: [string, (member: MemberActor) => Promise<unknown>][] = [
    [
      "is revoked",
      ({ sessionId: id }) => database.db.session.update({ where: { id }, data: { revokedAt: new Date() } }),
    ],
    [
      "has expired",
      ({ sessionId: id }) => database.db.session.update({ where: { id }, data: { expiresAt: new Date() } }),
    ],
    [
      "was idle for seven days",
      ({ sessionId: id }) =>
        database.db.session.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 7 * day) } }),
    ],
    [
      "belongs to a disabled user",
      ({ userId: id }) => database.db.user.update({ where: { id }, data: { disabledAt: new Date() } }),
    ],
    ["belongs to a deleted user", ({ userId: id }) => database.db.user.delete({ where: { id } })],
    ["belongs to a removed member", ({ userId }) => database.db.membership.deleteMany({ where: { userId } })],
    [
      "is older than the password",
      ({ userId: id }) =>
        database.db.user.update({ where: { id }, data: { passwordChangedAt: new Date(Date.now() + 1_000) } }),
    ],
  ];
  it.each(endings)("S-04: refuses a session from the next request on when it %s", async (_, end) => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    expect(await resolveAs(member)).toMatchObject({ kind: "member" });
    await end(member);
    expect(await resolveAs(member)).toEqual({ kind: "anonymous" });
    expect(await resolveAs(owner)).toMatchObject({ kind: "member" });
  });

  it("sees a new role at once", async () => {
    const member = await createOwner(database.db);
    await database.db.membership.updateMany({ where: { userId: member.userId }, data: { role: "member" } });
    expect(await resolveAs(member)).toMatchObject({ role: "member" });
  });

  it("stamps the session's last use at most every five minutes", async () => {
    const owner = await createOwner(database.db);
    const read = () => database.db.session.findUniqueOrThrow({ where: { id: owner.sessionId } });
    const before = await read();
    await resolveAs(owner);
    expect((await read()).lastSeenAt).toEqual(before.lastSeenAt);
    const old = new Date(Date.now() - 6 * 60_000);
    await database.db.session.update({ where: { id: owner.sessionId }, data: { lastSeenAt: old } });
    await resolveAs(owner);
    expect((await read()).lastSeenAt.getTime()).toBeGreaterThan(old.getTime());
  });

  it("S-01: an API key speaks alone, whatever cookie comes with it", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const { key } = await createApiKey(testContext({ db: database.db, actor: member }), {
      name: "robot",
      scopes: ["connections:read"],
      expiresInDays: 1,
    });
    const { headers } = await testRequest("GET", "/", { as: owner });
    const actor = await resolveAs({ key }, { cookie: headers.get("cookie") ?? "" });
    expect(actor).toMatchObject({ kind: "api-key", userId: member.userId, scopes: ["connections:read"] });
    await expect(
      resolveAs({ key: `${key}x` }, { cookie: headers.get("cookie") ?? "" }),
    ).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("V-02: a session id that is an object selects nothing", async () => {
    await createSession(database.db, await createOwner(database.db));
    const token = await encode({ token: { sid: { not: "" } }, secret: testRuntime(database).sessionKey });
    expect(await resolveAs(null, { cookie: `mooring-session=${token}` })).toEqual({ kind: "anonymous" });
  });
});

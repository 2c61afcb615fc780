import { beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { hashPassword, isSamePassword } from "#lib/crypto/password-hash.ts";
import type { RouteHandler } from "#lib/http/declaration.ts";
import { createClock } from "#lib/testing/clock.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createSession } from "#lib/testing/factories.ts";
import { routeParams, testRequest, useRuntime } from "#lib/testing/requests.ts";
import { GET as getSession } from "../session/route.ts";
import { PATCH as changeMember, DELETE as removeMember } from "../workspace/members/[id]/route.ts";
import { POST as rotate } from "./[id]/link/route.ts";
import { DELETE as revoke } from "./[id]/route.ts";
import { POST as accept } from "./acceptance/route.ts";
import { POST as join } from "./membership/route.ts";
import { POST as preview } from "./preview/route.ts";
import { GET, POST } from "./route.ts";

const database = useDatabase();
const clock = createClock(new Date());
useRuntime(database, { now: clock.now });

const password = "correct horse battery";
const day = 24 * 60 * 60_000;

let owner: MemberActor;
let email: string;
let serial = 0;

beforeEach(async () => {
  owner = await createOwner(database.db);
  // An address of its own for each test, so that no count of attempts is another test's.
  email = `grace-${++serial}@example.com`;
  await reviveSessions();
});

interface Call {
  as?: MemberActor | null;
  body?: unknown;
  params?: Record<string, string>;
  search?: string;
  cookie?: string;
}

async function call(
  handler: RouteHandler,
  method: string,
  { as, body, params, search = "", cookie }: Call = {},
) {
  const ip = `192.0.2.${(serial % 250) + 1}`;
  const headers = { "x-mooring-client-address": ip, ...(cookie && { cookie }) };
  const request = await testRequest(method, `/api/any${search}`, { as, body, headers });
  const response = await handler(request, routeParams(params));
  const text = await response.text();
  return {
    status: response.status,
    body: text ? JSON.parse(text) : null,
    cookie: response.headers.get("set-cookie")?.split(";", 1)[0],
  };
}

async function invite({ as = owner, role = "member", to = email } = {}) {
  const { status, body } = await call(POST, "POST", { as, body: { email: to, role } });
  expect(status, JSON.stringify(body)).toBe(201);
  return { id: body.id as string, token: new URL(body.link).hash.slice(1) };
}

const acceptAs = (token: string, parts: object = {}) =>
  call(accept, "POST", { body: { token, name: "Grace", password, ...parts } });

const whoIs = async (cookie: string | undefined) => (await call(getSession, "GET", { cookie })).body;

async function createPerson(address: string, workspaceId: string) {
  const person = await createMember(database.db, { workspaceId, name: "Grace" });
  const passwordHash = await hashPassword(new Secret(password));
  await database.db.user.update({
    where: { id: person.userId },
    data: { email: address, passwordHash, passwordChangedAt: new Date(0) },
  });
  return { ...person, email: address };
}

const membershipsOf = (address: string) =>
  database.db.membership.findMany({
    where: { user: { email: address } },
    select: { workspaceId: true, role: true },
  });

describe("an invitation", () => {
  it("lets somebody new join: an account, a membership in the invited role, a session", async () => {
    const { token } = await invite({ role: "admin", to: email.toUpperCase() });
    expect((await call(preview, "POST", { body: { token } })).body).toMatchObject({
      ...{ email, role: "admin", workspaceName: "Harbour", invitedByName: "Olive", hasAccount: false },
      expiresAt: new Date(clock.now().getTime() + 7 * day).toISOString(),
    });
    const { status, cookie } = await acceptAs(token);
    expect(status).toBe(204);
    expect(await whoIs(cookie)).toMatchObject({
      user: { name: "Grace", email },
      workspaceId: owner.workspaceId,
      role: "admin",
      isPlatformAdmin: false,
    });
    expect((await call(GET, "GET", { as: owner })).body.items).toEqual([]);
    const events = await database.db.auditEvent.findMany({
      where: { workspaceId: owner.workspaceId },
      orderBy: { sequence: "asc" },
    });
    expect(events.map(({ action, actorLabel }) => [action, actorLabel])).toEqual([
      ["invitation.create", "Olive"],
      ["invitation.accept", "Grace"],
      ["session.create", "Grace"],
    ]);
  });

  it("S-02: lets who is signed in with its address join, in a new session; the old one is dead", async () => {
    const elsewhere = await createOwner(database.db);
    const person = await createPerson(email, elsewhere.workspaceId);
    const { token } = await invite();
    const { status, cookie } = await call(join, "POST", { as: person, body: { token } });
    expect(status).toBe(204);
    expect(await whoIs(cookie)).toMatchObject({
      user: { id: person.userId },
      workspaceId: owner.workspaceId,
    });
    expect((await call(getSession, "GET", { as: person })).status).toBe(401);
    expect(await membershipsOf(email)).toHaveLength(2);
  });

  it("takes the password of the account that there is, and never sets one", async () => {
    const elsewhere = await createOwner(database.db);
    const person = await createPerson(email, elsewhere.workspaceId);
    const { token } = await invite();
    const wrong = await acceptAs(token, { password: "of my own choosing" });
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, "/password"]);
    const { passwordHash } = await database.db.user.findUniqueOrThrow({ where: { id: person.userId } });
    expect(await isSamePassword(passwordHash, new Secret(password))).toBe(true);
    expect((await acceptAs(token)).status).toBe(204);
    expect(await membershipsOf(email)).toHaveLength(2);
  });

  it("brings back who is in no workspace any more", async () => {
    const person = await createPerson(email, owner.workspaceId);
    await database.db.membership.deleteMany({ where: { userId: person.userId } });
    const { token } = await invite();
    const { cookie } = await acceptAs(token);
    expect(await whoIs(cookie)).toMatchObject({ user: { id: person.userId }, role: "member" });
  });

  it("wants a name and a password by the rules of set-up for a new account", async () => {
    const { token } = await invite();
    const nameless = await acceptAs(token, { name: undefined });
    expect([nameless.status, nameless.body.errors[0].pointer]).toEqual([422, "/name"]);
    for (const bad of ["short", "aaaaaaaaaaaa"]) {
      const answer = await acceptAs(token, { password: bad });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, "/password"]);
    }
    expect(await database.db.user.count({ where: { email } })).toBe(0);
  });
});

describe("Z-12: an invitation is refused", () => {
  it("when it was used", async () => {
    const { token } = await invite();
    expect((await acceptAs(token)).status).toBe(204);
    expect((await acceptAs(token)).status).toBe(409);
    expect((await call(preview, "POST", { body: { token } })).status).toBe(409);
  });

  it("by all but one of ten at once", async () => {
    const { token } = await invite();
    const ends = await Promise.all(Array.from({ length: 10 }, () => acceptAs(token)));
    expect(ends.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 9 }, () => 409)]);
    expect(await membershipsOf(email)).toHaveLength(1);
  });

  it("after seven days, until it gets a new link; the old link stays dead", async () => {
    const { id, token } = await invite();
    clock.advance(7 * day);
    await reviveSessions();
    expect((await acceptAs(token)).status).toBe(409);
    expect((await call(GET, "GET", { as: owner })).body.items).toMatchObject([{ id, state: "expired" }]);
    const { body } = await call(rotate, "POST", { as: owner, params: { id }, body: {} });
    expect((await acceptAs(token)).status).toBe(404);
    expect((await acceptAs(new URL(body.link).hash.slice(1))).status).toBe(204);
  });

  it("when it was revoked, and cannot get a new link then", async () => {
    const { id, token } = await invite();
    expect((await call(revoke, "DELETE", { as: owner, params: { id } })).status).toBe(204);
    expect((await acceptAs(token)).status).toBe(409);
    expect((await call(rotate, "POST", { as: owner, params: { id }, body: {} })).status).toBe(404);
    expect((await call(revoke, "DELETE", { as: owner, params: { id } })).status).toBe(404);
    expect(await database.db.user.count({ where: { email } })).toBe(0);
  });

  it("by whoever is signed in with another address, in plain words", async () => {
    const elsewhere = await createOwner(database.db);
    await reviveSessions();
    const { token } = await invite();
    const { status, body } = await call(join, "POST", { as: elsewhere, body: { token } });
    expect(status).toBe(409);
    expect(body.detail).toContain(email);
    expect(body.detail).toContain(elsewhere.email);
    expect((await acceptAs(token)).status).toBe(204);
  });

  it("with a role or a workspace in the body: those of the invitation count", async () => {
    const { token } = await invite();
    for (const extra of [{ role: "owner" }, { workspaceId: "ws-other" }, { email: "mallory@example.com" }])
      expect((await acceptAs(token, extra)).status).toBe(422);
    await acceptAs(token);
    expect(await membershipsOf(email)).toEqual([{ workspaceId: owner.workspaceId, role: "member" }]);
  });

  it("once who made it may invite no more, so that nobody comes back by a link of their own", async () => {
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    await reviveSessions();
    const first = await invite({ as: admin });
    await call(changeMember, "PATCH", { as: owner, params: { id: admin.userId }, body: { role: "member" } });
    expect((await acceptAs(first.token)).status).toBe(409);
    await call(changeMember, "PATCH", { as: owner, params: { id: admin.userId }, body: { role: "admin" } });
    const sessionId = await createSession(database.db, admin);
    await reviveSessions();
    const second = await invite({ as: { ...admin, sessionId } });
    const search = "?personalConnections=0&sharedConnections=0&keys=0";
    expect(
      (await call(removeMember, "DELETE", { as: owner, params: { id: admin.userId }, search })).status,
    ).toBe(204);
    expect((await acceptAs(second.token)).status).toBe(409);
  });

  it("once who made its newest link may invite no more, whoever invited first", async () => {
    const admin = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    await reviveSessions();
    const { id } = await invite();
    const { body } = await call(rotate, "POST", { as: admin, params: { id }, body: {} });
    expect(body.invitedBy.id).toBe(admin.userId);
    await call(changeMember, "PATCH", { as: owner, params: { id: admin.userId }, body: { role: "member" } });
    expect((await acceptAs(new URL(body.link).hash.slice(1))).status).toBe(409);
  });

  it("for a token that is not one, and after a hundred of those from one address", async () => {
    const statuses = new Map<number, number>();
    for (let n = 0; n < 103; n++) {
      const { status } = await acceptAs(`guess-${n}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 404: 100, 429: 3 });
  });

  it("S-08: its link gives no more guesses at a password than sign-in does", async () => {
    await createPerson(email, (await createOwner(database.db)).workspaceId);
    await reviveSessions();
    const { token } = await invite();
    for (let n = 0; n < 10; n++) expect((await acceptAs(token, { password: `guess ${n}` })).status).toBe(422);
    expect((await acceptAs(token)).status).toBe(429);
  });
});

describe("inviting", () => {
  it("is for owners and admins; owners alone invite owners", async () => {
    const { workspaceId } = owner;
    const [admin, member] = await Promise.all([
      createMember(database.db, { workspaceId, role: "admin" }),
      createMember(database.db, { workspaceId }),
    ]);
    await reviveSessions();
    const asOwner = await call(POST, "POST", { as: owner, body: { email, role: "owner" } });
    expect(asOwner.status).toBe(201);
    const { id } = asOwner.body;
    expect(
      (await call(POST, "POST", { as: admin, body: { email: "x@example.com", role: "owner" } })).status,
    ).toBe(403);
    expect((await call(rotate, "POST", { as: admin, params: { id }, body: {} })).status).toBe(403);
    expect((await call(POST, "POST", { as: member, body: { email: "x@example.com" } })).status).toBe(403);
    expect((await call(GET, "GET", { as: member })).status).toBe(403);
  });

  it("refuses a member's address, and a second invitation while one is open, also at once", async () => {
    expect((await call(POST, "POST", { as: owner, body: { email: owner.email } })).status).toBe(422);
    const ends = await Promise.all(
      Array.from({ length: 5 }, () => call(POST, "POST", { as: owner, body: { email } })),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it("takes the place of an invitation that has ended", async () => {
    await invite();
    clock.advance(8 * day);
    await reviveSessions();
    const { token } = await invite();
    expect((await acceptAs(token)).status).toBe(204);
  });

  it("answers for another workspace's invitation as for none", async () => {
    const stranger = await createOwner(database.db);
    await reviveSessions();
    const { id, token } = await invite();
    expect((await call(revoke, "DELETE", { as: stranger, params: { id } })).status).toBe(404);
    expect((await call(rotate, "POST", { as: stranger, params: { id }, body: {} })).status).toBe(404);
    expect((await call(GET, "GET", { as: stranger })).body.items).toEqual([]);
    expect((await acceptAs(token)).status).toBe(204);
  });

  it("K-03: keeps no token, in no row and no audit event", async () => {
    const { token } = await invite();
    await acceptAs(token);
    const rows = [await database.db.invitation.findMany(), await database.db.auditEvent.findMany()];
    const text = JSON.stringify(rows, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64url") : value,
    );
    expect(text).not.toContain(token);
  });
});

async function reviveSessions() {
  const now = clock.now();
  await database.db.session.updateMany({
    where: { revokedAt: null },
    data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + 30 * day) },
  });
}

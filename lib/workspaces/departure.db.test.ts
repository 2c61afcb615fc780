import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { leaveWorkspace } from "#lib/auth/leave-workspace.ts";
import { resolveActor } from "#lib/auth/resolve-actor.ts";
import { completeHandover } from "#lib/connections/complete-handover.ts";
import { completeRevocation } from "#lib/connections/complete-revocation.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { disconnectRevoked } from "#lib/connections/disconnect-owned.ts";
import { getAccessToken } from "#lib/connections/get-access-token.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import { getConnectionForUse } from "#lib/connections/get-connection-for-use.ts";
import { updateConnection } from "#lib/connections/update-connection.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { connectAs, createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, secretOfSession } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { testRuntime } from "#lib/testing/requests.ts";
import type { LeaveWorkspace } from "./contract.ts";
import { deleteMember } from "./delete-member.ts";
import { deleteOwnMembership } from "./delete-own-membership.ts";
import { getDeparture } from "./get-departure.ts";
import { updateMember } from "./update-member.ts";

const database = useDatabase();
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

const contextOf = (actor: MemberActor) => providerContext(database.db, actor, provider);
const systemOf = (actor: MemberActor) => systemContext(contextOf(actor));
const firstPage = { limit: 25 };

async function createTeam() {
  const owner = await createOwner(database.db, "Olga");
  const { workspaceId } = owner;
  const [heir, member] = await Promise.all([
    createMember(database.db, { workspaceId, role: "owner", name: "Hera" }),
    createMember(database.db, { workspaceId, name: "Mona" }),
  ]);
  const integration = await createPractice(contextOf(owner));
  return { owner, heir, member, workspaceId, integration };
}

type Team = Awaited<ReturnType<typeof createTeam>>;

async function share(actor: MemberActor, id: string, shareLevel: "read" | "use" | "manage") {
  const { account } = await getConnection(contextOf(actor), { id });
  await updateConnection(contextOf(actor), { id, shareLevel, actsAs: account?.id ?? id });
}

/** A connection of the owner, personal or shared at a level. */
async function grant({ owner, integration }: Team, level: "read" | "use" | "manage" | null = null) {
  const { id } = await createGranted(contextOf(owner), provider, integration, "ada");
  if (level) await share(owner, id, level);
  return id;
}

async function leave(actor: MemberActor, decision: Partial<LeaveWorkspace> = {}) {
  const { fingerprint } = await getDeparture(contextOf(actor), firstPage);
  const revoke = { act: "revoke" } as const;
  const whole = { fingerprint, personal: revoke, shared: revoke, choices: [], ...decision };
  await deleteOwnMembership(contextOf(actor), whole);
}

const clearUp = (actor: MemberActor) =>
  disconnectRevoked(systemOf(actor), { workspaceId: actor.workspaceId, ownerId: actor.userId });

const isMember = async ({ workspaceId, userId }: MemberActor) =>
  (await database.db.membership.count({ where: { workspaceId, userId } })) === 1;

const eventsOf = (workspaceId: string, action: string) =>
  database.db.auditEvent.findMany({ where: { workspaceId, action }, orderBy: { sequence: "asc" } });

const revocationOf = (connectionId: string) =>
  database.db.revocation.findFirst({ where: { connectionId }, orderBy: { createdAt: "desc" } });

async function finishRevocation(actor: MemberActor, connectionId: string) {
  const row = await revocationOf(connectionId);
  return completeRevocation(systemOf(actor), { revocationId: row?.id ?? "" });
}

async function actorOf(headers: Record<string, string>) {
  return resolveActor(testRuntime(database), new Headers(headers));
}

describe("what somebody leaves behind", () => {
  it("is told connection by connection, a page at a time, with who may get it and who else calls", async () => {
    const team = await createTeam();
    const { owner, heir, member, workspaceId, integration } = team;
    const shared = await grant(team, "use");
    const otherAt = await createPractice(contextOf(owner), { name: "Second" });
    const { id: personal } = await createGranted(contextOf(owner), provider, otherAt, "grace");
    await createGranted(contextOf(member), provider, integration, "grace");
    const calls = { workspaceId, integrationId: integration.id, connectionId: shared, host: "api.example" };
    const rest = { startedAt: new Date(), seconds: 60, statusClass: 2, bytesIn: 0, bytesOut: 0, addedMs: 0 };
    await database.db.usageBucket.createMany({
      data: [owner, member].map(({ userId: callerId }) => ({ ...calls, ...rest, callerId, count: 3 })),
    });

    const ctx = contextOf(owner);
    const first = await getDeparture(ctx, { limit: 1 });
    expect(first).toMatchObject({
      ...{ isLastOwner: false, personalConnections: 1, sharedConnections: 1, keys: 0 },
      items: [{ id: personal, shareLevel: null, callers: { people: 0, keys: 0, first: [] } }],
    });
    expect(first.people).toEqual([
      { id: heir.userId, name: "Hera", role: "owner" },
      { id: member.userId, name: "Mona", role: "member" },
    ]);
    const second = await getDeparture(ctx, { limit: 1, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({
      nextCursor: null,
      items: [{ id: shared, shareLevel: "use", callers: { people: 1, keys: 0, first: ["Mona"] } }],
    });
  });

  it("is another one as soon as a connection comes or is shared, and then nothing is left behind", async () => {
    const team = await createTeam();
    const { owner } = team;
    const id = await grant(team);
    const { fingerprint } = await getDeparture(contextOf(owner), firstPage);
    await share(owner, id, "read");
    const revoke = { act: "revoke" } as const;
    await expect(
      deleteOwnMembership(contextOf(owner), { fingerprint, personal: revoke, shared: revoke, choices: [] }),
    ).rejects.toMatchObject({
      code: "conflict",
      extensions: { departure: { personalConnections: 0, sharedConnections: 1, keys: 0 } },
    });
    expect(await isMember(owner)).toBe(true);
    expect(await getConnection(contextOf(owner), { id })).toMatchObject({ status: "active" });
  });
});

describe("leaving, connection by connection", () => {
  it("revokes: stopped at once, and ended at the provider by the job", async () => {
    const team = await createTeam();
    const id = await grant(team);
    await leave(team.owner);
    await expect(getAccessToken(contextOf(team.heir), id)).rejects.toMatchObject({
      code: "connection-needs-reauth",
    });
    await clearUp(team.owner);
    await expect(getConnection(contextOf(team.heir), { id })).rejects.toMatchObject({ code: "not-found" });
    expect(await revocationOf(id)).toMatchObject({ status: "revoked", accessTokenSealed: null });
  });

  it("keeps: it works at its level, and its heir raises nothing, before and after confirming", async () => {
    const team = await createTeam();
    const { owner, heir, workspaceId, integration } = team;
    const id = await grant(team, "read");
    await leave(owner, { shared: { act: "keep", toId: heir.userId } });
    const ctx = contextOf(heir);
    expect(await getConnection(ctx, { id })).toMatchObject({
      ...{ ownerId: heir.userId, status: "active", shareLevel: "read" },
      authorizedBy: { id: owner.userId, name: "Olga" },
      handover: { needs: "confirm", by: { id: owner.userId, name: "Olga" } },
      // The level holds for the heir too.
      ...{ canUse: true, canWrite: false, canManage: true, canShare: false },
    });
    await expect(getAccessToken(ctx, id)).resolves.toBeDefined();
    // The heir's own calls that name none do not go out as Olga before that.
    await expect(getConnectionForUse(ctx, integration)).rejects.toMatchObject({
      extensions: { reason: "not-connected" },
    });
    const refusals = async () => {
      await expect(updateConnection(ctx, { id, shareLevel: "manage" })).rejects.toMatchObject({
        code: "forbidden",
        detail: expect.stringContaining("the account that Olga signed in with"),
      });
      await expect(updateConnection(ctx, { id, shareLevel: null })).rejects.toMatchObject({
        code: "conflict",
        detail: expect.stringContaining("cannot become Hera's own"),
      });
    };
    await refusals();
    await expect(completeHandover(contextOf(team.member), { id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(completeHandover(contextOf(await createOwner(database.db)), { id })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await completeHandover(ctx, { id })).toMatchObject({ handover: null });
    expect(await getConnectionForUse(ctx, integration)).toMatchObject({
      ...{ connectionId: id, readOnlyBy: "Hera" },
    });
    expect(await completeHandover(ctx, { id })).toMatchObject({ handover: null });
    expect(await eventsOf(workspaceId, "connection.confirm")).toHaveLength(1);
    await refusals();
    expect(await revocationOf(id)).toBeNull();
  });

  it("keeps: a sign-in of the heir's own makes it theirs, to share wider or to keep to themselves", async () => {
    const team = await createTeam();
    const { owner, heir, integration } = team;
    const id = await grant(team, "read");
    await leave(owner, { shared: { act: "keep", toId: heir.userId } });
    const ctx = contextOf(heir);
    await connectAs(ctx, integration, { connectionId: id, allowSwitch: true, person: "grace" });
    expect(await getConnection(ctx, { id })).toMatchObject({
      ...{ authorizedBy: { id: heir.userId }, handover: null, canWrite: true, canShare: true },
    });
    expect(await updateConnection(ctx, { id, shareLevel: "manage" })).toMatchObject({ shareLevel: "manage" });
    expect(await updateConnection(ctx, { id, shareLevel: null })).toMatchObject({ isShared: false });
  });

  it("transfers: nobody acts as the leaver's account, and the new owner's sign-in takes it over", async () => {
    const team = await createTeam();
    const { owner, member, heir, workspaceId, integration } = team;
    const id = await grant(team);
    const was = await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: id } });
    await leave(owner, { personal: { act: "transfer", toId: member.userId } });
    const ctx = contextOf(member);
    const waiting = {
      ...{ status: "needs_reauth", statusCause: "awaits_consent", ownerId: member.userId },
      handover: { needs: "consent", by: { id: owner.userId } },
    };
    expect(await getConnection(ctx, { id })).toMatchObject({ ...waiting, canUse: false });
    await expect(getAccessToken(ctx, id)).rejects.toMatchObject({ code: "connection-needs-reauth" });
    await expect(completeHandover(ctx, { id })).rejects.toMatchObject({ code: "conflict" });

    await clearUp(owner);
    expect(await finishRevocation(owner, id)).toBe("revoked");
    expect(await getConnection(ctx, { id })).toMatchObject({ ...waiting, account: null, scopes: [] });
    const now = await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: id } });
    expect(now).toMatchObject({ tokenVersion: was.tokenVersion + 1, refreshTokenSealed: null });

    await expect(
      connectAs(contextOf(heir), integration, { connectionId: id, allowSwitch: true }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await connectAs(ctx, integration, { connectionId: id, person: "grace" });
    expect(await getConnection(ctx, { id })).toMatchObject({
      ...{ status: "active", handover: null, authorizedBy: { id: member.userId }, canShare: true },
      account: { id: "person-grace" },
    });
    expect((await eventsOf(workspaceId, "connection.transfer"))[0]?.changes).toMatchObject({
      ownerId: { before: owner.userId, after: member.userId },
      needs: "consent",
    });
    // A second grant ends like any other.
    expect(await disconnectConnection(ctx, { id })).toBe("revoked");
  });

  it("transfers: a sign-in that is faster than the job ends the leaver's grant itself", async () => {
    const team = await createTeam();
    const { owner, member, integration } = team;
    const id = await grant(team);
    await leave(owner, { personal: { act: "transfer", toId: member.userId } });
    await connectAs(contextOf(member), integration, {
      ...{ connectionId: id, allowSwitch: true, person: "grace" },
    });
    expect(await revocationOf(id)).toMatchObject({ status: "pending" });
    expect(await finishRevocation(owner, id)).toBe("revoked");
    await clearUp(owner);
    expect(await getConnection(contextOf(member), { id })).toMatchObject({ status: "active" });
  });

  it("goes the three ways at once, with one event for each act that somebody may ask about", async () => {
    const team = await createTeam();
    const { owner, heir, member, workspaceId } = team;
    const places = await Promise.all(
      ["A", "B", "C"].map((name) => createPractice(contextOf(owner), { name })),
    );
    const [kept, transferred, revoked] = await Promise.all(
      places.map((place) => createGranted(contextOf(owner), provider, place).then(({ id }) => id)),
    );
    if (!kept || !transferred || !revoked) throw new Error("three connections were made");
    for (const id of [kept, revoked]) await share(owner, id, "use");
    await leave(owner, {
      shared: { act: "keep", toId: heir.userId },
      choices: [
        { connectionId: transferred, choice: { act: "transfer", toId: member.userId } },
        { connectionId: revoked, choice: { act: "revoke" } },
      ],
    });
    await clearUp(owner);
    expect(
      (await eventsOf(workspaceId, "member.leave")).map(({ targetId, changes }) => [targetId, changes]),
    ).toEqual([
      [owner.userId, { role: { before: "owner", after: null }, kept: 1, transferred: 1, revoked: 1 }],
    ]);
    const moved = await eventsOf(workspaceId, "connection.transfer");
    expect(moved.map(({ connectionId }) => connectionId).sort()).toEqual([kept, transferred].sort());
    expect(
      (await eventsOf(workspaceId, "connection.disconnect")).map(({ connectionId }) => connectionId),
    ).toEqual([revoked]);
    expect(await getConnection(contextOf(heir), { id: kept })).toMatchObject({ status: "active" });
    expect(await getConnection(contextOf(member), { id: transferred })).toMatchObject({
      status: "needs_reauth",
    });
  });

  it("stands when the provider is away: what is to be revoked there is told later", async () => {
    const team = await createTeam();
    const { owner } = team;
    const id = await grant(team);
    await leave(owner);
    const down = { ...systemOf(owner), fetch: async () => Response.json({}, { status: 503 }) };
    await disconnectRevoked(down, { workspaceId: owner.workspaceId, ownerId: owner.userId });
    expect(await isMember(owner)).toBe(false);
    await expect(getConnection(contextOf(team.heir), { id })).rejects.toMatchObject({ code: "not-found" });
    expect(await revocationOf(id)).toMatchObject({ status: "pending" });
    await database.db.revocation.updateMany({ data: { nextAttemptAt: new Date(0) } });
    expect(await finishRevocation(owner, id)).toBe("revoked");
  });
});

describe("leaving is refused, and changes nothing,", () => {
  it("for heirs who may not have it, and for a personal one that is to be kept", async () => {
    const team = await createTeam();
    const { owner, heir, member } = team;
    const id = await grant(team, "use");
    const stranger = await createOwner(database.db);
    for (const toId of [member.userId, owner.userId, stranger.userId, "user-nobody"]) {
      await expect(leave(owner, { shared: { act: "keep", toId } })).rejects.toMatchObject({
        code: "invalid-input",
        errors: [{ pointer: "/shared/toId" }],
      });
    }
    await updateConnection(contextOf(owner), { id, shareLevel: null });
    await expect(
      leave(owner, { choices: [{ connectionId: id, choice: { act: "keep", toId: heir.userId } }] }),
    ).rejects.toMatchObject({ code: "invalid-input", errors: [{ pointer: "/choices/0/choice/act" }] });
    expect(await isMember(owner)).toBe(true);
    expect(await getConnection(contextOf(owner), { id })).toMatchObject({ status: "active" });
  });

  it("when the heir was demoted after the choice was made", async () => {
    const team = await createTeam();
    const { owner, heir } = team;
    await grant(team, "use");
    await updateMember(contextOf(owner), { id: heir.userId, role: "member" });
    const third = await createMember(database.db, { workspaceId: owner.workspaceId, role: "owner" });
    await expect(leave(owner, { shared: { act: "keep", toId: heir.userId } })).rejects.toMatchObject({
      errors: [{ pointer: "/shared/toId" }],
    });
    await leave(owner, { shared: { act: "keep", toId: third.userId } });
    expect(await isMember(owner)).toBe(false);
  });

  it("Z-04: for connections of others and of other workspaces, all the same 404", async () => {
    const team = await createTeam();
    const other = await createTeam();
    const { owner, heir, member } = team;
    await grant(team, "use");
    const foreign = await grant(other, "use");
    const { id: colleagues } = await createGranted(contextOf(member), provider, team.integration, "grace");
    for (const connectionId of [foreign, colleagues, "conn-nobody"]) {
      await expect(
        leave(owner, { choices: [{ connectionId, choice: { act: "transfer", toId: heir.userId } }] }),
      ).rejects.toMatchObject({
        code: "not-found",
        detail: "There is no such connection, or it is not yours to see.",
      });
    }
    expect(await isMember(owner)).toBe(true);
    expect(await getConnection(contextOf(other.owner), { id: foreign })).toMatchObject({ status: "active" });
  });

  it("Z-11: for the last owner, who is told the way out", async () => {
    const owner = await createOwner(database.db);
    await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
    expect(await getDeparture(contextOf(owner), firstPage)).toMatchObject({ isLastOwner: true });
    await expect(leave(owner)).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("Make somebody else an owner"),
      extensions: { reason: "last-owner" },
    });
    expect(await isMember(owner)).toBe(true);
  });

  it("Z-11: in 50 races of two owners who leave at once, one remains", async () => {
    for (let race = 0; race < 50; race++) {
      const first = await createOwner(database.db);
      const second = await createMember(database.db, { workspaceId: first.workspaceId, role: "owner" });
      const ends = await Promise.allSettled([first, second].map((actor) => leave(actor)));
      expect(ends.map(({ status }) => status).sort(), `race ${race}`).toEqual(["fulfilled", "rejected"]);
      const lost = ends.find((end) => end.status === "rejected");
      expect(lost?.reason).toMatchObject({ code: "conflict", extensions: { reason: "last-owner" } });
      const where = { workspaceId: first.workspaceId, role: "owner" as const };
      expect(await database.db.membership.count({ where })).toBe(1);
    }
  });
});

describe("the session of whoever leaves", () => {
  const decision = async (actor: MemberActor) => {
    const { fingerprint } = await getDeparture(contextOf(actor), firstPage);
    const revoke = { act: "revoke" } as const;
    return { fingerprint, personal: revoke, shared: revoke, choices: [] };
  };
  const cookieOf = async (secret: string) => {
    const cookie = await sessionCookie(secret, testRuntime(database));
    return { cookie: cookie.split(";", 1)[0] ?? "" };
  };

  it("Z-03: ends with their keys, and a new one goes on in another workspace of theirs", async () => {
    const { owner, heir } = await createTeam();
    const home = await createOwner(database.db);
    const place = { workspaceId: home.workspaceId, userId: owner.userId };
    await database.db.membership.create({ data: { ...place, role: "member" } });
    const ctx = contextOf(owner);
    const { key } = await createApiKey(ctx, { name: "mine", scopes: ["connections:read"], expiresInDays: 1 });
    const left = await leaveWorkspace(ctx, await decision(owner));
    expect(left).toMatchObject({ workspace: { id: home.workspaceId } });
    expect(await actorOf(await cookieOf(secretOfSession(owner.sessionId)))).toEqual({ kind: "anonymous" });
    await expect(actorOf({ authorization: `Bearer ${key}` })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await actorOf(await cookieOf(left.sessionSecret ?? ""))).toMatchObject({
      ...place,
      role: "member",
    });
    expect(await actorOf(await cookieOf(secretOfSession(heir.sessionId)))).toMatchObject({ role: "owner" });
  });

  it("ends where there is no other; and who was signed out meanwhile leaves nothing", async () => {
    const { owner } = await createTeam();
    const asked = await decision(owner);
    await database.db.session.update({ where: { id: owner.sessionId }, data: { revokedAt: new Date() } });
    await expect(leaveWorkspace(contextOf(owner), asked)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await isMember(owner)).toBe(true);
    await database.db.session.update({ where: { id: owner.sessionId }, data: { revokedAt: null } });
    expect(await leaveWorkspace(contextOf(owner), asked)).toEqual({ sessionSecret: null, workspace: null });
    expect(await isMember(owner)).toBe(false);
  });
});

it("a removed colleague's heir confirms too", async () => {
  const team = await createTeam();
  const { owner, heir } = team;
  const id = await grant(team, "use");
  await deleteMember(contextOf(heir), {
    ...{ id: owner.userId, personalConnections: 0, sharedConnections: 1, keys: 0 },
  });
  expect(await getConnection(contextOf(heir), { id })).toMatchObject({
    ...{ ownerId: heir.userId, status: "active", canShare: false },
    handover: { needs: "confirm", by: { id: owner.userId } },
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { hasEndedWithRole, resolveActor } from "#lib/auth/resolve-actor.ts";
import { disconnectRevoked } from "#lib/connections/disconnect-owned.ts";
import { getConnection } from "#lib/connections/get-connection.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, createSession, secretOfSession } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { testRuntime } from "#lib/testing/requests.ts";
import { deleteMember } from "./delete-member.ts";
import { getMemberImpact } from "./get-member-impact.ts";
import { updateMember } from "./update-member.ts";

const database = useDatabase();
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

const contextOf = (actor: MemberActor) => providerContext(database.db, actor, provider);
const none = { personalConnections: 0, sharedConnections: 0, keys: 0 };

async function createTeam() {
  const owner = await createOwner(database.db);
  const { workspaceId } = owner;
  const [admin, member] = await Promise.all([
    createMember(database.db, { workspaceId, role: "admin", name: "Adam" }),
    createMember(database.db, { workspaceId, name: "Mona" }),
  ]);
  return { owner, admin, member, workspaceId };
}

function roleOf({ workspaceId, userId }: MemberActor) {
  return database.db.membership
    .findUnique({ where: { workspaceId_userId: { workspaceId, userId } } })
    .then((row) => row?.role ?? null);
}

const eventsOf = (workspaceId: string, action: string) =>
  database.db.auditEvent.findMany({ where: { workspaceId, action }, orderBy: { sequence: "asc" } });

async function actorOf(headers: Record<string, string>) {
  return resolveActor(testRuntime(database), new Headers(headers));
}

async function cookieOf({ sessionId }: MemberActor) {
  const cookie = await sessionCookie(secretOfSession(sessionId), testRuntime(database));
  return { cookie: cookie.split(";", 1)[0] ?? "" };
}

describe("a member's role", () => {
  it("is changed by owners and admins, with one audit event for each change", async () => {
    const { owner, admin, member, workspaceId } = await createTeam();
    await updateMember(contextOf(owner), { id: member.userId, role: "admin" });
    await updateMember(contextOf(admin), { id: member.userId, role: "admin" });
    await updateMember(contextOf(admin), { id: member.userId, role: "member" });
    const events = await eventsOf(workspaceId, "member.update");
    expect(events.map(({ actorId, targetId, changes }) => ({ actorId, targetId, changes }))).toEqual([
      {
        actorId: owner.userId,
        targetId: member.userId,
        changes: { role: { before: "member", after: "admin" } },
      },
      {
        actorId: admin.userId,
        targetId: member.userId,
        changes: { role: { before: "admin", after: "member" } },
      },
    ]);
  });

  it("of an owner is nothing that an admin touches, nor makes anybody", async () => {
    const { owner, admin, member } = await createTeam();
    const ctx = contextOf(admin);
    await expect(updateMember(ctx, { id: owner.userId, role: "member" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateMember(ctx, { id: member.userId, role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateMember(ctx, { id: admin.userId, role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(deleteMember(ctx, { id: owner.userId, ...none })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await roleOf(owner)).toBe("owner");
  });

  it("is not changed by members, and is the same 404 for strangers and nobody", async () => {
    const { owner, admin, member } = await createTeam();
    const stranger = await createOwner(database.db);
    await expect(updateMember(contextOf(member), { id: admin.userId, role: "member" })).rejects.toMatchObject(
      { code: "forbidden" },
    );
    for (const id of [stranger.userId, "user-nobody"]) {
      await expect(updateMember(contextOf(owner), { id, role: "member" })).rejects.toMatchObject({
        code: "not-found",
        detail: "There is no such member, or it is not yours to see.",
      });
      await expect(getMemberImpact(contextOf(owner), { id })).rejects.toMatchObject({ code: "not-found" });
      await expect(deleteMember(contextOf(owner), { id, ...none })).rejects.toMatchObject({
        code: "not-found",
      });
    }
    expect(await roleOf(stranger)).toBe("owner");
  });

  it("Z-03: counts from the next request on", async () => {
    const { owner, admin } = await createTeam();
    const headers = await cookieOf(admin);
    expect(await actorOf(headers)).toMatchObject({ role: "admin" });
    await updateMember(contextOf(owner), { id: admin.userId, role: "member" });
    expect(await actorOf(headers)).toEqual({ kind: "anonymous" });
    const sessionId = await createSession(database.db, admin);
    expect(await actorOf(await cookieOf({ ...admin, sessionId }))).toMatchObject({ role: "member" });
  });

  it.each<WorkspaceRole>(["owner", "admin"])(
    "S-02: ends the sessions there when it becomes %s, and no others",
    async (role) => {
      const { owner, member, admin } = await createTeam();
      const elsewhere = await createOwner(database.db);
      const { userId } = member;
      const { workspaceId } = elsewhere;
      await database.db.membership.create({ data: { workspaceId, userId, role: "member" } });
      const there = { ...member, sessionId: await createSession(database.db, { workspaceId, userId }) };
      const second = { ...member, sessionId: await createSession(database.db, member) };
      await updateMember(contextOf(owner), { id: userId, role });
      const runtime = testRuntime(database);
      for (const ended of [member, second]) {
        const headers = await cookieOf(ended);
        expect(await actorOf(headers)).toEqual({ kind: "anonymous" });
        expect(await hasEndedWithRole(runtime, headers)).toBe(true);
      }
      for (const live of [there, admin, owner]) {
        const headers = await cookieOf(live);
        expect(await actorOf(headers)).toMatchObject({ userId: live.userId });
        expect(await hasEndedWithRole(runtime, headers)).toBe(false);
      }
    },
  );

  it("S-02: ends nothing when it stays what it was", async () => {
    const { owner, admin } = await createTeam();
    await updateMember(contextOf(owner), { id: admin.userId, role: "admin" });
    expect(await actorOf(await cookieOf(admin))).toMatchObject({ role: "admin" });
  });

  it("Z-11: the last owner stays one, whoever asks", async () => {
    const { owner } = await createTeam();
    await expect(updateMember(contextOf(owner), { id: owner.userId, role: "admin" })).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("only owner"),
    });
    expect(await roleOf(owner)).toBe("owner");
  });

  it("Z-11: in 50 races of two owners who demote or remove each other and themselves, one remains", async () => {
    for (let race = 0; race < 50; race++) {
      const first = await createOwner(database.db);
      const { workspaceId } = first;
      const second = await createMember(database.db, { workspaceId, role: "owner" });
      const acts = [
        () => updateMember(contextOf(first), { id: second.userId, role: "admin" }),
        () => updateMember(contextOf(second), { id: first.userId, role: "member" }),
        () => updateMember(contextOf(first), { id: first.userId, role: "admin" }),
        () => deleteMember(contextOf(second), { id: first.userId, ...none }),
        () => deleteMember(contextOf(first), { id: second.userId, ...none }),
      ];
      const ends = await Promise.allSettled(acts.map((act) => act()));
      const owners = await database.db.membership.count({ where: { workspaceId, role: "owner" } });
      expect(owners, `race ${race}`).toBeGreaterThanOrEqual(1);
      expect(ends.some(({ status }) => status === "fulfilled")).toBe(true);
      for (const end of ends) {
        if (end.status === "rejected")
          expect(["conflict", "forbidden", "not-found"]).toContain(end.reason.code);
      }
    }
  });
});

describe("removing a member", () => {
  it("Z-03: ends their sessions and keys from the next request on, also when they come back", async () => {
    const { owner, member, workspaceId } = await createTeam();
    const ctx = contextOf(member);
    const { key } = await createApiKey(ctx, { name: "mine", scopes: ["connections:read"], expiresInDays: 1 });
    const headers = await cookieOf(member);
    const bearer = { authorization: `Bearer ${key}` };
    expect(await actorOf(bearer)).toMatchObject({ kind: "api-key", userId: member.userId });
    await deleteMember(contextOf(owner), { id: member.userId, ...none, keys: 1 });
    expect(await actorOf(headers)).toEqual({ kind: "anonymous" });
    await expect(actorOf(bearer)).rejects.toMatchObject({ code: "unauthenticated" });
    await database.db.membership.create({ data: { workspaceId, userId: member.userId, role: "member" } });
    expect(await actorOf(headers)).toEqual({ kind: "anonymous" });
    await expect(actorOf(bearer)).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await eventsOf(workspaceId, "api-key.revoke"))[0]).toMatchObject({ cause: "member_left" });
  });

  it("disconnects what is personal, at the provider too, and gives what is shared to the heir", async () => {
    const { owner, admin, member, workspaceId } = await createTeam();
    const personalAt = await createPractice(contextOf(owner));
    const sharedAt = await createPractice(contextOf(owner), { connectionMode: "shared" });
    const personal = await createGranted(contextOf(member), provider, personalAt);
    const shared = await createGranted(contextOf(admin), provider, sharedAt, "grace");
    await database.db.connection.update({ where: { id: shared.id }, data: { ownerId: member.userId } });
    const { heirs, first, ...seen } = await getMemberImpact(contextOf(owner), { id: member.userId });
    expect(seen).toEqual({ personalConnections: 1, sharedConnections: 1, keys: 0 });
    expect(heirs.map(({ id }) => id).sort()).toEqual([admin.userId, owner.userId].sort());
    expect(first.map(({ connectionId }) => connectionId)).toEqual([shared.id, personal.id]);

    await deleteMember(contextOf(owner), { id: member.userId, ...seen, heirId: admin.userId });
    expect(await getConnection(contextOf(owner), { id: shared.id })).toMatchObject({
      ownerId: admin.userId,
      status: "active",
    });
    expect(await getConnection(contextOf(owner), { id: personal.id })).toMatchObject({ status: "revoked" });
    expect(await jobs()).toEqual([{ workspaceId, ownerId: member.userId }]);

    const system = systemContext(contextOf(owner));
    await disconnectRevoked(system, { workspaceId, ownerId: member.userId });
    await expect(getConnection(contextOf(owner), { id: personal.id })).rejects.toMatchObject({
      code: "not-found",
    });
    const revocation = await database.db.revocation.findFirstOrThrow({
      where: { connectionId: personal.id },
    });
    expect(revocation).toMatchObject({ status: "revoked", accessTokenSealed: null });
    const moved = await eventsOf(workspaceId, "connection.transfer");
    expect(moved.map(({ connectionId, changes }) => ({ connectionId, changes }))).toEqual([
      {
        connectionId: shared.id,
        changes: {
          ...{ integrationId: sharedAt.id, needs: "confirm" },
          ownerId: { before: member.userId, after: admin.userId },
        },
      },
    ]);
    expect((await eventsOf(workspaceId, "member.delete"))[0]).toMatchObject({
      targetId: member.userId,
      changes: { personalConnections: 1, sharedConnections: 1, keys: 0, heirId: admin.userId },
    });
  });

  it("changes nothing when the confirmed counts have moved, or the heir may not own", async () => {
    const { owner, admin, member } = await createTeam();
    const integration = await createPractice(contextOf(owner));
    await createGranted(contextOf(member), provider, integration);
    await expect(deleteMember(contextOf(owner), { id: member.userId, ...none })).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { personalConnections: 1, sharedConnections: 0, keys: 0 } },
    });
    const other = await createMember(database.db, { workspaceId: owner.workspaceId });
    const stranger = await createOwner(database.db);
    for (const heirId of [member.userId, other.userId, stranger.userId, "user-nobody"]) {
      await expect(
        deleteMember(contextOf(admin), { id: member.userId, ...none, personalConnections: 1, heirId }),
      ).rejects.toMatchObject({ code: "invalid-input", errors: [{ pointer: "/heirId" }] });
    }
    expect(await roleOf(member)).toBe("member");
    expect(await actorOf(await cookieOf(member))).toMatchObject({ userId: member.userId });
  });

  it("Z-03: a grant that the provider gives after the removal is not kept", async () => {
    const { owner, member } = await createTeam();
    const integration = await createPractice(contextOf(owner));
    await deleteMember(contextOf(owner), { id: member.userId, ...none });
    await expect(createGranted(contextOf(member), provider, integration)).rejects.toMatchObject({
      code: "conflict",
      extensions: { flowFailure: "sign-in-required" },
    });
    expect(await database.db.connection.count({ where: { ownerId: member.userId } })).toBe(0);
  });

  it("is not for oneself", async () => {
    const { admin } = await createTeam();
    await expect(deleteMember(contextOf(admin), { id: admin.userId, ...none })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await roleOf(admin)).toBe("admin");
  });
});

async function jobs(): Promise<unknown[]> {
  const rows = await database.db.$queryRaw<{ payload: unknown }[]>`
    SELECT jobs.payload FROM graphile_worker._private_jobs AS jobs
    JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id
    WHERE tasks.identifier = 'disconnect-connections' ORDER BY jobs.id`;
  return rows.map(({ payload }) => payload);
}

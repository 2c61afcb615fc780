import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { deleteExpiredAuditEvents } from "#lib/audit/delete-expired-audit-events.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { resolveActor } from "#lib/auth/resolve-actor.ts";
import { disconnectWorkspace } from "#lib/connections/disconnect-workspace.ts";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { getInvitationPreview } from "#lib/invitations/get-invitation-preview.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, secretOfSession } from "#lib/testing/factories.ts";
import { startTestGateway } from "#lib/testing/gateway.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { testRuntime } from "#lib/testing/requests.ts";
import { createWebhook } from "#lib/webhooks/create-webhook.ts";
import { deliverDueMessages } from "#lib/webhooks/deliver-due-messages.ts";
import { clearDeletedWorkspaces } from "./clear-deleted-workspaces.ts";
import { deleteWorkspace } from "./delete-workspace.ts";
import { getWorkspaceImpact } from "./get-workspace-impact.ts";
import { clearedTables, deleteSome } from "./repository-clearing.ts";
import { updateWorkspace } from "./update-workspace.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let id: string;

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  // Somebody who runs the deployment has another workspace.
  await createOwner(database.db);
  owner = await createOwner(database.db);
  id = owner.workspaceId;
});

const contextOf = (actor: MemberActor, parts: { fetch?: Context["fetch"]; now?: () => Date } = {}) =>
  providerContext(database.db, actor, provider, parts);
const systemOf = (parts: { fetch?: Context["fetch"]; now?: () => Date } = {}) =>
  systemContext(contextOf(owner, parts));

async function confirmed(actor: MemberActor) {
  const {
    recentCalls: _,
    firstIntegrations: __,
    ...seen
  } = await getWorkspaceImpact(contextOf(actor), {
    id: actor.workspaceId,
  });
  return { ...seen, id: actor.workspaceId };
}

async function remove(actor = owner) {
  await deleteWorkspace(contextOf(actor), await confirmed(actor));
}

async function actorOf(headers: Record<string, string>) {
  return resolveActor(testRuntime(database), new Headers(headers));
}

async function cookieOf({ sessionId }: MemberActor) {
  return {
    cookie: (await sessionCookie(secretOfSession(sessionId), testRuntime(database))).split(";", 1)[0] ?? "",
  };
}

/** What is left of a workspace, by table; nothing for a table without a row. */
async function leftOf(workspaceId: string): Promise<Record<string, number>> {
  const tables = await tablesWithWorkspace();
  const counts = await Promise.all(
    tables.map(async (table) => {
      const [row] = await database.db.$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::int4 AS "count" FROM "${table}" WHERE "workspaceId" = $1`,
        workspaceId,
      );
      return [table, row?.count ?? 0] as const;
    }),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function tablesWithWorkspace(): Promise<string[]> {
  const rows = await database.db.$queryRaw<{ table_name: string }[]>`
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'workspaceId' ORDER BY 1`;
  return rows.map(({ table_name }) => table_name);
}

const tombstone = (workspaceId = id) =>
  database.db.deletedWorkspace.findUniqueOrThrow({ where: { id: workspaceId } });

describe("deleting a workspace", () => {
  it("is for its owners alone, signed in, and of no other workspace", async () => {
    const [admin, member] = await Promise.all([
      createMember(database.db, { workspaceId: id, role: "admin", isPlatformAdmin: true }),
      createMember(database.db, { workspaceId: id }),
    ]);
    const seen = await confirmed(owner);
    for (const actor of [admin, member]) {
      await expect(getWorkspaceImpact(contextOf(actor), { id })).rejects.toMatchObject({ code: "forbidden" });
      await expect(deleteWorkspace(contextOf(actor), seen)).rejects.toMatchObject({ code: "forbidden" });
    }
    const stranger = await createOwner(database.db);
    for (const other of [id, "ws-nothing"]) {
      await expect(getWorkspaceImpact(contextOf(stranger), { id: other })).rejects.toMatchObject({
        code: "not-found",
      });
      await expect(deleteWorkspace(contextOf(stranger), { ...seen, id: other })).rejects.toMatchObject({
        code: "not-found",
      });
    }
    // A role that was taken a moment ago counts no more.
    await database.db.membership.updateMany({ where: { userId: owner.userId }, data: { role: "admin" } });
    await expect(deleteWorkspace(contextOf(owner), seen)).rejects.toMatchObject({ code: "forbidden" });
    expect(await database.db.deletedWorkspace.count({ where: { id } })).toBe(0);
  });

  it("shows what goes with it, and changes nothing when that has moved", async () => {
    const integration = await createPractice(contextOf(owner));
    const seen = await confirmed(owner);
    expect(seen).toMatchObject({ members: 1, integrations: 1, connections: 0, applications: 1 });
    await createGranted(contextOf(owner), provider, integration);
    await expect(deleteWorkspace(contextOf(owner), seen)).rejects.toMatchObject({
      code: "conflict",
      extensions: { impact: { members: 1, integrations: 1, connections: 1 } },
    });
    expect(await actorOf(await cookieOf(owner))).toMatchObject({ workspaceId: id });
    expect(await getWorkspaceImpact(contextOf(owner), { id })).toMatchObject({
      recentCalls: 0,
      firstIntegrations: [integration.name],
    });
  });

  it("Z-03: is the end of every session, key and call from the next request on", async () => {
    const member = await createMember(database.db, { workspaceId: id });
    const gateway = await startTestGateway({ database, owner });
    try {
      const bearer = { authorization: `Bearer ${gateway.key}` };
      const cookies = [await cookieOf(owner), await cookieOf(member)];
      expect((await gateway.call("/ping")).status).toBe(200);
      expect(await actorOf(bearer)).toMatchObject({ kind: "api-key" });
      await remove();
      expect((await gateway.call("/ping")).status).toBe(401);
      expect(gateway.upstream.seen).toHaveLength(1);
      await expect(actorOf(bearer)).rejects.toMatchObject({ code: "unauthenticated" });
      for (const cookie of cookies) expect(await actorOf(cookie)).toEqual({ kind: "anonymous" });
    } finally {
      await gateway.close();
    }
  });

  it("stores no grant that comes afterwards, lets nobody join, and sends nothing", async () => {
    const ctx = contextOf(owner);
    const integration = await createPractice(ctx);
    await createWebhook(ctx, { name: "Pager", url: "https://receiver.example/hooks", events: [] });
    await createGranted(ctx, provider, integration, "grace");
    const { link } = await createInvitation(ctx, { email: "grace@example.com", role: "member" });
    const { authorizationUrl, cookie } = await beginFlow(ctx, integration);
    const landed = await authorizeAs(authorizationUrl, "ada");
    await remove();
    expect(await comeBack(ctx, landed, cookie)).toMatchObject({ failure: "state-mismatch" });
    await expect(createGranted(ctx, provider, integration)).rejects.toMatchObject({
      extensions: { flowFailure: "sign-in-required" },
    });
    const token = new Secret(new URL(link ?? "").hash.slice(1));
    await expect(getInvitationPreview(ctx, { token })).rejects.toMatchObject({ code: "conflict" });
    expect(await database.db.webhookDelivery.count({ where: { workspaceId: id, state: "pending" } })).toBe(1);
    const sent: unknown[] = [];
    await deliverDueMessages(systemOf({ fetch: async (input) => new Response(String(sent.push(input))) }));
    expect(sent).toEqual([]);
    expect(await database.db.connection.findMany({ where: { workspaceId: id } })).toMatchObject([
      { status: "revoked", accountId: expect.anything() },
    ]);
  });

  it("is refused where no platform admin would have a workspace any more, also in a race", async () => {
    await database.db.deployment.createMany({ data: { id: 1 }, skipDuplicates: true });
    const other = await createOwner(database.db);
    const keep = { id: { notIn: [owner.userId, other.userId] } };
    await database.db.user.updateMany({ where: keep, data: { platformRole: "none" } });
    const ends = await Promise.allSettled([remove(owner), remove(other)]);
    const refused = ends.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([
      { reason: { code: "conflict", detail: expect.stringContaining("Create another workspace first") } },
    ]);
  });
});

describe("clearing a deleted workspace up", () => {
  it("goes on where it was ended, revokes every grant, and leaves the audit trail alone", async () => {
    const ctx = contextOf(owner);
    const neighbour = await createOwner(database.db);
    await insertBareConnection(database.db, {
      ...{ integration: await createPractice(contextOf(neighbour)), owner: neighbour },
    });
    const before = await leftOf(neighbour.workspaceId);
    const integrations = [await createPractice(ctx), await createPractice(ctx)];
    for (const integration of integrations) {
      await createGranted(ctx, provider, integration);
      await createGranted(ctx, provider, integration, "grace");
    }
    await createApiKey(ctx, { name: "k", scopes: ["audit:read"], expiresInDays: 1 });
    await clearDeletedWorkspaces(systemOf());
    const { grantsRevoked } = await provider.stats();
    await remove();

    // Ended after its first steps, as a process that is killed.
    let steps = 0;
    expect(await disconnectWorkspace(systemOf(), id, () => steps++ < 1)).toBe(false);
    const halfway = await database.db.connection.count({ where: { workspaceId: id } });
    expect(halfway).toBeGreaterThan(0);
    expect(halfway).toBeLessThan(4);
    await deleteSome(systemOf(), "ApiKey", id);
    // Two processes at once.
    const finished = await Promise.all([
      clearDeletedWorkspaces(systemOf()),
      clearDeletedWorkspaces(systemOf()),
    ]);
    while ((await tombstone()).clearedAt === null) finished.push(await clearDeletedWorkspaces(systemOf()));

    expect((await provider.stats()).grantsRevoked).toBe(grantsRevoked + 4);
    expect(Object.keys(await leftOf(id))).toEqual(["AuditEvent"]);
    expect(await database.db.workspace.count({ where: { id } })).toBe(0);
    expect(await leftOf(neighbour.workspaceId)).toEqual(before);
    expect(await verifyChain(ctx, id)).toMatchObject({ fault: null });
    expect(await verifyChain(ctx, "deployment")).toMatchObject({ fault: null });
    const events = await database.db.auditEvent.findMany({
      where: { targetId: id },
      orderBy: { createdAt: "asc" },
    });
    expect(events.map(({ workspaceId, action, actorId }) => [workspaceId, action, actorId])).toEqual([
      [id, "workspace.delete", owner.userId],
      [null, "workspace.clear", null],
    ]);
    expect(events[1]?.changes).toEqual({ revocations: { revoked: 4 } });
    expect(await clearDeletedWorkspaces(systemOf())).toBe(0);
  });

  it("keeps the sealing keys while a provider does not answer, and goes on once that is given up", async () => {
    const ctx = contextOf(owner);
    await createGranted(ctx, provider, await createPractice(ctx));
    await remove();
    const dead: Context["fetch"] = async () => new Response(null, { status: 503 });
    const patient = systemOf({ fetch: dead });
    await clearDeletedWorkspaces(patient);
    await clearDeletedWorkspaces(patient);
    expect((await tombstone()).clearedAt).toBeNull();
    expect(await leftOf(id)).toMatchObject({ Revocation: 1, WorkspaceKey: 1, Integration: 1 });
    expect(await leftOf(id)).not.toHaveProperty("Connection");
    await database.db.revocation.updateMany({ where: { workspaceId: id }, data: { status: "failed" } });
    await clearDeletedWorkspaces(patient);
    expect((await tombstone()).clearedAt).not.toBeNull();
    expect(Object.keys(await leftOf(id))).toEqual(["AuditEvent"]);
  });

  it("knows every table that belongs to workspaces", async () => {
    expect(await tablesWithWorkspace()).toEqual([...clearedTables, "AuditEvent"].sort());
  });

  it("keeps the events for as long as the workspace had set", async () => {
    await updateWorkspace(contextOf(owner), { auditDays: 90 });
    await remove();
    await clearDeletedWorkspaces(systemOf());
    const later = () => new Date(Date.now() + 91 * 86_400_000);
    await deleteExpiredAuditEvents(systemOf({ now: later }));
    const events = await database.db.auditEvent.findMany({ where: { workspaceId: id } });
    expect(events.map(({ action }) => action)).toEqual(["audit.delete"]);
    expect(await verifyChain(contextOf(owner), id)).toMatchObject({ events: 1, removed: 2, fault: null });
  });
});

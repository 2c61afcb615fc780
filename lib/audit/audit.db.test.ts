import { describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { Actor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner, systemActor } from "#lib/testing/factories.ts";
import { type AuditEventQuery, auditEventQuerySchema } from "./contract.ts";
import { type AuditInput, createAuditEvent } from "./create-audit-event.ts";
import { listAuditEvents } from "./list-audit-events.ts";

const database = useDatabase();
const clock = createClock();
const contextOf = (actor: Actor) => testContext({ db: database.db, actor, now: clock.now });
const act = (actor: Actor, parts: Partial<AuditInput> = {}) =>
  createAuditEvent(contextOf(actor), {
    action: "workspace.update",
    target: { kind: "workspace", id: "ws-x", label: "Pier" },
    ...parts,
  });
const list = async (actor: Actor, query: Partial<AuditEventQuery> = {}) =>
  (await listAuditEvents(contextOf(actor), auditEventQuerySchema.parse(query))).items;

async function workspace() {
  const owner = await createOwner(database.db);
  return {
    owner,
    member: await createMember(database.db, { workspaceId: owner.workspaceId, name: "Grace" }),
  };
}

describe("an audit event", () => {
  it("U-03: says who did what to what, how it ended, from where and in which request", async () => {
    const { owner } = await workspace();
    await act(owner, {
      outcome: "denied",
      cause: "forbidden",
      changes: { name: { before: "Pier", after: "Quay" } },
    });
    expect(await list(owner)).toMatchObject([
      {
        createdAt: clock.now().toISOString(),
        actor: { kind: "member", id: owner.userId, label: "Olive" },
        action: "workspace.update",
        target: { kind: "workspace", id: "ws-x", label: "Pier" },
        ...{ outcome: "denied", cause: "forbidden", ip: "127.0.0.1", requestId: expect.stringMatching(/./) },
        changes: { name: { before: "Pier", after: "Quay" } },
      },
    ]);
  });

  it("U-01: is written with the act or not at all", async () => {
    const { owner } = await workspace();
    const broken = inTransaction(contextOf(owner), async (ctx) => {
      await createAuditEvent(ctx, { action: "workspace.update", target: { kind: "workspace" } });
      throw new Error("the act failed");
    });
    await expect(broken).rejects.toThrow("the act failed");
    expect(await list(owner)).toEqual([]);
  });

  it("U-03: prints a secret as its redaction, wherever it hides", async () => {
    const { owner } = await workspace();
    await act(owner, { changes: { clientSecret: { after: new Secret("hunter2") } } });
    expect(JSON.stringify(await list(owner))).not.toContain("hunter2");
  });

  it("U-05: keeps what people name things on one line, in reading order, storable and short", async () => {
    const { owner } = await workspace();
    await act(owner, {
      target: { kind: "workspace", label: `a\r\nb\u001b[31m\u202Egnp\u0000\ud800${"x".repeat(500)}` },
    });
    const label = (await list(owner))[0]?.target.label ?? "";
    expect(label).toHaveLength(200);
    expect(label).toMatch(/^a\uFFFD\uFFFDb\uFFFD\[31m\uFFFDgnp\uFFFD\uFFFDx+$/);
  });
});

describe("who sees which events", () => {
  it("U-04: admins their workspace's, members their own and their keys', nobody another workspace's", async () => {
    const { owner, member } = await workspace();
    const elsewhere = await workspace();
    const key = await createApiKey(contextOf(member), {
      name: "robot",
      scopes: ["audit:read"],
      expiresInDays: 1,
    });
    await act(owner);
    await act(systemActor(owner.workspaceId));
    await act({ ...apiKeyActor(member), apiKeyId: key.id });
    const labels = async (actor: Actor) => (await list(actor)).map(({ actor }) => actor.label).sort();
    expect(await labels(owner)).toEqual(["Grace", "Olive", "test", "test key"]);
    expect(await labels(member)).toEqual(["Grace", "test key"]);
    expect(await labels(elsewhere.owner)).toEqual([]);
  });

  it("U-04: asking for a colleague's acts shows a member nothing", async () => {
    const { owner, member } = await workspace();
    await act(owner);
    expect(await list(member, { actorId: owner.userId })).toEqual([]);
    expect(await list(owner, { actorId: owner.userId })).toHaveLength(1);
  });

  it("filters by target, action, outcome and time, all at once", async () => {
    const { owner } = await workspace();
    const from = clock.now().toISOString();
    await act(owner, { target: { kind: "integration", id: "integration-1" } });
    clock.advance(1_000);
    const to = clock.now().toISOString();
    await act(owner, { target: { kind: "integration", id: "integration-1" }, outcome: "failed" });
    await act(owner, { action: "api-key.revoke" });
    expect(await list(owner, { targetId: "integration-1" })).toHaveLength(2);
    expect(await list(owner, { targetKind: "integration", outcome: "failed" })).toHaveLength(1);
    expect(await list(owner, { action: "api-key.revoke" })).toHaveLength(1);
    expect(await list(owner, { from, to })).toHaveLength(1);
    expect(await list(owner, { from: to, action: "workspace.update" })).toHaveLength(1);
  });

  it("pages newest first", async () => {
    const { owner } = await workspace();
    for (let n = 0; n < 5; n++) {
      clock.advance(1_000);
      await act(owner, { cause: String(n) });
    }
    const first = await listAuditEvents(contextOf(owner), { limit: 3 });
    const second = await listAuditEvents(contextOf(owner), { limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ cause }) => cause)).toEqual(["4", "3", "2", "1", "0"]);
    expect(second.nextCursor).toBeNull();
  });
});

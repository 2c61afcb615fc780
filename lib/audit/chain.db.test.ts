import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "#lib/context/as-system.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { createClock } from "#lib/testing/clock.ts";
import { systemContext, testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, systemActor } from "#lib/testing/factories.ts";
import { tamper, tamperings } from "#lib/testing/tamper.ts";
import { updateWorkspace } from "#lib/workspaces/update-workspace.ts";
import type { ChainReport } from "./contract.ts";
import { createAuditEvent } from "./create-audit-event.ts";
import { deleteExpiredAuditEvents } from "./delete-expired-audit-events.ts";
import { getCheckpoints } from "./get-checkpoints.ts";
import { linkOldEvents } from "./link-old-events.ts";
import { verifyChain, verifyChains } from "./verify-chain.ts";

const database = useDatabase();
const clock = createClock();
let pool: pg.Pool;
beforeAll(() => {
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
});
afterAll(() => pool.end());

async function chainOf(length: number) {
  const owner = await createOwner(database.db);
  const ctx = testContext({ db: database.db, actor: owner, now: clock.now });
  for (let n = 1; n <= length; n++) await updateWorkspace(ctx, { name: `Pier ${n}` });
  return { ctx, id: owner.workspaceId };
}

async function collect(reports: AsyncGenerator<ChainReport>): Promise<ChainReport[]> {
  const all: ChainReport[] = [];
  for await (const report of reports) all.push(report);
  return all;
}

describe("the chain of a workspace's audit events", () => {
  it("U-01: is unbroken after acts at the same time, in one workspace and across two", async () => {
    const [one, other] = [await chainOf(0), await chainOf(0)];
    const act = (workspaceIds: string[]) =>
      inTransaction(asSystem(one.ctx), async (tx) => {
        for (const workspaceId of workspaceIds)
          await createAuditEvent(tx, {
            action: "workspace.update",
            target: { kind: "workspace" },
            workspaceId,
          });
      });
    const places = [[one.id, other.id], [other.id, one.id], [one.id]];
    await Promise.all(Array.from({ length: 60 }, (_, n) => act(places[n % 3] ?? [])));
    expect(await verifyChain(one.ctx, one.id)).toMatchObject({ events: 60, fault: null });
    expect(await verifyChain(asSystem(one.ctx), other.id)).toMatchObject({ events: 40, fault: null });
  });

  it("U-01: an act whose event cannot be written does not happen", async () => {
    const { ctx, id } = await chainOf(1);
    await pool.query(`ALTER TABLE "AuditEvent" ADD CONSTRAINT no_more CHECK ("targetLabel" <> 'Quay')`);
    await expect(updateWorkspace(ctx, { name: "Quay" })).rejects.toThrow(/no_more/);
    await pool.query(`ALTER TABLE "AuditEvent" DROP CONSTRAINT no_more`);
    expect(await database.db.workspace.findUnique({ where: { id } })).toMatchObject({ name: "Pier 1" });
    expect(await verifyChain(ctx, id)).toMatchObject({ events: 1, fault: null });
  });

  it.each(tamperings.map((it) => [it.name, it] as const))(
    "U-01: the verifier names the first bad row after a superuser's %s",
    async (_, tampering) => {
      const { ctx, id } = await chainOf(12);
      const [checkpoint] = await getCheckpoints(ctx, id);
      await tamper(pool, id, tampering);
      const { fault } = await verifyChain(ctx, id, tampering.needsCheckpoint ? checkpoint : undefined);
      expect(fault?.sequence ?? 0).toBe(tampering.place);
      expect(tampering.reasons).toContain(fault?.reason);
    },
  );

  it("U-01: a checkpoint that was changed is not believed", async () => {
    const { ctx, id } = await chainOf(3);
    const [checkpoint] = await getCheckpoints(ctx, id);
    if (!checkpoint) throw new Error("no checkpoint");
    expect((await verifyChain(ctx, id, checkpoint)).fault).toBeNull();
    const { fault } = await verifyChain(ctx, id, { ...checkpoint, sequence: 2 });
    expect(fault?.reason).toBe("checkpoint");
  });

  it("U-01: what belongs to no workspace has a chain of its own", async () => {
    const ctx = testContext({ db: database.db, actor: systemActor() });
    await createAuditEvent(ctx, { action: "session.create", target: { kind: "user" }, outcome: "denied" });
    const reports = await collect(verifyChains(ctx, []));
    expect(reports.find(({ chain }) => chain === "deployment")).toMatchObject({ events: 1, fault: null });
  });
});

describe("the table of audit events", () => {
  it.each([
    `UPDATE "AuditEvent" SET "outcome" = 'failed'`,
    `DELETE FROM "AuditEvent"`,
    `TRUNCATE "AuditEvent"`,
    `DELETE FROM "AuditChain"`,
    `TRUNCATE "AuditChain"`,
    `UPDATE "AuditChain" SET "sequence" = 0`,
    `INSERT INTO "AuditEvent" ("id", "actorKind", "actorLabel", "action", "targetKind", "outcome", "requestId")
      VALUES ('forged', 'member', 'Mallory', 'session.create', 'user', 'success', 'none')`,
  ])("U-02: refuses its owner too: %s", async (sql) => {
    await chainOf(1);
    await expect(pool.query(sql)).rejects.toThrow(/never (changed|goes back)|belongs to a chain/);
  });

  it("U-02: loses only what retention removes, which records itself and signs the new start", async () => {
    const { ctx, id } = await chainOf(5);
    const [old] = await getCheckpoints(ctx, id);
    clock.advance(91 * 86_400_000);
    await updateWorkspace(ctx, { auditDays: 90 });
    expect(await deleteExpiredAuditEvents(systemContext(ctx))).toBe(5);
    expect(await verifyChain(ctx, id, old)).toMatchObject({ removed: 5, events: 2, fault: null });
    expect(
      await database.db.auditEvent.findFirstOrThrow({ where: { workspaceId: id, action: "audit.delete" } }),
    ).toMatchObject({
      actorKind: "system",
      actorLabel: "audit-retention",
      changes: { removed: 5, first: 1, last: 5, keptDays: 90 },
    });
    expect(await deleteExpiredAuditEvents(systemContext(ctx))).toBe(0);
    await expect(pool.query(`DELETE FROM "AuditEvent"`)).rejects.toThrow(/never changed/);
  });

  it("links what was written before there were chains, once, and nothing that is slipped in later", async () => {
    await pool.query(
      `BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM "AuditEvent"; DELETE FROM "AuditChain";
       INSERT INTO "AuditEvent" ("id", "workspaceId", "actorKind", "actorLabel", "action", "targetKind", "targetId", "outcome", "requestId", "createdAt")
         SELECT 'old-' || n, CASE WHEN n % 3 > 0 THEN 'ws-' || n % 3 END, 'member', 'Olive', 'integration.update', 'integration',
           'integration-1', 'success', 'req', now() + n * interval '1 ms' FROM generate_series(1, 12000) AS n; COMMIT`,
    );
    const ctx = testContext({ db: database.db });
    expect(await Promise.all([linkOldEvents(ctx), linkOldEvents(ctx)])).toEqual(
      expect.arrayContaining([12_000, 0]),
    );
    const reports = await collect(verifyChains(ctx, []));
    expect(reports.map(({ chain, events, fault }) => [chain, events, fault])).toEqual([
      ["deployment", 4_000, null],
      ["ws-1", 4_000, null],
      ["ws-2", 4_000, null],
    ]);
    const where = { integrationId: "integration-1" };
    expect(await database.db.auditEvent.count({ where })).toBe(12_000);
  });
});

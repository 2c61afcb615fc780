import { Webhook as Receiver } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { deleteExpiredNotices } from "#lib/notices/delete-expired-notices.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, systemActor } from "#lib/testing/factories.ts";
import { loopbackFetch, startReceiver, tellOf } from "#lib/testing/receiver.ts";
import type { TestUpstream } from "#lib/testing/upstream.ts";
import { createWebhook } from "./create-webhook.ts";
import { deliverDueMessages } from "./deliver-due-messages.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { replayDelivery, replayFailedDeliveries } from "./replay-deliveries.ts";
import { rotateSigningSecret } from "./rotate-signing-secret.ts";
import { createSigningSecret } from "./signing.ts";
import { updateWebhook } from "./update-webhook.ts";
import { verifyWebhook } from "./verify-webhook.ts";

const database = useDatabase();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

async function setUp() {
  const clock = createClock(new Date());
  const owner = await createOwner(database.db);
  const { workspaceId } = owner;
  const fetch = loopbackFetch();
  const parts = { db: database.db, now: clock.now, fetch };
  const ctx = testContext({ ...parts, actor: owner });
  const system = testContext({ ...parts, actor: systemActor() });
  const receiver = await startReceiver();
  const webhook = await createWebhook(ctx, { name: "Pager", url: `${receiver.origin}/hooks?team=1` });
  const deliveries = async (id = webhook.id) => (await listDeliveries(ctx, { id, limit: 100 })).items;
  const deliver = () => deliverDueMessages(system);
  return { clock, owner, workspaceId, ctx, system, receiver, webhook, deliveries, deliver };
}

function verify({ seen }: TestUpstream, secret: string, at = seen.length - 1): unknown {
  const { headers, body } = seen[at] ?? {};
  return new Receiver(secret).verify(body ?? "", headers as Record<string, string>);
}

const reason = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "none",
    (error: { code: string }) => error.code,
  );

describe("a message", () => {
  it("arrives signed, so that an independent implementation of Standard Webhooks accepts it", async () => {
    const { ctx, workspaceId, receiver, webhook, deliver, deliveries } = await setUp();
    await tellOf(ctx, workspaceId);
    expect(await deliver()).toEqual({ arrived: 1, failed: 0 });
    const [delivery] = await deliveries();
    const { actor } = ctx;
    expect(verify(receiver, webhook.signingSecret)).toEqual({
      type: "connection.needs_reauth",
      timestamp: delivery?.createdAt,
      data: {
        ...{ workspaceId, connectionId: "conn-1", integrationId: "integration-1", ownerId: "user-1" },
        ...{ isShared: false, status: "needs_reauth", cause: "invalid_grant" },
        causedBy: { kind: "member", id: (actor as MemberActor).userId },
      },
    });
    expect(receiver.seen[0]).toMatchObject({ method: "POST", target: "/hooks?team=1" });
    expect(receiver.seen[0]?.headers["webhook-id"]).toBe(delivery?.noticeId);
    expect(delivery).toMatchObject({ state: "delivered", attempts: 1, lastStatus: 200, lastError: null });
    expect(() => verify(receiver, createSigningSecret().reveal())).toThrow();
  });

  it("waits in the database while nobody delivers, and is never told of when its change is rolled back", async () => {
    const { ctx, workspaceId, receiver, deliver, deliveries } = await setUp();
    await tellOf(ctx, workspaceId);
    const undone = inTransaction(ctx, async (tx) => {
      await tellOf(tx, workspaceId, { connectionId: "conn-2" });
      throw new Error("rolled back");
    });
    await expect(undone).rejects.toThrow("rolled back");
    expect([receiver.seen.length, (await deliveries()).map(({ state }) => state)]).toEqual([0, ["pending"]]);
    await deliver();
    expect(receiver.seen.map(({ body }) => JSON.parse(String(body)).data.connectionId)).toEqual(["conn-1"]);
  });

  it("goes to those who asked for its type, in its own workspace, once with two deliverers at work", async () => {
    const { ctx, system, workspaceId, receiver } = await setUp();
    const other = await setUp();
    const url = `${receiver.origin}/some`;
    await createWebhook(ctx, { name: "Some", url, events: ["connection.disconnected"] });
    await tellOf(ctx, workspaceId, { type: "connection.disconnected", times: 12 });
    await tellOf(ctx, workspaceId, { type: "connection.created" });
    await Promise.all([deliverDueMessages(system), deliverDueMessages(system)]);
    const ids = (path: string) =>
      receiver.seen
        .filter(({ target }) => target.startsWith(path))
        .map(({ headers }) => headers["webhook-id"]);
    expect([ids("/hooks").length, new Set(ids("/hooks")).size, ids("/some").length]).toEqual([13, 13, 12]);
    expect(other.receiver.seen).toEqual([]);
  });

  it("is tried again ever more rarely, under the same id with a new time, and given up after ten attempts in three days", async () => {
    const { ctx, clock, workspaceId, receiver, webhook, deliver, deliveries } = await setUp();
    receiver.answer((_req, res) => res.writeHead(500).end());
    await tellOf(ctx, workspaceId);
    const startedAt = clock.now().getTime();
    const pauses: number[] = [];
    for (let next: string | null | undefined = ""; next !== null; ) {
      await deliver();
      next = (await deliveries())[0]?.nextAttemptAt;
      if (!next) break;
      pauses.push(new Date(next).getTime() - clock.now().getTime());
      clock.advance(-1);
      clock.set(next);
    }
    expect(receiver.seen).toHaveLength(10);
    const planned = [5_000, 5 * minute, 30 * minute, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour)];
    for (const [index, planMs] of planned.entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(planMs);
      expect(pauses[index]).toBeLessThanOrEqual(planMs * 1.2);
    }
    expect((clock.now().getTime() - startedAt) / day).toBeGreaterThan(3);
    expect((await deliveries())[0]).toMatchObject({ state: "failed", lastStatus: 500, lastError: "status" });
    const { headers } = receiver.seen[9] ?? {};
    expect(headers?.["webhook-id"]).toBe(receiver.seen[0]?.headers["webhook-id"]);
    expect(Number(headers?.["webhook-timestamp"])).toBe(Math.floor(clock.now().getTime() / 1000));
    expect(webhook.failingSince).toBeNull();
  });

  it("waits as long as the receiver asks by Retry-After", async () => {
    const { ctx, clock, workspaceId, receiver, deliver, deliveries } = await setUp();
    receiver.answer((_req, res) => res.writeHead(429, { "retry-after": "900" }).end());
    await tellOf(ctx, workspaceId);
    await deliver();
    const [delivery] = await deliveries();
    expect(new Date(delivery?.nextAttemptAt ?? 0).getTime()).toBe(clock.now().getTime() + 900_000);
  });

  it.each([
    ["follows no redirect", (_req, res, other) => res.writeHead(307, { location: other }).end(), "redirect"],
    ["takes a broken connection for a failure", (req) => req.socket.destroy(), "reset"],
    ["takes what is not HTTP for a failure", (req) => req.socket.end("hello\r\n\r\n"), "provider-misbehaved"],
  ] as [
    string,
    (
      req: import("node:http").IncomingMessage,
      res: import("node:http").ServerResponse,
      other: string,
    ) => unknown,
    string,
  ][])("%s", async (_name, answer, error) => {
    const { ctx, workspaceId, receiver, deliver, deliveries } = await setUp();
    const elsewhere = await startReceiver();
    receiver.answer((req, res) => answer(req, res, elsewhere.origin));
    await tellOf(ctx, workspaceId);
    expect(await deliver()).toEqual({ arrived: 0, failed: 1 });
    expect((await deliveries())[0]).toMatchObject({ state: "pending", lastError: error });
    expect(elsewhere.connections()).toBe(0);
  });

  it("is delivered though the answer's body never ends, and keeps nothing of it", async () => {
    const { ctx, workspaceId, receiver, deliver, deliveries } = await setUp();
    receiver.answer((_req, res) => {
      const more = setInterval(() => res.write("secret ".repeat(1_000)), 5);
      res.on("close", () => clearInterval(more));
      res.writeHead(200).write("secret");
    });
    await tellOf(ctx, workspaceId);
    expect(await deliver()).toEqual({ arrived: 1, failed: 0 });
    expect(JSON.stringify(await deliveries())).not.toContain("secret ");
  });

  it("P-02: never leaves for a private address that the operator has not opened", async () => {
    const { ctx, workspaceId, deliver, deliveries } = await setUp();
    const { id } = await createWebhook(ctx, { name: "Metadata", url: "http://169.254.169.254/latest" });
    const inside = await createWebhook(ctx, { name: "Inside", url: "https://10.0.0.1/hooks" });
    await tellOf(ctx, workspaceId);
    await deliver();
    for (const one of [id, inside.id])
      expect((await deliveries(one))[0]).toMatchObject({ lastError: "egress-blocked", lastStatus: null });
  });
});

describe("a receiver", () => {
  it("that is slow holds up nobody but itself", async () => {
    const { ctx, workspaceId, receiver, webhook, deliver, deliveries } = await setUp();
    const release: (() => void)[] = [];
    receiver.answer((req, res) => {
      if (req.url === "/quick") return res.end();
      return release.push(() => res.end());
    });
    const quick = await createWebhook(ctx, { name: "Quick", url: `${receiver.origin}/quick` });
    await tellOf(ctx, workspaceId, { times: 20 });
    const running = deliver();
    await expect
      .poll(async () => (await deliveries(quick.id)).filter(({ state }) => state === "delivered").length)
      .toBe(20);
    expect(release.length).toBeLessThanOrEqual(5);
    expect((await deliveries()).every(({ state }) => state === "pending")).toBe(true);
    const free = setInterval(() => release.splice(0).map((answer) => answer()), 10);
    expect(await running).toEqual({ arrived: 40, failed: 0 });
    clearInterval(free);
    expect(webhook.id).not.toBe(quick.id);
  });

  it("with a long backlog that fails keeps nobody else waiting for more than its turn", async () => {
    await database.db.webhookDelivery.deleteMany();
    const { ctx, clock, system, workspaceId, receiver } = await setUp();
    const other = await setUp();
    receiver.answer((_req, res) => res.writeHead(500).end());
    await tellOf(ctx, workspaceId, { times: 20 });
    clock.advance(minute);
    await tellOf(other.ctx, other.workspaceId);
    let before = 0;
    other.receiver.answer((_req, res) => {
      before = receiver.seen.length;
      res.end();
    });
    expect(await deliverDueMessages(system, undefined, 1)).toEqual({ arrived: 1, failed: 20 });
    expect(before).toBe(5);
  });

  it("that says 410 is told nothing more until somebody switches it on, and the audit log says so", async () => {
    const { ctx, workspaceId, receiver, webhook, deliver, deliveries } = await setUp();
    receiver.answer((_req, res) => res.writeHead(410).end());
    await tellOf(ctx, workspaceId);
    await deliver();
    await tellOf(ctx, workspaceId);
    expect(await deliver()).toEqual({ arrived: 0, failed: 0 });
    expect(await deliveries()).toHaveLength(1);
    const row = await database.db.webhook.findUniqueOrThrow({ where: { id: webhook.id } });
    expect([row.disabledCause, row.disabledAt === null]).toEqual(["gone", false]);
    const event = { action: "webhook.disable", targetId: webhook.id };
    expect(await database.db.auditEvent.findMany({ where: event })).toMatchObject([
      { cause: "gone", actorKind: "system", workspaceId },
    ]);
    receiver.answer((_req, res) => res.end());
    await updateWebhook(ctx, { id: webhook.id, isEnabled: true });
    await tellOf(ctx, workspaceId);
    expect(await deliver()).toEqual({ arrived: 1, failed: 0 });
  });

  it("that has failed for five days is switched off; one success in between starts anew", async () => {
    const { ctx, clock, workspaceId, receiver, webhook, deliver } = await setUp();
    const row = () => database.db.webhook.findUniqueOrThrow({ where: { id: webhook.id } });
    receiver.answer((_req, res) => res.writeHead(503).end());
    await tellOf(ctx, workspaceId);
    await deliver();
    clock.advance(4 * day);
    await tellOf(ctx, workspaceId);
    await deliver();
    expect((await row()).disabledAt).toBeNull();
    receiver.answer((_req, res) => res.end());
    clock.advance(minute);
    await deliver();
    expect((await row()).failingSince).toBeNull();
    receiver.answer((_req, res) => res.writeHead(503).end());
    await tellOf(ctx, workspaceId);
    await deliver();
    clock.advance(5 * day);
    await deliver();
    expect((await row()).disabledCause).toBe("failing");
  });

  it("can check messages with the former secret for a day after a new one was made", async () => {
    const { ctx, clock, workspaceId, receiver, webhook, deliver } = await setUp();
    const { signingSecret } = await rotateSigningSecret(ctx, { id: webhook.id });
    expect(signingSecret).not.toBe(webhook.signingSecret);
    await tellOf(ctx, workspaceId);
    await deliver();
    for (const secret of [signingSecret, webhook.signingSecret])
      expect(verify(receiver, secret)).toMatchObject({ type: "connection.needs_reauth" });
    clock.advance(day + minute);
    await tellOf(ctx, workspaceId);
    await deliver();
    const signatures = String(receiver.seen[1]?.headers["webhook-signature"]).split(" ");
    expect(signatures).toHaveLength(1);
  });
});

it("a webhook is one of twenty in its workspace at most, however many are added at the same moment", async () => {
  const { ctx, workspaceId, receiver } = await setUp();
  const added = Array.from({ length: 25 }, () =>
    reason(createWebhook(ctx, { name: "One more", url: receiver.origin })),
  );
  const reasons = await Promise.all(added);
  expect(reasons.filter((one) => one === "conflict")).toHaveLength(6);
  expect(await database.db.webhook.count({ where: { workspaceId } })).toBe(20);
});

describe("a delivery", () => {
  it("can be sent again under its id, alone or with all that failed since", async () => {
    const { ctx, clock, workspaceId, receiver, webhook, deliver, deliveries } = await setUp();
    const { id } = webhook;
    await tellOf(ctx, workspaceId);
    await deliver();
    const [first] = await deliveries();
    clock.advance(hour);
    expect(await replayDelivery(ctx, { id, deliveryId: first?.id ?? "" })).toMatchObject({
      state: "pending",
    });
    await deliver();
    expect(receiver.seen.map(({ headers }) => headers["webhook-id"])).toEqual([
      first?.noticeId,
      first?.noticeId,
    ]);
    await database.db.webhookDelivery.updateMany({ data: { state: "failed", nextAttemptAt: null } });
    const after = new Date(clock.now().getTime() - minute).toISOString();
    expect(await replayFailedDeliveries(ctx, { id, since: after })).toEqual({ replayed: 0 });
    expect(await replayFailedDeliveries(ctx, { id, since: first?.createdAt ?? "" })).toEqual({ replayed: 1 });
    expect(await deliver()).toEqual({ arrived: 1, failed: 0 });
  });

  it("of a test says at once how the receiver took it, and is not repeated", async () => {
    const { ctx, clock, receiver, webhook, deliver } = await setUp();
    const { id } = webhook;
    expect(await verifyWebhook(ctx, { id })).toMatchObject({ state: "delivered", type: "webhook.test" });
    expect(verify(receiver, webhook.signingSecret)).toMatchObject({ type: "webhook.test" });
    receiver.answer((_req, res) => res.writeHead(404).end());
    expect(await verifyWebhook(ctx, { id })).toMatchObject({ state: "failed", lastStatus: 404 });
    clock.advance(day);
    expect(await deliver()).toEqual({ arrived: 0, failed: 0 });
  });

  it("is nobody else's to see, and its webhook's secret is in no answer and no row", async () => {
    const { ctx, workspaceId, webhook, deliver, deliveries } = await setUp();
    const stranger = testContext({ db: database.db, actor: await createOwner(database.db) });
    await tellOf(ctx, workspaceId);
    await deliver();
    const { id } = webhook;
    const [delivery] = await deliveries();
    const deliveryId = delivery?.id ?? "";
    expect(await reason(listDeliveries(stranger, { id, limit: 10 }))).toBe("not-found");
    expect(await reason(replayDelivery(stranger, { id, deliveryId }))).toBe("not-found");
    expect(await reason(verifyWebhook(stranger, { id }))).toBe("not-found");
    const text = JSON.stringify([
      await deliveries(),
      await database.db.webhook.findMany(),
      await database.db.auditEvent.findMany(),
    ]);
    expect(text).not.toContain(webhook.signingSecret.slice(6, 30));
    const row = await database.db.webhook.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.signingSecretSealed).includes(webhook.signingSecret.slice(6, 30))).toBe(false);
  });

  it("is kept 30 days", async () => {
    const { ctx, clock, system, workspaceId, deliver, deliveries } = await setUp();
    await tellOf(ctx, workspaceId);
    await deliver();
    clock.advance(29 * day);
    await deleteExpiredNotices(system);
    expect(await deliveries()).toHaveLength(1);
    clock.advance(2 * day);
    await deleteExpiredNotices(system);
    expect(await deliveries()).toEqual([]);
  });
});

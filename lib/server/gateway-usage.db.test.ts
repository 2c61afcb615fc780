import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { deleteExpiredCallRecords } from "#lib/gateway/delete-expired-call-records.ts";
import { getConnectionUsage, getIntegrationUsage } from "#lib/gateway/get-usage.ts";
import { renderMetrics } from "#lib/metrics/metrics.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createColleague, startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

const as = (actor: MemberActor, now?: Date) =>
  testContext({ db: database.db, actor, ...(now ? { now: () => now } : {}) });
const usage = (actor = gateway.owner) =>
  getConnectionUsage(as(actor), { id: gateway.connectionId, range: "hour" });

describe("usage", () => {
  it("counts calls by outcome, bytes, caller and host, and none is lost by a clean stop", async () => {
    gateway.upstream.answer((req, res) => res.writeHead(req.url === "/v1/no" ? 404 : 200).end("12345"));
    for (const path of ["/a", "/b", "/no"]) await (await gateway.call(path)).text();
    await (await gateway.call("/a", { method: "POST", body: "abc" })).text();
    await gateway.settle();
    const { total, series, callers } = await usage();
    expect(total).toMatchObject({ count: 4, failed: 1, bytesIn: 3, bytesOut: 20 });
    expect(total.addedMs).toBeGreaterThan(0);
    const sum = (kind: "succeeded" | "refused" | "failed") =>
      series.reduce((all, step) => all + step[kind], 0);
    expect([series.length, sum("succeeded"), sum("refused"), sum("failed")]).toEqual([60, 3, 1, 0]);
    const host = new URL(gateway.upstream.origin).host;
    expect(callers).toMatchObject([{ name: "test", host, count: 4, failed: 1, bytesOut: 20 }]);
  });

  it("counts a call that the provider never answered, and no call that was not let through", async () => {
    gateway.upstream.answer((req) => req.socket.resetAndDestroy());
    await gateway.call("/x", { method: "POST" });
    await gateway.call("/x", { headers: { authorization: "Bearer nobody" } });
    await gateway.settle();
    expect((await usage()).total).toMatchObject({ count: 1, failed: 1 });
  });

  it("of an integration is the sum of its connections, for admins; a member sees the own part", async () => {
    const colleague = await createColleague(database, gateway.owner);
    await gateway.createConnection(colleague);
    const key = await gateway.createKey(colleague);
    await (await gateway.call("/a")).text();
    await (await gateway.call("/a", { headers: { authorization: `Bearer ${key}` } })).text();
    await gateway.settle();
    const ask = (actor: MemberActor) =>
      getIntegrationUsage(as(actor), { id: gateway.integration.slug, range: "day" });
    const [all, own] = [await ask(gateway.owner), await ask(colleague)];
    expect([all.total.count, all.isOwnOnly, own.total.count, own.isOwnOnly]).toEqual([2, false, 1, true]);
  });

  it("D-19: of what the caller may not see is 404", async () => {
    const [colleague, stranger] = [
      await createColleague(database, gateway.owner),
      await createOwner(database.db),
    ];
    for (const actor of [colleague, stranger])
      await expect(usage(actor)).rejects.toMatchObject({ code: "not-found" });
  });

  it("turns minutes into hours after two days, without losing a call", async () => {
    await (await gateway.call("/a")).text();
    await (await gateway.call("/b")).text();
    await gateway.settle();
    const later = new Date(Date.now() + 3 * 86_400_000);
    await deleteExpiredCallRecords(as(gateway.owner, later));
    const where = { connectionId: gateway.connectionId };
    const rows = await database.db.usageBucket.findMany({ where });
    expect(rows.map(({ seconds, count }) => [seconds, count])).toEqual([[3_600, 2]]);
    const ctx = as(gateway.owner, later);
    const week = await getConnectionUsage(ctx, { id: gateway.connectionId, range: "week" });
    expect(week.total.count).toBe(2);
  });
});

describe("metrics", () => {
  it("count answers by class and by whose they are, and name no tenant", async () => {
    await (await gateway.call("/a")).text();
    await gateway.call("/a", { headers: { authorization: "Bearer nobody" } });
    const text = renderMetrics();
    expect(text).toMatch(/mooring_gateway_requests_total\{class="2xx",by="provider"\} \d+/);
    expect(text).toMatch(/mooring_gateway_requests_total\{class="4xx",by="gateway"\} \d+/);
    expect(text).toMatch(/mooring_gateway_added_seconds_bucket\{le="\+Inf"\} \d+/);
    const names = [gateway.connectionId, gateway.integration.slug, gateway.owner.workspaceId, "127.0.0.1"];
    expect(names.filter((name) => text.includes(name))).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createColleague, startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

async function uses() {
  await gateway.settle();
  const { workspaceId } = gateway.owner;
  return database.db.auditEvent.findMany({
    where: { workspaceId, action: { in: ["connection.use", "audit.drop"] } },
    orderBy: { sequence: "asc" },
  });
}

const verify = () =>
  verifyChain(testContext({ db: database.db, actor: gateway.owner }), gateway.owner.workspaceId);

describe("U-07: a call through the gateway", () => {
  it("is an event: who, through what, method, host, path without its query, status, bytes, address and request", async () => {
    gateway.upstream.answer((_req, res) => res.writeHead(201).end("12345"));
    const answer = await gateway.call("/files/7?token=hush", { method: "POST", body: "abc" });
    await answer.text();
    const [event, ...others] = await uses();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      ...{ actorKind: "api-key", actorLabel: "test", action: "connection.use", outcome: "success" },
      ...{ targetKind: "connection", targetId: gateway.connectionId, connectionId: gateway.connectionId },
      ...{ integrationId: gateway.integration.id, cause: null, ip: "127.0.0.1" },
      requestId: answer.headers.get("mooring-request-id"),
      changes: {
        ...{ method: "POST", host: new URL(gateway.upstream.origin).host, path: "/v1/files/7" },
        ...{ status: 201, bytesIn: 3, bytesOut: 5 },
      },
    });
    const text = JSON.stringify(event);
    for (const secret of ["hush", "abc", "12345", TEST_TOKEN, gateway.key])
      expect(text).not.toContain(secret);
    expect(await verify()).toMatchObject({ fault: null });
  });

  it("that the provider refuses or does not answer has failed, with the cause", async () => {
    gateway.upstream.answer((req, res) =>
      req.url === "/v1/no" ? res.writeHead(404).end() : req.socket.resetAndDestroy(),
    );
    await (await gateway.call("/no")).text();
    await (await gateway.call("/reset", { method: "POST" })).text();
    expect((await uses()).map(({ outcome, cause, changes }) => [outcome, cause, changes])).toMatchObject([
      ["failed", "status-404", { status: 404 }],
      ["failed", "provider-unreachable", { status: 504, method: "POST" }],
    ]);
  });

  it("that is denied is recorded with its cause, a GET too, and names no connection that is not theirs", async () => {
    const stranger = await createOwner(database.db);
    const foreign = await gateway.createConnection(stranger);
    await database.db.apiKey.updateMany({ data: { allowedMethods: ["GET"] } });
    expect((await gateway.call("/x", { method: "DELETE" })).status).toBe(403);
    for (const id of [foreign, "conn-made-up"])
      expect((await gateway.call("/x", { headers: { "Mooring-Connection": id } })).status).toBe(404);
    const events = await uses();
    expect(
      events.map((it) => [it.outcome, it.cause, it.connectionId, it.integrationId, it.targetLabel]),
    ).toEqual([
      ["denied", "forbidden", gateway.connectionId, gateway.integration.id, expect.any(String)],
      ["denied", "not-found", null, null, foreign],
      ["denied", "not-found", null, null, "conn-made-up"],
    ]);
  });

  it("of a stranger leaves nothing, so that nobody fills the log from outside", async () => {
    await gateway.call("/x", { headers: { authorization: "Bearer nobody" } });
    expect(await uses()).toEqual([]);
  });

  it("is written with others into one unbroken chain, and where they are many, counted with its like", async () => {
    const colleague = await createColleague(database, gateway.owner);
    await gateway.createConnection(colleague);
    const other = { headers: { authorization: `Bearer ${await gateway.createKey(colleague)}` } };
    const calls = Array.from({ length: 300 }, (_, n) => gateway.call(`/files/${n}`, n % 10 ? {} : other));
    await Promise.all(calls.map(async (call) => (await call).text()));
    const events = await uses();
    const counted = (it: (typeof events)[0]) => (it.changes as { calls?: number }).calls ?? 1;
    expect(events.length).toBeLessThan(230);
    expect(events.reduce((sum, it) => sum + counted(it), 0)).toBe(300);
    const own = events.filter(({ targetId }) => targetId !== gateway.connectionId);
    expect(own.reduce((sum, it) => sum + counted(it), 0)).toBe(30);
    expect(await verify()).toMatchObject({ fault: null });
  });

  it("that cannot be written waits, and is written once when it can", async () => {
    await database.db.$executeRawUnsafe(`
      CREATE FUNCTION refuse_uses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$`);
    await database.db.$executeRawUnsafe(`
      CREATE TRIGGER "AuditEvent_not_now" BEFORE INSERT ON "AuditEvent" FOR EACH ROW
      WHEN (NEW."action" = 'connection.use') EXECUTE FUNCTION refuse_uses()`);
    await (await gateway.call("/first")).text();
    expect(await uses()).toEqual([]);
    expect(JSON.stringify(gateway.lines)).toMatch(/calls not recorded/);
    await (await gateway.call("/second")).text();
    await database.db.$executeRawUnsafe(`DROP FUNCTION refuse_uses CASCADE`);
    expect((await uses()).map(({ changes }) => changes)).toMatchObject([
      { path: "/v1/first" },
      { path: "/v1/second" },
    ]);
    expect(await verify()).toMatchObject({ fault: null });
  });
});

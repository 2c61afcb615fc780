import { describe, expect, it } from "vitest";
import type { Actor, ApiKeyActor } from "#lib/core/actor.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createOwner } from "#lib/testing/factories.ts";
import { auditEventQuerySchema, auditExportQuerySchema, type ChainedAuditEvent } from "./contract.ts";
import { createAuditEvent } from "./create-audit-event.ts";
import { createEventBatch, createNotedEvents, type NotedEvent } from "./create-noted-events.ts";
import { getAuditExport } from "./get-audit-export.ts";
import { listAuditEvents } from "./list-audit-events.ts";
import { verifyChain } from "./verify-chain.ts";

const database = useDatabase();
const clock = createClock();
const contextOf = (actor: Actor) => testContext({ db: database.db, actor, now: clock.now });

const hostile = "Ada\r\n2026-01-01 admin logged in\u001b[2K\u202egnp.exe\u061c\u2028\u0000";

const use = (actor: ApiKeyActor, connectionId: string, parts: Partial<NotedEvent> = {}): NotedEvent => ({
  ...{ actor, action: "connection.use", ip: "192.0.2.7", requestId: crypto.randomUUID(), at: clock.now() },
  target: { kind: "connection", id: connectionId, integrationId: "integration-1", label: "Ada" },
  changes: { method: "GET", host: "api.example", path: "/v1/files", status: 200, bytesIn: 0, bytesOut: 9 },
  ...parts,
});

async function write(actor: Actor & { workspaceId: string }, noted: NotedEvent[], isRepeated = false) {
  const batch = createEventBatch({ workspaceId: actor.workspaceId, name: "gateway" }, noted);
  await createNotedEvents(contextOf(actor), batch, { isRepeated });
  return batch;
}

async function exported(actor: Actor, query: object): Promise<string> {
  let text = "";
  for await (const piece of await getAuditExport(contextOf(actor), auditExportQuerySchema.parse(query)))
    text += piece;
  return text;
}

const events = async (actor: Actor, query: object) =>
  JSON.parse(await exported(actor, { format: "json", ...query })) as ChainedAuditEvent[];

describe("U-05: what people and software name things", () => {
  it.each(["csv", "ndjson"] as const)(
    "stays one event a line in %s, and turns nobody's reading order",
    async (format) => {
      const owner = { ...(await createOwner(database.db)), name: hostile };
      await createAuditEvent(contextOf(owner), {
        action: "workspace.update",
        target: { kind: "workspace", label: hostile },
        cause: hostile,
        changes: { [hostile]: { before: hostile, after: `${hostile}\n${hostile}` } },
      });
      await write(owner, [
        use({ ...apiKeyActor(owner), name: hostile }, "conn-1", { changes: { path: hostile } }),
      ]);
      const text = await exported(owner, { format });
      const lines = text.trimEnd().split(/\r\n|[\n\r\u2028\u2029\u0085]/);
      expect(lines).toHaveLength(format === "csv" ? 4 : 3);
      expect(text.replaceAll("\r\n", "").replaceAll("\n", "")).not.toMatch(
        /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u,
      );
      if (format === "ndjson") for (const line of lines) expect(JSON.parse(line).id).toMatch(/^audit-/);
    },
  );
});

describe("U-06: after an incident", () => {
  it("all uses of a connection, who used it since, and what else they touched come from the log, whole and verifiable", async () => {
    const owner = await createOwner(database.db);
    const [robot, thief] = ["apikey-robot", "apikey-thief"].map((apiKeyId) => ({
      ...apiKeyActor(owner),
      ...{ apiKeyId, name: apiKeyId },
    })) as [ApiKeyActor, ApiKeyActor];
    for (let n = 0; n < 5; n++)
      await write(
        owner,
        Array.from({ length: 250 }, (_, at) => use(robot, at % 2 ? "conn-x" : "conn-y")),
      );
    clock.advance(3_600_000);
    const since = clock.now().toISOString();
    await write(owner, [
      use(thief, "conn-x", { changes: { calls: 4_000, method: "GET", path: "/v1/files/*" } }),
      use(thief, "conn-x", { outcome: "denied", cause: "read-only" }),
      use(thief, "conn-z"),
    ]);
    await createAuditEvent(contextOf(owner), {
      ...{ action: "connection.share", target: { kind: "connection", id: "conn-x" } },
    });
    const all = await events(owner, { connectionId: "conn-x" });
    expect(all).toHaveLength(5 * 125 + 3);
    const late = await events(owner, { connectionId: "conn-x", action: "connection.use", from: since });
    expect(new Set(late.map(({ actor }) => actor.id))).toEqual(new Set(["apikey-thief"]));
    const touched = await events(owner, { actorId: "apikey-thief", from: since });
    expect(new Set(touched.map(({ connectionId }) => connectionId))).toEqual(new Set(["conn-x", "conn-z"]));
    // Whoever holds the export can follow the chain from one to the next: no place is missing among all.
    const places = (await events(owner, {})).map(({ sequence }) => sequence ?? 0).sort((a, b) => a - b);
    expect(places).toEqual(places.map((_, at) => at + 1));
    expect(await verifyChain(contextOf(owner), owner.workspaceId)).toMatchObject({ fault: null });
  });

  it("a connection's events are read from the index of connections, whatever else is in the log", async () => {
    const owner = await createOwner(database.db);
    for (let n = 0; n < 8; n++)
      await write(
        owner,
        Array.from({ length: 250 }, (_, at) => use(apiKeyActor(owner), `conn-${at}`)),
      );
    await database.db.$executeRawUnsafe(`ANALYZE "AuditEvent"`);
    const rows = await database.db.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(
      `EXPLAIN SELECT * FROM "AuditEvent" WHERE "workspaceId" = '${owner.workspaceId}' AND "connectionId" = 'conn-7'
       AND "action" = 'connection.use' ORDER BY "createdAt" DESC, "id" DESC LIMIT 26`,
    );
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/AuditEvent_connection_idx/);
    const query = auditEventQuerySchema.parse({ connectionId: "conn-7", action: "connection.use" });
    expect((await listAuditEvents(contextOf(owner), query)).items).toHaveLength(8);
  });

  it("the same batch handed in twice, because nobody knew whether it was written, is in the chain once", async () => {
    const owner = await createOwner(database.db);
    const batch = await write(owner, [use(apiKeyActor(owner), "conn-1"), use(apiKeyActor(owner), "conn-2")]);
    await createNotedEvents(contextOf(owner), batch, { isRepeated: true });
    expect(await verifyChain(contextOf(owner), owner.workspaceId)).toMatchObject({ events: 2, fault: null });
  });
});

describe("U-04: who sees the calls", () => {
  it("members those of their own keys, and nobody in another workspace any", async () => {
    const owner = await createOwner(database.db);
    const stranger = await createOwner(database.db);
    await write(owner, [use({ ...apiKeyActor(owner), apiKeyId: "apikey-other" }, "conn-1")]);
    expect(await events(owner, { action: "connection.use" })).toHaveLength(1);
    expect(await events(stranger, { action: "connection.use" })).toHaveLength(0);
    expect(await events({ ...owner, role: "member" }, { action: "connection.use" })).toHaveLength(0);
  });
});

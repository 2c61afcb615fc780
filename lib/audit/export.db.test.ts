import { describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { Actor } from "#lib/core/actor.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner } from "#lib/testing/factories.ts";
import { auditExportQuerySchema } from "./contract.ts";
import { type AuditInput, createAuditEvent, createAuditEvents } from "./create-audit-event.ts";
import { getAuditEvent } from "./get-audit-event.ts";
import { getAuditExport } from "./get-audit-export.ts";
import { getAuditCheckpoint, verifyAuditEvents } from "./verify-audit-events.ts";

const database = useDatabase();
const clock = createClock();
const contextOf = (actor: Actor) => testContext({ db: database.db, actor, now: clock.now });
const use = (connectionId: string, parts: Partial<AuditInput> = {}): AuditInput => ({
  action: "connection.verify",
  target: { kind: "connection", id: connectionId, integrationId: "integration-1" },
  ...parts,
});

async function read(actor: Actor, query: object): Promise<string> {
  let text = "";
  for await (const piece of await getAuditExport(contextOf(actor), auditExportQuerySchema.parse(query)))
    text += piece;
  return text;
}

const events = async (actor: Actor, query: object) =>
  JSON.parse(await read(actor, { format: "json", ...query }));

describe("an export", () => {
  it("U-06: is complete beyond a batch, exactly the filter, and can be tied to the chain", async () => {
    const owner = await createOwner(database.db);
    const acts = Array.from({ length: 2_345 }, (_, n) => use(n % 2 ? "conn-a" : "conn-b"));
    await createAuditEvents(contextOf(owner), acts);
    clock.advance(60_000);
    await createAuditEvents(contextOf(owner), [use("conn-a"), use("conn-b", { outcome: "failed" })]);
    const found = await events(owner, { connectionId: "conn-a" });
    expect(found).toHaveLength(1_173);
    expect(new Set(found.map(({ id }: { id: string }) => id)).size).toBe(1_173);
    expect(found[0]).toMatchObject({ connectionId: "conn-a", mac: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(
      await events(owner, { integrationId: "integration-1", from: clock.now().toISOString() }),
    ).toHaveLength(2);
    expect(await events(owner, { integrationId: "integration-1", outcome: "failed" })).toHaveLength(1);
    const lines = (await read(owner, { connectionId: "conn-b", format: "ndjson" })).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).connectionId)).toEqual(Array(1_174).fill("conn-b"));
    expect((await read(owner, { connectionId: "conn-b" })).trimEnd().split("\r\n")).toHaveLength(1_175);
  });

  it("U-04: is an event itself, with the filter that was asked for", async () => {
    const owner = await createOwner(database.db);
    await read(owner, { outcome: "denied", format: "csv" });
    clock.advance(1_000);
    expect(await events(owner, { action: "audit.export" })).toMatchObject([
      { actor: { id: owner.userId }, changes: { action: "audit.export", format: "json" } },
      { actor: { id: owner.userId }, changes: { outcome: "denied", format: "csv" } },
    ]);
  });

  it("V-08: holds no formula, whatever somebody called themselves", async () => {
    const owner = await createOwner(database.db, "=cmd|' /C calc'!A0");
    await createAuditEvent(contextOf(owner), use("conn-1", { cause: "+1\n-2" }));
    const cells = (await read(owner, {})).split(/\r\n|,/);
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
    expect(cells).toContain(`"'=cmd|' /C calc'!A0"`);
  });

  it("U-04: gives members their own acts and those of their keys, admins all, nobody another workspace's", async () => {
    const owner = await createOwner(database.db);
    const stranger = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId, name: "Grace" });
    const { id } = await createApiKey(contextOf(member), { name: "robot", scopes: [], expiresInDays: 1 });
    await createAuditEvent(contextOf(owner), use("conn-1"));
    await createAuditEvent(contextOf({ ...apiKeyActor(member), apiKeyId: id }), use("conn-1"));
    const actors = async (actor: Actor) => {
      const found: { actor: { label: string } }[] = await events(actor, { connectionId: "conn-1" });
      return found.map((it) => it.actor.label).sort();
    };
    expect(await actors(member)).toEqual(["test key"]);
    expect(await actors(owner)).toEqual(["Olive", "test key"]);
    expect(await actors(stranger)).toEqual([]);
  });
});

describe("one event", () => {
  it("U-04: is found by whoever sees it in the list, and is unknown to everybody else", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const stranger = await createOwner(database.db);
    await createAuditEvent(contextOf(owner), use("conn-1"));
    const { id } = await database.db.auditEvent.findFirstOrThrow({ where: { actorId: owner.userId } });
    expect(await getAuditEvent(contextOf(owner), { id })).toMatchObject({ id, connectionId: "conn-1" });
    for (const actor of [member, stranger])
      await expect(getAuditEvent(contextOf(actor), { id })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("verifying on the page", () => {
  it("U-01: is for those who run the workspace, and an event itself", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await createAuditEvent(contextOf(owner), use("conn-1"));
    expect(await verifyAuditEvents(contextOf(owner))).toMatchObject({ events: 1, removed: 0, fault: null });
    expect(await verifyAuditEvents(contextOf(owner))).toMatchObject({ events: 2, fault: null });
    expect(await getAuditCheckpoint(contextOf(owner))).toMatchObject([
      { chain: owner.workspaceId, sequence: 4, signature: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    for (const verb of [verifyAuditEvents, getAuditCheckpoint])
      await expect(verb(contextOf(member))).rejects.toMatchObject({ code: "forbidden" });
  });
});

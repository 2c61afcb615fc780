import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { disconnectSelectedInput } from "./contract.ts";
import { disconnectSelected } from "./disconnect-selected.ts";

const database = useDatabase();
let provider: TestProvider;
let admin: MemberActor;
let member: MemberActor;
let stranger: MemberActor;
let integration: Integration;

const context = (actor: Actor = admin) => ({ ...providerContext(database.db, admin, provider), actor });
const insert = (owner: MemberActor, isShared = false) =>
  insertBareConnection(database.db, { integration, owner, isShared });

beforeAll(async () => {
  provider = await startTestProvider();
  admin = await createOwner(database.db);
  member = await createMember(database.db, { workspaceId: admin.workspaceId, name: "Cole" });
  stranger = await createOwner(database.db, "Stan");
  integration = await createPractice(context());
});
afterAll(() => provider.close());
beforeEach(() => database.db.connection.deleteMany());

describe("several connections disconnected together", () => {
  it("end as each alone would, with an event for each", async () => {
    const ids = [
      (await createGranted(context(), provider, integration)).id,
      (await createGranted(context(member), provider, integration, "grace")).id,
      await insert(member, true),
    ];
    const { items } = await disconnectSelected(context(), { ids });
    expect(items).toEqual([
      { id: ids[0], outcome: "revoked", problem: null },
      { id: ids[1], outcome: "revoked", problem: null },
      { id: ids[2], outcome: "unavailable", problem: null },
    ]);
    expect(await database.db.connection.count()).toBe(0);
    const where = { action: "connection.disconnect", targetId: { in: ids }, outcome: "success" };
    expect(await database.db.auditEvent.count({ where })).toBe(3);
  });

  it("are told one by one where something may not or cannot be done, and the rest is done", async () => {
    const foreign = await insert(stranger);
    const [own, personal, shared] = [await insert(member), await insert(admin), await insert(admin, true)];
    const ids = [own, personal, shared, foreign, "conn-unknown"];
    for (const actor of [member, apiKeyActor(member)]) {
      const { items } = await disconnectSelected(context(actor), { ids });
      expect(items.map(({ problem }) => problem?.code ?? null)).toEqual([
        actor === member ? null : "not-found",
        // A colleague's personal one is not there; a shared one is, and is not a member's to end.
        "not-found",
        "forbidden",
        "not-found",
        "not-found",
      ]);
      const [foreignItem, unknownItem] = items.slice(3);
      expect(foreignItem?.problem).toEqual(unknownItem?.problem);
    }
    const left = await database.db.connection.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).sort()).toEqual([personal, shared, foreign].sort());
    const denied = { action: "connection.disconnect", outcome: "denied", targetId: shared };
    expect(await database.db.auditEvent.count({ where: denied })).toBe(2);
  });

  it("are ended once when two ask at the same time", async () => {
    const ids = await Promise.all([insert(admin), insert(admin), insert(admin)]);
    const answers = await Promise.all([1, 2].map(() => disconnectSelected(context(), { ids })));
    for (const [index, id] of ids.entries()) {
      const ended = answers.filter(({ items }) => items[index]?.problem === null);
      expect([id, ended.length]).toEqual([id, 1]);
    }
    const where = { action: "connection.disconnect", targetId: { in: ids } };
    expect(await database.db.auditEvent.count({ where })).toBe(3);
  });

  it("are none, or more than a hundred, only by mistake", () => {
    const messageOf = (ids: string[]) => disconnectSelectedInput.safeParse({ ids }).error?.issues[0]?.message;
    expect(messageOf([])).toBe("Name at least one connection.");
    expect(messageOf(Array.from({ length: 101 }, (_, n) => `conn-${n}`))).toContain("at most 100");
    expect(disconnectSelectedInput.parse({ ids: ["a", "a", "b"] }).ids).toEqual(["a", "b"]);
  });
});

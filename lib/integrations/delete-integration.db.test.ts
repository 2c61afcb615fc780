import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { deleteIntegration } from "./delete-integration.ts";
import { getIntegrationImpact } from "./get-integration-impact.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let colleague: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  colleague = await createMember(database.db, { workspaceId: owner.workspaceId, name: "Jo" });
  ctx = providerContext(database.db, owner, provider);
});
afterAll(() => provider.close());

describe("the blast radius", () => {
  it("counts connections and people and names the newest five", async () => {
    const integration = await createPractice(ctx);
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      ids.push(
        await insertBareConnection(database.db, {
          integration,
          owner: n === 5 ? colleague : owner,
          isShared: n === 1,
        }),
      );
    }
    const lastUsedAt = new Date("2026-03-02T08:00:00.000Z");
    await database.db.connection.update({ where: { id: ids[0] }, data: { lastUsedAt } });
    const impact = await getIntegrationImpact(ctx, integration);
    expect(impact).toMatchObject({ connections: 6, people: 2, lastUsedAt: lastUsedAt.toISOString() });
    expect(impact.first).toHaveLength(5);
    expect(impact.first[0]).toEqual({
      connectionId: ids[5],
      account: "Account of Jo",
      owner: { id: colleague.userId, name: "Jo" },
      isShared: false,
    });
  });

  it("is nothing for an integration that nobody connected to", async () => {
    const integration = await createPractice(ctx);
    expect(await getIntegrationImpact(ctx, integration)).toEqual({
      connections: 0,
      people: 0,
      lastUsedAt: null,
      first: [],
    });
  });
});

describe("deleting", () => {
  it("takes secrets, checks and flows along, and leaves the audit trail", async () => {
    const { id, name } = await createPractice(ctx);
    await deleteIntegration(ctx, { id, connections: 0, people: 0 });
    const left = [
      await database.db.integration.count({ where: { id } }),
      await database.db.integrationSecret.count({ where: { integrationId: id } }),
      await database.db.integrationVerification.count({ where: { integrationId: id } }),
    ];
    expect(left).toEqual([0, 0, 0]);
    const events = await database.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
    expect(events.map(({ action, targetLabel }) => [action, targetLabel])).toEqual([
      ["integration.create", name],
      ["integration.delete", name],
    ]);
  });

  it("is refused with the present counts when they are not the confirmed ones", async () => {
    const integration = await createPractice(ctx);
    await insertBareConnection(database.db, { integration, owner: colleague });
    for (const seen of [
      { connections: 0, people: 0 },
      { connections: 1, people: 0 },
      { connections: 2, people: 1 },
    ]) {
      await expect(deleteIntegration(ctx, { id: integration.id, ...seen })).rejects.toMatchObject({
        code: "conflict",
        extensions: { impact: { connections: 1, people: 1 } },
      });
    }
    expect(await database.db.connection.count({ where: { integrationId: integration.id } })).toBe(1);
  });

  it("disconnects what was confirmed, each connection with its own event", async () => {
    const integration = await createPractice(ctx);
    const ids = [
      await insertBareConnection(database.db, { integration, owner: colleague }),
      await insertBareConnection(database.db, { integration, owner }),
    ];
    await deleteIntegration(ctx, { id: integration.slug, connections: 2, people: 2 });
    expect(await database.db.integration.count({ where: { id: integration.id } })).toBe(0);
    const events = await database.db.auditEvent.count({
      where: { targetId: { in: ids }, action: "connection.disconnect" },
    });
    expect(events).toBe(2);
  });
});

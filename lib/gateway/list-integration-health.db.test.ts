import { afterAll, beforeAll, expect, it } from "vitest";
import { withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { listIntegrationHealth } from "./list-integration-health.ts";
import { addUsage, type UsageRow } from "./repository-usage.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let practice: Integration;
let other: Integration;

const context = () => providerContext(database.db, owner, provider);
const health = (ctx = context()) => listIntegrationHealth(ctx, { limit: 25 });
const minutesAgo = (minutes: number) => new Date(Math.floor(Date.now() / 60_000 - minutes) * 60_000);

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  other = await createPractice(context(), { name: "Other" });
  practice = await createPractice(context(), { name: "Practice" });
});
afterAll(() => provider.close());

function use(connectionId: string, { id, startedAt, ...parts }: Partial<UsageRow> & { id: string }) {
  const { workspaceId, userId: callerId } = owner;
  const sizes = { bytesIn: 0, bytesOut: 0, addedMs: 1 };
  const call = {
    connectionId,
    callerId,
    host: "api.example",
    statusClass: 2,
    workspaceId,
    count: 1,
    ...sizes,
  };
  return addUsage({ db: database.db }, [
    { ...call, integrationId: id, startedAt: startedAt ?? minutesAgo(1), ...parts },
  ]);
}

it("says of each integration how its client, its connections and its calls are, and how many are healthy", async () => {
  const { id: connectionId } = await createGranted(context(), provider, practice);
  await use(connectionId, { id: practice.id, count: 30 });
  await use(connectionId, { id: practice.id, count: 4, statusClass: 4 });
  await use(connectionId, { id: practice.id, count: 5, statusClass: 5 });
  await use(connectionId, { id: practice.id, count: 1, statusClass: 0, startedAt: minutesAgo(180) });
  await use(connectionId, { id: practice.id, count: 99, startedAt: minutesAgo(25 * 60) });
  const well = await health();
  expect(well).toMatchObject({
    summary: { healthy: 2, total: 2, failing: [] },
    isOwnOnly: false,
    items: [
      { name: "Other", state: "healthy", calls: { count: 0, failed: 0 }, lastCheck: { verdict: "verified" } },
      { name: "Practice", state: "healthy", cause: null, calls: { count: 40, failed: 6 } },
    ],
  });
  const hours = well.items[1]?.hours ?? [];
  expect(hours.map(({ count }) => count).filter(Boolean)).toEqual([1, 39]);
  expect(hours).toHaveLength(24);

  const where = { id: connectionId };
  const inTrouble = { status: "degraded" as const, statusCause: "mass_failure" };
  await database.db.connection.update({ where, data: inTrouble });
  await database.db.integration.update({ where: { id: other.id }, data: { disabledAt: new Date() } });
  expect(await health()).toMatchObject({
    summary: { healthy: 0, total: 1, failing: [{ slug: "practice", name: "Practice" }] },
    items: [{ state: "paused" }, { state: "failing", cause: "mass-failure", heldConnections: 1 }],
  });

  await database.db.connection.update({ where, data: { ...inTrouble, statusCause: "client_rejected" } });
  await database.db.integration.update({ where: { id: other.id }, data: { disabledAt: null } });
  await database.db.integration.update({ where: { id: other.id }, data: { status: "draft" } });
  await database.db.integrationVerification.updateMany({
    ...{ where: { integrationId: other.id }, data: { verdict: "rejected" } },
  });
  expect(await health()).toMatchObject({
    summary: { healthy: 0, total: 2 },
    items: [{ cause: "check-refused" }, { cause: "client-refused", heldConnections: 1 }],
  });

  // What was refused before the settings changed says nothing of them.
  await database.db.integration.update({
    where: { id: other.id },
    data: { configVersion: { increment: 1 } },
  });
  expect(await health()).toMatchObject({ summary: { total: 1 }, items: [{ state: "draft" }, {}] });
});

it("tells a member of their own calls alone, and another workspace nothing", async () => {
  const member = await createMember(database.db, { workspaceId: owner.workspaceId });
  await use("conn-x", { id: practice.id, callerId: member.userId, count: 3 });
  const seen = await health(withActor(context(), member));
  expect(seen.isOwnOnly).toBe(true);
  expect(seen.items.find(({ id }) => id === practice.id)?.calls).toEqual({ count: 3, failed: 0 });
  const stranger = await createOwner(database.db);
  expect(await health(withActor(context(), stranger))).toMatchObject({ items: [], summary: { total: 0 } });
});

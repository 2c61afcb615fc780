import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { refreshDueConnections } from "./refresh-due-connections.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (parts: Partial<Pick<Context, "fetch" | "now">> = {}) =>
  providerContext(database.db, owner, provider, parts);
const system = (parts: Partial<Pick<Context, "fetch" | "now">> = {}) => systemContext(context(parts));
const connection = () =>
  database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });
const makeDue = () =>
  database.db
    .$executeRaw`UPDATE "ConnectionTokens" SET "refreshDueAt" = clock_timestamp() - interval '1 second'`;

// The same account would be reconnected in place, so each is made another one's.
async function createMore(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const { id: next } = await createGranted(context(), provider, integration, "grace");
    await database.db.connection.update({ where: { id: next }, data: { accountId: `grace-${n}` } });
  }
}

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Due" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await database.db.tokenEndpoint.deleteMany();
  id = (await createGranted(context(), provider, integration)).id;
});

describe("renewal ahead of time", () => {
  it("R-09: renews what is due and nothing else, and sets the next due time", async () => {
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
    await makeDue();
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 1, renewed: 1 });
    const { tokens } = await connection();
    expect(tokens?.tokenVersion).toBe(2);
    expect(tokens?.refreshDueAt?.getTime()).toBeGreaterThan(Date.now());
    expect(tokens?.refreshDueAt?.getTime()).toBeLessThan(tokens?.expiresAt?.getTime() ?? 0);
    await expect(refreshDueConnections(context())).rejects.toMatchObject({ code: "internal" });
  });

  it("R-12: two workers whose clocks are ten minutes off either way renew each token once", async () => {
    await createMore(5);
    await makeDue();
    const [early, late] = [-10, 10].map((minutes) =>
      system({ now: () => new Date(Date.now() + minutes * 60_000) }),
    );
    const runs = await Promise.all([early, late].map((ctx) => refreshDueConnections(ctx as Context)));
    expect(runs.reduce((sum, { renewed }) => sum + renewed, 0)).toBe(6);
    const versions = await database.db.connectionTokens.findMany({ select: { tokenVersion: true } });
    expect(versions.map(({ tokenVersion }) => tokenVersion)).toEqual([2, 2, 2, 2, 2, 2]);
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
  });

  it("R-08: an outage condemns nobody, is not hammered, and ends by itself", async () => {
    await createMore(11);
    await makeDue();
    const { fetch, requests } = scriptedFetch(() => jsonAnswer(503, {}));
    await expect(refreshDueConnections(system({ fetch }))).resolves.toEqual({ due: 12, renewed: 0 });
    const asked = requests.length;
    expect(asked).toBeLessThanOrEqual(12);
    expect(await database.db.connection.count({ where: { status: "needs_reauth" } })).toBe(0);
    await database.db
      .$executeRaw`UPDATE "TokenEndpoint" SET "openUntil" = clock_timestamp() + interval '1 minute'`;
    await database.db.connection.updateMany({ data: { retryAt: null } });
    await makeDue();
    await refreshDueConnections(system({ fetch }));
    expect(requests.length).toBe(asked);
    await database.db.tokenEndpoint.updateMany({ data: { openUntil: null, failureCount: 0 } });
    await makeDue();
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 12, renewed: 12 });
    expect(await database.db.connection.count({ where: { status: "active" } })).toBe(12);
  });

  it.each(["needs_reauth", "suspended"] as const)("leaves alone what is %s", async (status) => {
    await database.db.connection.update({ where: { id }, data: { status } });
    await makeDue();
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
    expect((await connection()).tokens?.tokenVersion).toBe(1);
  });

  it("waits for a connection's own retry time, and leaves paused integrations alone", async () => {
    const retryAt = new Date(Date.now() + 60_000);
    await database.db.connection.update({ where: { id }, data: { status: "degraded", retryAt } });
    await makeDue();
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
    expect((await connection()).tokens?.refreshDueAt).toEqual(retryAt);
    await database.db.connection.update({ where: { id }, data: { retryAt: null } });
    await database.db.integration.update({ where: { id: integration.id }, data: { disabledAt: new Date() } });
    await makeDue();
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: 0, renewed: 0 });
    await database.db.integration.update({ where: { id: integration.id }, data: { disabledAt: null } });
  });
});

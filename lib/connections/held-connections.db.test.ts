import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { addCustomOffering } from "#lib/custom-offerings/add-custom-offering.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { createGranted, expireToken } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { getAccessToken } from "./get-access-token.ts";
import { refreshDueConnections } from "./refresh-due-connections.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let ids: string[];

const COUNT = 8;
const context = (parts: Partial<Pick<Context, "fetch">> = {}) =>
  providerContext(database.db, owner, provider, parts);
const system = (parts: Partial<Pick<Context, "fetch">> = {}) => systemContext(context(parts));
const failing = (headers: Record<string, string> = {}) =>
  scriptedFetch(() => new Response("{}", { status: 503, headers }));
const held = () => database.db.connectionTokens.count({ where: { heldByEndpoint: { not: null } } });
const isOver = () =>
  database.db.$executeRaw`UPDATE "TokenEndpoint" SET "openUntil" = clock_timestamp() - interval '1 second'`;

async function breakDown(headers?: Record<string, string>): Promise<void> {
  await refreshDueConnections(system({ fetch: failing(headers).fetch }));
  // The first four failures are their connections' own; what they were told to wait is over.
  await database.db.connection.updateMany({ data: { retryAt: null } });
  await makeDue();
  await database.db
    .$executeRaw`UPDATE "TokenEndpoint" SET "openUntil" = clock_timestamp() + interval '1 minute'`;
  await refreshDueConnections(system({ fetch: failing(headers).fetch }));
}

const makeDue = () =>
  database.db.$executeRaw`
    UPDATE "ConnectionTokens" SET "refreshDueAt" = clock_timestamp() - interval '1 second' WHERE "heldByEndpoint" IS NULL`;

const makeDueOf = (integrationId: string) =>
  database.db.$executeRaw`
    UPDATE "ConnectionTokens" t SET "refreshDueAt" = clock_timestamp() - interval '1 second'
    FROM "Connection" c WHERE c."id" = t."connectionId" AND c."integrationId" = ${integrationId}`;

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Held" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await database.db.tokenEndpoint.deleteMany();
  ids = [];
  for (let n = 0; n < COUNT; n++) {
    const { id } = await createGranted(context(), provider, integration);
    await database.db.connection.update({ where: { id }, data: { accountId: `account-${n}` } });
    ids.push(id);
  }
  await makeDue();
});

describe("connections of an endpoint that is left alone", () => {
  it("R-08: are held, not tried in vain, and due at once when it works again", async () => {
    await breakDown();
    expect(await held()).toBe(COUNT);
    const { fetch, requests } = failing();
    await expect(refreshDueConnections(system({ fetch }))).resolves.toEqual({ due: 0, renewed: 0 });
    expect(requests).toHaveLength(0);
    await database.db.tokenEndpoint.updateMany({ data: { openUntil: null, failureCount: 0 } });
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: COUNT, renewed: COUNT });
    expect(await held()).toBe(0);
    expect(await database.db.connection.count({ where: { status: "active" } })).toBe(COUNT);
  });

  it("R-08: send one of them when the pause is over, and all follow it when that worked", async () => {
    await breakDown();
    await isOver();
    const { fetch, requests } = failing();
    await refreshDueConnections(system({ fetch }));
    expect([requests.length, await held()]).toEqual([1, COUNT]);
    await isOver();
    const first = await refreshDueConnections(system());
    // Whether the rest came along in the same run depends on when the answer was noted.
    await expect.poll(async () => (await database.db.tokenEndpoint.findFirst())?.openUntil).toBeNull();
    const rest = await refreshDueConnections(system());
    expect(first.renewed + rest.renewed).toBe(COUNT);
  });

  it("R-08: are not blamed for the outage, so that it ends for them when it ends", async () => {
    await breakDown();
    const before = await database.db.connection.findMany({ orderBy: { id: "asc" } });
    for (let probe = 0; probe < 6; probe++) {
      await isOver();
      await refreshDueConnections(system({ fetch: failing().fetch }));
    }
    const after = await database.db.connection.findMany({ orderBy: { id: "asc" } });
    expect(after.map(({ failureCount }) => failureCount)).toEqual(
      before.map(({ failureCount }) => failureCount),
    );
    expect(after.filter(({ retryAt }) => retryAt !== null)).toEqual([]);
    expect(await database.db.connection.count({ where: { status: "needs_reauth" } })).toBe(0);
  });

  it("R-07: wait for what they themselves were told to wait", async () => {
    await breakDown();
    await isOver();
    const asked = Date.now();
    await refreshDueConnections(system({ fetch: failing({ "retry-after": "90" }).fetch }));
    const told = await database.db.connection.findFirstOrThrow({ where: { retryAt: { not: null } } });
    expect(told.retryAt?.getTime()).toBeGreaterThanOrEqual(asked + 89_000);
    await database.db.tokenEndpoint.updateMany({ data: { openUntil: null, failureCount: 0 } });
    await expect(refreshDueConnections(system())).resolves.toMatchObject({ renewed: COUNT - 1 });
  });

  it("do not come to wait for a custom offering that fails at the same endpoint", async () => {
    await database.db.connectionTokens.updateMany({ data: { refreshDueAt: null } });
    const odd = await createPractice(context(), { name: "Odd" });
    const { clientAuthentications, accepts, isSandbox, insecureOrigin, custom, ...offered } =
      (await findOffering(context(), "sandbox")) ?? expect.fail("the practice provider is offered");
    const { data, problems } = parseOfferingData({ ...offered, id: "odd" }, provider.origin);
    if (!data) return expect.fail(JSON.stringify(problems));
    const { workspaceId, userId: createdById } = owner;
    const offeringId = await addCustomOffering(context(), data, {
      workspaceId,
      createdById,
      isPublished: true,
    });
    for (let n = 0; n < 5; n++) {
      const { id } = await createGranted(context(), provider, odd);
      await database.db.connection.update({ where: { id }, data: { accountId: `odd-${n}` } });
    }
    await database.db.integration.update({ where: { id: odd.id }, data: { offeringId } });
    await makeDueOf(odd.id);
    await refreshDueConnections(system({ fetch: failing().fetch }));
    expect(await held()).toBeGreaterThan(0);
    await makeDueOf(integration.id);
    await expect(refreshDueConnections(system())).resolves.toMatchObject({ renewed: COUNT });
  });

  it("are let go when nobody asks that endpoint any more", async () => {
    await breakDown();
    await database.db.connectionTokens.updateMany({ data: { heldByEndpoint: "https://old.example/token" } });
    const openUntil = new Date(Date.now() - 16 * 60_000);
    await database.db.tokenEndpoint.deleteMany();
    await database.db.tokenEndpoint.create({
      data: { id: "https://old.example/token", openUntil, budgetLeft: 1, budgetAt: new Date() },
    });
    await expect(refreshDueConnections(system())).resolves.toEqual({ due: COUNT, renewed: COUNT });
  });
});

describe("a token that expires while its caller waits for the renewal", () => {
  it("is not given out", async () => {
    const [id = ""] = ids;
    await expireToken(database.db, id);
    await database.db.$executeRaw`
      UPDATE "ConnectionTokens" SET "expiresAt" = clock_timestamp() + interval '6 seconds' WHERE "connectionId" = ${id}`;
    const { fetch } = scriptedFetch(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return jsonAnswer(503, {});
    });
    await expect(getAccessToken(context({ fetch }), id)).rejects.toMatchObject({ code: "unavailable" });
  });
});

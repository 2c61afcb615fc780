import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted, expireToken } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { announceExpiringConnections } from "./announce-expiring-connections.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { suspendConnections } from "./suspend-connections.ts";

const database = useDatabase();
const dayMs = 86_400_000;
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (parts: Partial<Pick<Context, "fetch" | "now">> = {}) =>
  providerContext(database.db, owner, provider, parts);
const announce = () => announceExpiringConnections(systemContext(context()));

/** What was written since last asked, as type, status and cause. */
async function notices() {
  const rows = await database.db.notice.findMany({ orderBy: { createdAt: "asc" } });
  await database.db.notice.deleteMany();
  return rows.map(({ type, connectionId, workspaceId, payload }) => {
    const { data } = payload as { data: Record<string, unknown> };
    expect(data).toMatchObject({ connectionId, workspaceId, integrationId: integration.id });
    return [type, data.status, data.cause];
  });
}

async function failRefresh(status: number, error: string): Promise<void> {
  await expireToken(database.db, id);
  const { fetch } = scriptedFetch(() => jsonAnswer(status, { error }));
  await expect(getAccessToken(context({ fetch }), id)).rejects.toThrow();
}

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Told of" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await database.db.tokenEndpoint.deleteMany();
  await database.db.notice.deleteMany();
  id = (await createGranted(context(), provider, integration)).id;
  expect(await notices()).toEqual([["connection.created", "active", null]]);
});

describe("what is told of a connection", () => {
  it("is that it works again, once a failure has passed", async () => {
    await failRefresh(503, "temporarily_unavailable");
    expect(await notices()).toEqual([]);
    await database.db.connection.update({ where: { id }, data: { retryAt: null } });
    await getAccessToken(context(), id);
    expect(await notices()).toEqual([["connection.recovered", "active", null]]);
    await expireToken(database.db, id);
    await getAccessToken(context(), id);
    expect(await notices()).toEqual([]);
  });

  it("is that its owner has to connect again, and that they have", async () => {
    await failRefresh(400, "invalid_grant");
    const { status, statusCause } = await database.db.connection.findUniqueOrThrow({ where: { id } });
    expect(status).toBe("needs_reauth");
    expect(await notices()).toEqual([["connection.needs_reauth", "needs_reauth", statusCause]]);
    expect((await createGranted(context(), provider, integration)).id).toBe(id);
    expect(await notices()).toEqual([["connection.recovered", "active", null]]);
  });

  it("is that an edit suspended it, with the edit and never without", async () => {
    const target = { integrationId: integration.id, cause: "endpoints_changed" };
    const undone = inTransaction(context(), async (tx) => {
      await suspendConnections(tx, target);
      throw new Error("rolled back");
    });
    await expect(undone).rejects.toThrow("rolled back");
    expect(await notices()).toEqual([]);
    expect(await suspendConnections(context(), target)).toBe(1);
    expect(await notices()).toEqual([["connection.needs_reauth", "suspended", "endpoints_changed"]]);
  });

  it("is that it was disconnected, and by whom", async () => {
    await disconnectConnection(context(), { id });
    const { payload } = await database.db.notice.findFirstOrThrow();
    expect(payload).toMatchObject({ data: { causedBy: { kind: "member", id: owner.userId } } });
    expect(await notices()).toEqual([["connection.disconnected", "disconnected", null]]);
  });

  it("is that it ends within a week, once a grant, whatever has no refresh token or one that ends", async () => {
    const inDays = (days: number) => new Date(Date.now() + days * dayMs);
    const set = (data: object) => database.db.connection.update({ where: { id }, data });
    await set({ lastAuthorizedAt: inDays(-60), hasRefreshToken: false, tokenExpiresAt: inDays(8) });
    expect(await announce()).toBe(0);
    await set({ tokenExpiresAt: inDays(6) });
    expect(await Promise.all([announce(), announce()])).toEqual(expect.arrayContaining([0, 1]));
    const { payload } = await database.db.notice.findFirstOrThrow();
    const { tokenExpiresAt } = await database.db.connection.findUniqueOrThrow({ where: { id } });
    expect(payload).toMatchObject({ data: { expiresAt: tokenExpiresAt?.toISOString() } });
    expect(await notices()).toEqual([["connection.expiring", "active", null]]);
    // A new grant has an end of its own, and one of a day is near in its last quarter only.
    await set({ expiryAnnouncedAt: inDays(-2), lastAuthorizedAt: inDays(0), tokenExpiresAt: inDays(1) });
    expect(await announce()).toBe(0);
    await set({ lastAuthorizedAt: inDays(-1), tokenExpiresAt: inDays(0.25) });
    expect(await announce()).toBe(1);
  });

  it("is that it ends by the provider's own limit since consent, and not where each renewal moves the end", async () => {
    const inDays = (days: number) => new Date(Date.now() + days * dayMs);
    const set = (data: object) => database.db.connection.update({ where: { id }, data });
    const offer = (offeringId: string) =>
      database.db.integration.update({ where: { id: integration.id }, data: { offeringId } });
    await set({ hasRefreshToken: true, refreshTokenExpiresAt: inDays(3), lastAuthorizedAt: inDays(-176) });
    expect(await announce()).toBe(0);
    await set({ refreshTokenExpiresAt: null });
    await offer("spotify");
    try {
      // A grant of Spotify's lives for 182 days.
      expect(await announce()).toBe(1);
      expect(await notices()).toEqual([["connection.expiring", "active", null]]);
      await set({ expiryAnnouncedAt: null, lastAuthorizedAt: inDays(-174) });
      expect(await announce()).toBe(0);
    } finally {
      await offer(integration.offering.id);
    }
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { connectAs, createGranted, expireToken } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { type Answerer, jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";
import { refreshConnection } from "./refresh-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (fetch?: Context["fetch"]) => providerContext(database.db, owner, provider, { fetch });
const answering = (answer: Answerer) => scriptedFetch(answer);

async function refreshes(): Promise<number> {
  return (await provider.stats()).tokenRequests.byGrantType.refresh_token ?? 0;
}

async function connection() {
  return database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });
}

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Tokens" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
  id = (await createGranted(context(), provider, integration)).id;
});

describe("a token that is due", () => {
  it("R-01: is renewed by one request for 100 callers at the same time, who all get the new one", async () => {
    await expireToken(database.db, id);
    const ctx = context();
    const answers = await Promise.all(Array.from({ length: 100 }, () => getAccessToken(ctx, id)));
    expect(await refreshes()).toBe(1);
    expect(new Set(answers.map(({ accessToken }) => accessToken.reveal())).size).toBe(1);
    expect(answers.every(({ tokenVersion }) => tokenVersion === 2)).toBe(true);
    expect((await provider.stats()).familiesRevoked).toBe(0);
    expect(await connection()).toMatchObject({
      status: "active",
      tokens: { tokenVersion: 2, leaseHolder: null },
    });
  });

  it("R-13: lives its life: however short, a new token is not renewed again at once", async () => {
    await provider.setDrills({ accessTokenLifetimeSeconds: 30 });
    await expireToken(database.db, id);
    for (let call = 0; call < 5; call++) await getAccessToken(context(), id);
    expect(await refreshes()).toBe(1);
  });

  it("D-10: holds no transaction open while the provider is asked", async () => {
    await expireToken(database.db, id);
    const seen: number[] = [];
    const { fetch } = answering(async () => {
      const rows = await database.db.$queryRaw<{ open: number }[]>`
        SELECT count(*)::int AS "open" FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
      seen.push(rows[0]?.open ?? -1);
      return jsonAnswer(200, { access_token: "fresh-token", token_type: "Bearer", expires_in: 3600 });
    });
    await getAccessToken(context(fetch), id);
    expect(seen).toEqual([0]);
  });
});

describe("the provider's 401", () => {
  it("R-06: is answered with the stored token when that is a newer one, without a refresh", async () => {
    await database.db
      .$executeRaw`UPDATE "ConnectionTokens" SET "forcedAt" = NULL WHERE "connectionId" = ${id}`;
    await getAccessToken(context(), id, { rejectedVersion: 1 });
    expect(await refreshes()).toBe(1);
    const answer = await getAccessToken(context(), id, { rejectedVersion: 1 });
    expect(answer.tokenVersion).toBe(2);
    expect(await refreshes()).toBe(1);
  });

  it("forces one refresh a minute and no more", async () => {
    const first = await getAccessToken(context(), id, { rejectedVersion: 1 });
    const again = await Promise.all(
      Array.from({ length: 20 }, () =>
        getAccessToken(context(), id, { rejectedVersion: first.tokenVersion }),
      ),
    );
    expect(again.every(({ tokenVersion }) => tokenVersion === first.tokenVersion)).toBe(true);
    expect(await refreshes()).toBe(1);
  });
});

describe("R-05: an answer to a refresh", () => {
  it.each([
    ["without a refresh token", {}],
    ["with an empty one", { refresh_token: "" }],
    ["with null", { refresh_token: null }],
    ["with the same one", "same"],
  ] as const)("%s keeps the stored one", async (_, part) => {
    await expireToken(database.db, id);
    const sent: (string | null)[] = [];
    const { fetch } = answering(({ form }) => {
      sent.push(form.get("refresh_token"));
      const refresh = part === "same" ? { refresh_token: form.get("refresh_token") } : part;
      return jsonAnswer(200, {
        access_token: "fresh-token",
        token_type: "Bearer",
        expires_in: 1,
        ...refresh,
      });
    });
    await getAccessToken(context(fetch), id);
    await expireToken(database.db, id);
    await getAccessToken(context(fetch), id);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toBe(sent[0]);
  });

  it("with a new one replaces it, and with a narrower scope is recorded", async () => {
    await provider.setDrills({ next: { answer: "narrower-scope" } });
    await expireToken(database.db, id);
    await getAccessToken(context(), id);
    await expireToken(database.db, id);
    await getAccessToken(context(), id);
    expect((await provider.stats()).familiesRevoked).toBe(0);
    const event = await database.db.connectionEvent.findFirstOrThrow({
      where: { connectionId: id, type: "refreshed" },
      orderBy: { createdAt: "asc" },
    });
    expect(event.detail).toMatchObject({ tokenVersion: 2, hasNewRefreshToken: true });
  });
});

describe("R-02: a refresh that fails", () => {
  it("for a passing reason keeps the connection, names the time and asks no sooner", async () => {
    await provider.setDrills({ next: { answer: "rate-limited", retryAfterSeconds: 30 } });
    await expireToken(database.db, id);
    const failure = await getAccessToken(context(), id).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "unavailable", extensions: { reason: "provider_unavailable" } });
    const { retryAt, databaseNow } = await retryTimes();
    expect(retryAt - databaseNow).toBeGreaterThan(25_000);
    expect(await connection()).toMatchObject({
      status: "degraded",
      statusCause: "provider_unavailable",
      tokens: { tokenVersion: 1 },
    });
    await expect(getAccessToken(context(), id)).rejects.toMatchObject({ code: "unavailable" });
    expect(await refreshes()).toBe(1);
  });

  it("for a passing reason gives the old token as long as that works, and recovers with the next success", async () => {
    await provider.setDrills({ next: { answer: "server-error" } });
    await database.db.$executeRaw`
      UPDATE "ConnectionTokens" SET "expiresAt" = clock_timestamp() + interval '30 seconds',
        "obtainedAt" = clock_timestamp() - interval '90 seconds' WHERE "connectionId" = ${id}`;
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 1 });
    expect(await connection()).toMatchObject({ status: "degraded" });
    await database.db.connection.update({ where: { id }, data: { retryAt: null } });
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
    expect(await connection()).toMatchObject({ status: "active", statusCause: null, failureCount: 0 });
  });

  it("with one invalid_grant is confirmed first, so that a slip condemns nobody", async () => {
    await provider.setDrills({ next: { answer: "invalid-grant" } });
    await expireToken(database.db, id);
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
    expect(await connection()).toMatchObject({ status: "active" });
  });

  it("with a confirmed invalid_grant needs the owner, says so everywhere and asks no more", async () => {
    await provider.setDrills({ next: { answer: "invalid-grant", count: 2 } });
    await expireToken(database.db, id);
    await expect(getAccessToken(context(), id)).rejects.toMatchObject({ code: "connection-needs-reauth" });
    await expect(getAccessToken(context(), id)).rejects.toMatchObject({ code: "connection-needs-reauth" });
    expect(await refreshes()).toBe(2);
    expect(await connection()).toMatchObject({ status: "needs_reauth", statusCause: "invalid_grant" });
    const audited = await database.db.auditEvent.findFirstOrThrow({
      where: { action: "connection.status_change", targetId: id },
    });
    expect(audited).toMatchObject({ cause: "invalid_grant", actorKind: "system" });
    await connectAs(context(), integration, { connectionId: id });
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
  });

  it("with an answer that got lost is tried once more within the provider's grace", async () => {
    await provider.setDrills({ rotation: "grace", next: { answer: "lost-answer" } });
    await expireToken(database.db, id);
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
    expect(await refreshes()).toBe(2);
  });

  it("because of the client blames the integration and stops asking until somebody edits it", async () => {
    const other = (await createGranted(context(), provider, integration, "grace")).id;
    const endpoint = answering(() => jsonAnswer(401, { error: "invalid_client" }));
    for (const each of [id, other, id]) {
      await expireToken(database.db, each);
      await expect(getAccessToken(context(endpoint.fetch), each)).rejects.toMatchObject({
        code: "unavailable",
        extensions: { reason: "client_rejected" },
      });
    }
    expect(endpoint.requests).toHaveLength(1);
    expect(await connection()).toMatchObject({ status: "degraded", statusCause: "client_rejected" });
    await database.db.integration.update({
      where: { id: integration.id },
      data: { configVersion: { increment: 1 } },
    });
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
    expect(await connection()).toMatchObject({ status: "active" });
  });

  it("for good when there is no refresh token is said at once", async () => {
    await database.db.connectionTokens.update({
      where: { connectionId: id },
      data: { refreshTokenSealed: null },
    });
    await expireToken(database.db, id);
    await expect(getAccessToken(context(), id)).rejects.toMatchObject({ code: "connection-needs-reauth" });
    expect(await connection()).toMatchObject({
      status: "needs_reauth",
      statusCause: "expired_without_refresh_token",
    });
    expect(await refreshes()).toBe(0);
  });
});

describe("R-03: a refresh that is overtaken", () => {
  const pair = {
    access_token: "late-token",
    refresh_token: "late-refresh",
    token_type: "Bearer",
    expires_in: 3600,
  };

  it("by a disconnect revives nothing", async () => {
    await expireToken(database.db, id);
    const { fetch } = answering(async ({ url }) => {
      if (url.pathname !== "/token") return jsonAnswer(200, {});
      await disconnectConnection(context(), { id });
      return jsonAnswer(200, pair);
    });
    await expect(getAccessToken(context(fetch), id)).rejects.toMatchObject({ code: "not-found" });
    expect(await database.db.connection.count()).toBe(0);
    expect(await database.db.connectionTokens.count()).toBe(0);
  });

  it("by a reconnect leaves the newer grant in place and hands that out", async () => {
    await expireToken(database.db, id);
    const { fetch } = answering(async () => {
      await connectAs(context(), integration, { connectionId: id });
      return jsonAnswer(200, pair);
    });
    const answer = await getAccessToken(context(fetch), id);
    expect(answer.tokenVersion).toBe(2);
    expect(answer.accessToken.reveal()).not.toBe("late-token");
  });

  it("by a reconnect condemns nothing when it failed for good", async () => {
    await expireToken(database.db, id);
    const { fetch } = answering(async (_, index) => {
      if (index === 0) await connectAs(context(), integration, { connectionId: id });
      return jsonAnswer(400, { error: "invalid_grant" });
    });
    expect(await getAccessToken(context(fetch), id)).toMatchObject({ tokenVersion: 2 });
    expect(await connection()).toMatchObject({ status: "active" });
  });
});

describe("the refresh button", () => {
  it("renews a token that is not due, once a minute", async () => {
    expect(await refreshConnection(context(), { id })).toMatchObject({
      lastRefreshedAt: expect.any(String),
      status: "active",
    });
    await expect(refreshConnection(context(), { id })).rejects.toMatchObject({ code: "rate-limited" });
    expect(await refreshes()).toBe(1);
  });
});

async function retryTimes(): Promise<{ retryAt: number; databaseNow: number }> {
  const rows = await database.db.$queryRaw<{ retryAt: Date; now: Date }[]>`
    SELECT "retryAt", clock_timestamp() AS "now" FROM "Connection" WHERE "id" = ${id}`;
  return { retryAt: rows[0]?.retryAt?.getTime() ?? 0, databaseNow: rows[0]?.now.getTime() ?? 0 };
}

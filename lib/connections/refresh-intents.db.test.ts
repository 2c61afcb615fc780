import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { connectAs, createGranted, expireToken } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { type Answerer, jsonAnswer, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { getAccessToken } from "./get-access-token.ts";
import { refreshConnection } from "./refresh-connection.ts";
import { renewTokens } from "./renew-tokens.ts";
import { countRequest } from "./repository-intents.ts";
import { findTokenState, openForSending, takeLease } from "./repository-tokens.ts";
import { settleRefreshIntents } from "./settle-refresh-intents.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;

const context = (fetch?: Context["fetch"]) => providerContext(database.db, owner, provider, { fetch });
const answering = (answer: Answerer) => scriptedFetch(answer);
const pair = (name: string) =>
  jsonAnswer(200, {
    access_token: name,
    refresh_token: `${name}-refresh`,
    token_type: "Bearer",
    expires_in: 60,
  });

const intent = () => database.db.refreshIntent.findUnique({ where: { connectionId: id } });
const connection = () =>
  database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });
const endLease = () => database.db.$executeRaw`
  UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() - interval '1 second' WHERE "connectionId" = ${id}`;

async function refreshes(): Promise<number> {
  return (await provider.stats()).tokenRequests.byGrantType.refresh_token ?? 0;
}

async function stateOf() {
  const state = await findTokenState(context(), owner.workspaceId, id);
  if (!state) throw new Error("there is no connection");
  return state;
}

/** What a process leaves behind that dies after its request was sent, or before. Its lease is over. */
async function dieRenewing({ hasSent }: { hasSent: boolean }): Promise<void> {
  const seen = await stateOf();
  const sent = await openForSending(context(), seen);
  const lease = await takeLease(context(), seen, { isForced: false, fingerprint: sent?.fingerprint ?? null });
  if (!lease || !sent) throw new Error("somebody else holds the lease");
  if (hasSent) {
    await countRequest(context(), lease);
    await provider.requestToken({ grant_type: "refresh_token", refresh_token: sent.token.reveal() });
  }
  await endLease();
}

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Intents" });
});
afterAll(() => provider.close());
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
  id = (await createGranted(context(), provider, integration)).id;
  await expireToken(database.db, id);
});
afterEach(() => vi.useRealTimers());

describe("D-11: the intent of a renewal", () => {
  it("stands before each request leaves, and goes with the pair", async () => {
    const seen: unknown[] = [];
    const { fetch } = answering(async ({ form }, index) => {
      const row = await intent();
      const { tokens } = await connection();
      const sent = createHash("sha256")
        .update(form.get("refresh_token") ?? "")
        .digest("hex");
      seen.push({
        requests: row?.requests,
        tokenVersion: row?.tokenVersion,
        isHolders: row?.attemptId === tokens?.leaseHolder,
        isOfToken: Buffer.from(row?.tokenFingerprint ?? []).toString("hex") === sent,
      });
      if (index === 0) throw new TypeError("the answer was lost");
      return pair("fresh");
    });
    expect(await getAccessToken(context(fetch), id)).toMatchObject({ tokenVersion: 2 });
    const common = { tokenVersion: 1, isHolders: true, isOfToken: true };
    expect(seen).toEqual([
      { requests: 1, ...common },
      { requests: 2, ...common },
    ]);
    expect(await intent()).toBeNull();
  });

  it("goes with the lease when the request was refused before it left", async () => {
    const { fetch } = answering(() => {
      throw new AppError("egress-blocked", "the address may not be called");
    });
    await expect(getAccessToken(context(fetch), id)).rejects.toMatchObject({ code: "egress-blocked" });
    expect(await intent()).toBeNull();
    expect(await connection()).toMatchObject({ tokens: { leaseHolder: null } });
  });

  it("goes with a failure whose meaning is known, and stays with one that is not", async () => {
    const known = answering(() => jsonAnswer(503, { error: "temporarily_unavailable" }));
    await expect(getAccessToken(context(known.fetch), id)).rejects.toMatchObject({ code: "unavailable" });
    expect(await intent()).toBeNull();
    await database.db.connection.update({ where: { id }, data: { retryAt: null } });
    const lost = answering(() => jsonAnswer(200, ""));
    await expect(getAccessToken(context(lost.fetch), id)).rejects.toMatchObject({ code: "unavailable" });
    expect(await intent()).toMatchObject({ requests: 2 });
    await connectAs(context(), integration, { connectionId: id });
    expect(await intent()).toBeNull();
  });
});

describe("R-18: a renewal that its process did not live to finish", () => {
  it("is finished within the provider's grace by whoever comes next", async () => {
    await provider.setDrills({ rotation: "grace" });
    await dieRenewing({ hasSent: true });
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
    expect(await connection()).toMatchObject({ status: "active", statusCause: null });
  });

  it("ends at a strict provider as an unknown outcome, confirmed once, not as the owner's doing", async () => {
    await dieRenewing({ hasSent: true });
    await dieRenewing({ hasSent: false });
    const before = await refreshes();
    await expect(getAccessToken(context(), id)).rejects.toMatchObject({
      code: "connection-needs-reauth",
      extensions: { reason: "outcome_unknown" },
    });
    expect(await refreshes()).toBe(before + 2);
    expect(await connection()).toMatchObject({ status: "needs_reauth", statusCause: "outcome_unknown" });
    expect(await intent()).toBeNull();
  });

  it("says nothing about the provider when it died before anything was sent", async () => {
    await dieRenewing({ hasSent: false });
    const { fetch } = answering(() => jsonAnswer(400, { error: "invalid_grant" }));
    await expect(getAccessToken(context(fetch), id)).rejects.toMatchObject({
      extensions: { reason: "invalid_grant" },
    });
  });

  it("is finished by the job: what was sent is asked once more, what was not is forgotten, what runs is left alone", async () => {
    const system = systemContext(context());
    await provider.setDrills({ rotation: "grace" });
    await dieRenewing({ hasSent: true });
    await database.db.$executeRaw`
      UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() + interval '5 seconds' WHERE "connectionId" = ${id}`;
    expect(await settleRefreshIntents(system)).toEqual({ open: 0, renewed: 0 });
    await endLease();
    expect(await settleRefreshIntents(system)).toEqual({ open: 1, renewed: 1 });
    expect(await connection()).toMatchObject({ tokens: { tokenVersion: 2 } });
    await dieRenewing({ hasSent: false });
    await database.db
      .$executeRaw`UPDATE "RefreshIntent" SET "startedAt" = clock_timestamp() - interval '61 seconds'`;
    const asked = await refreshes();
    expect(await settleRefreshIntents(system)).toEqual({ open: 0, renewed: 0 });
    expect(await intent()).toBeNull();
    expect(await refreshes()).toBe(asked);
  });
});

describe("R-03: a holder that was stopped for longer than its lease", () => {
  it("is waited for when it lives, so that its pair is stored and nobody asks with a spent token", async () => {
    const late = answering(() => pair("late"));
    let taker: Promise<unknown> = Promise.resolve();
    const { fetch } = answering(async () => {
      await endLease();
      taker = refreshConnection(context(late.fetch), { id });
      const first = (await intent())?.attemptId;
      await vi.waitFor(async () => expect((await intent())?.attemptId).not.toBe(first), { timeout: 5_000 });
      return pair("first");
    });
    const answer = await getAccessToken(context(fetch), id);
    expect(answer).toMatchObject({ tokenVersion: 2 });
    expect(answer.accessToken.reveal()).toBe("first");
    await taker;
    expect(late.requests).toHaveLength(0);
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
  });

  it("overwrites no newer pair with its late answer, and condemns nothing with a late refusal", async () => {
    for (const answer of [() => pair("late"), () => jsonAnswer(400, { error: "invalid_grant" })]) {
      const { tokenVersion } = await stateOf();
      const name = `newer-${tokenVersion}`;
      const { fetch } = answering(async (_, index) => {
        if (index > 0) return answer();
        await endLease();
        await database.db
          .$executeRaw`UPDATE "ConnectionTokens" SET "forcedAt" = NULL WHERE "connectionId" = ${id}`;
        await refreshConnection(context(answering(() => pair(name)).fetch), { id });
        return answer();
      });
      await expireToken(database.db, id);
      const got = await getAccessToken(context(fetch), id);
      expect(got.accessToken.reveal()).toBe(name);
      expect(got.tokenVersion).toBe(tokenVersion + 1);
      expect(await connection()).toMatchObject({ status: "active" });
    }
  });

  it("stores its pair although another holds the lease by now, as long as the version stands", async () => {
    const { fetch } = answering(async () => {
      await database.db.connectionTokens.update({
        where: { connectionId: id },
        data: { leaseHolder: "another" },
      });
      return pair("mine");
    });
    const answer = await getAccessToken(context(fetch), id);
    expect(answer.accessToken.reveal()).toBe("mine");
    expect(answer.tokenVersion).toBe(2);
  });
});

describe("D-08: the lease", () => {
  it("is prolonged while a slow provider is asked", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const left = async () => {
      const rows = await database.db.$queryRaw<{ seconds: number }[]>`
        SELECT extract(epoch FROM "leaseExpiresAt" - clock_timestamp())::float8 AS "seconds"
        FROM "ConnectionTokens" WHERE "connectionId" = ${id}`;
      return rows[0]?.seconds ?? 0;
    };
    const seen: number[] = [];
    const { fetch } = answering(async () => {
      await database.db.$executeRaw`
        UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() + interval '20 seconds' WHERE "connectionId" = ${id}`;
      seen.push(await left());
      vi.advanceTimersByTime(15_000);
      await vi.waitFor(async () => expect(await left()).toBeGreaterThan(50));
      seen.push(await left());
      return pair("slow");
    });
    expect(await getAccessToken(context(fetch), id)).toMatchObject({ tokenVersion: 2 });
    expect(seen[0]).toBeLessThan(21);
    expect(seen[1]).toBeGreaterThan(50);
  });
});

describe("R-17: a caller that leaves", () => {
  it("takes the renewal from nobody: it goes on to its commit, and the others get the token", async () => {
    const gate = Promise.withResolvers<Response>();
    const begun = Promise.withResolvers<void>();
    const { fetch } = answering(() => {
      begun.resolve();
      return gate.promise;
    });
    const ctx = context(fetch);
    const seen = await stateOf();
    const leaver = renewTokens(ctx, seen, { isForced: false, waitMs: 500 });
    const stayer = renewTokens(ctx, seen, { isForced: false });
    await begun.promise;
    await expect(leaver).rejects.toMatchObject({ code: "unavailable", headers: { "retry-after": "2" } });
    gate.resolve(pair("kept"));
    expect(await stayer).toMatchObject({ tokenVersion: 2 });
    expect(await connection()).toMatchObject({ tokens: { tokenVersion: 2, leaseHolder: null } });
  });
});

describe("C-08: an attempt that goes wrong in memory", () => {
  it.each([
    ["rejects", () => Promise.reject(new AppError("egress-blocked", "no way out"))],
    [
      "throws",
      () => {
        throw new RangeError("a mistake of ours");
      },
    ],
  ])("and %s leaves nothing that the next call would meet", async (_, fail) => {
    const broken = { ...context(), fetch: fail as Context["fetch"] };
    await expect(getAccessToken(broken, id)).rejects.toThrow();
    await database.db.connection.update({ where: { id }, data: { retryAt: null } });
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
  });

  it("and hangs is joined for a minute, not for ever", async () => {
    await provider.setDrills({ rotation: "grace" });
    const begun = Promise.withResolvers<void>();
    const { fetch } = answering(() => {
      begun.resolve();
      return new Promise(() => {});
    });
    const seen = await stateOf();
    await expect(renewTokens(context(fetch), seen, { isForced: false, waitMs: 300 })).rejects.toThrow();
    await begun.promise;
    vi.useFakeTimers({ toFake: ["performance"], now: Date.now() });
    vi.advanceTimersByTime(10 * 60_000);
    await endLease();
    expect(await getAccessToken(context(), id)).toMatchObject({ tokenVersion: 2 });
  });
});

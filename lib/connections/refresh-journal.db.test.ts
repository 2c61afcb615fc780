import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createJournal, type Journal } from "#lib/journal/journal.ts";
import { connectAs, createGranted, expireToken } from "#lib/testing/connections.ts";
import { systemContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { type DatabaseProxy, startDatabaseProxy } from "#lib/testing/database-proxy.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { createTestLog } from "#lib/testing/log.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";
import { getAccessToken } from "./get-access-token.ts";
import { renewTokens } from "./renew-tokens.ts";
import { findTokenState, openAccessToken, openRefreshToken } from "./repository-tokens.ts";
import { settleJournal } from "./settle-journal.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
let id: string;
let proxy: DatabaseProxy;
/** What a process has that reaches the database by the proxy alone. */
let cuttable: Database;
let journal: Journal;

const plain = () => ({ ...providerContext(database.db, owner, provider), journal });

/** The process whose database can be cut; `then` happens with the provider's answer to a token request in hand. */
function holder(then: () => Promise<void> | void): Context {
  const fetch: Context["fetch"] = async (input, init) => {
    const answer = await globalThis.fetch(input, init);
    if (new URL(input).pathname === "/token") await then();
    return answer;
  };
  return { ...providerContext(cuttable.client, owner, provider, { fetch }), journal, log: createTestLog() };
}

const connection = () =>
  database.db.connection.findUniqueOrThrow({ where: { id }, include: { tokens: true } });
const renewals = () => database.db.connectionEvent.count({ where: { connectionId: id, type: "refreshed" } });

async function refreshes(): Promise<number> {
  return (await provider.stats()).tokenRequests.byGrantType.refresh_token ?? 0;
}

async function stateOf() {
  const state = await findTokenState(plain(), owner.workspaceId, id);
  if (!state) throw new Error("there is no connection");
  return state;
}

const untilWritten = () =>
  vi.waitFor(async () => expect(await journal.list()).toHaveLength(1), { timeout: 8_000 });

/** Starts the next process on the same folder. */
async function restart() {
  const log = createTestLog();
  const settled = await settleJournal({ ...systemContext(plain()), log });
  return { settled, log };
}

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "strict" });
  owner = await createOwner(database.db);
  proxy = await startDatabaseProxy(database.url);
  cuttable = openDatabase({ url: proxy.url, maxConnections: 5 });
  journal = createJournal(join(await mkdtemp(join(tmpdir(), "mooring-journal-")), "journal"));
  integration = await createPractice(plain(), { name: "Journal" });
});
afterAll(async () => {
  proxy.restore();
  await cuttable.close();
  await proxy.close();
  await provider.close();
  await rm(join(journal.directory, ".."), { recursive: true });
});
beforeEach(async () => {
  await provider.resetDrills();
  await database.db.connection.deleteMany();
  id = (await createGranted(plain(), provider, integration)).id;
  await expireToken(database.db, id);
});
afterEach(async () => {
  proxy.restore();
  for (const name of await journal.list()) await journal.remove(name);
});

describe("C-03: a database that goes away between the provider's answer and the commit", () => {
  it("loses nothing: the pair is journaled sealed, given to nobody, and committed on its return", async () => {
    const ctx = holder(() => proxy.cut());
    const seen = await stateOf();
    const call = renewTokens(ctx, seen, { isForced: false, waitMs: 30_000 });
    const hasty = renewTokens(ctx, seen, { isForced: false, waitMs: 1_500 });
    await untilWritten();
    await expect(hasty).rejects.toMatchObject({ code: "unavailable", headers: { "retry-after": "2" } });
    expect(await connection()).toMatchObject({ tokens: { tokenVersion: 1 } });
    const [file = ""] = await readdir(journal.directory);
    const path = join(journal.directory, file);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await readFile(path, "utf8");
    proxy.restore();
    const stored = await call;
    expect(stored.tokenVersion).toBe(2);
    for (const token of [await openAccessToken(plain(), stored), await openRefreshToken(plain(), stored)]) {
      expect(token?.reveal()).toBeTruthy();
      expect(text).not.toContain(token?.reveal());
    }
    expect(await refreshes()).toBe(1);
    expect(await renewals()).toBe(1);
    expect(await journal.list()).toEqual([]);
    expect(await database.db.refreshIntent.count()).toBe(0);
    await expireToken(database.db, id);
    expect(await getAccessToken(plain(), id)).toMatchObject({ tokenVersion: 3 });
    expect((await provider.stats()).familiesRevoked).toBe(0);
  });

  it("and outlives the lease: another process waits for the pair instead of spending the old token", async () => {
    const ctx = holder(async () => {
      await database.db.$executeRaw`
        UPDATE "ConnectionTokens" SET "leaseExpiresAt" = clock_timestamp() - interval '1 second'`;
      proxy.cut();
    });
    const call = renewTokens(ctx, await stateOf(), { isForced: false, waitMs: 30_000 });
    await untilWritten();
    const other = renewTokens(plain(), await stateOf(), { isForced: true, waitMs: 30_000 });
    await vi.waitFor(async () => expect((await connection()).tokens?.forcedAt).not.toBeNull());
    proxy.restore();
    expect((await Promise.all([call, other])).map(({ tokenVersion }) => tokenVersion)).toEqual([2, 2]);
    expect(await refreshes()).toBe(1);
  });

  it("and holds still without a word is given up on, connection by connection", {
    timeout: 100_000,
  }, async () => {
    const ctx = holder(() => proxy.pause());
    const call = renewTokens(ctx, await stateOf(), { isForced: false, waitMs: 80_000 });
    await vi.waitFor(async () => expect(await journal.list()).toHaveLength(1), { timeout: 45_000 });
    proxy.cut();
    proxy.restore();
    expect((await call).tokenVersion).toBe(2);
    expect(await renewals()).toBe(1);
    expect(await refreshes()).toBe(1);
  });
});

describe("a database that answers and takes no pair", () => {
  it("is not asked for ever: the pair is left to the journal, and the next start stores it", {
    timeout: 60_000,
  }, async () => {
    await database.db.$executeRaw`
      ALTER TABLE "ConnectionTokens" ADD CONSTRAINT "ConnectionTokens_refuses_check" CHECK ("tokenVersion" < 2)`;
    try {
      const call = renewTokens(plain(), await stateOf(), { isForced: false, waitMs: 50_000 });
      await expect(call).rejects.toThrow("ConnectionTokens_refuses_check");
    } finally {
      await database.db.$executeRaw`
        ALTER TABLE "ConnectionTokens" DROP CONSTRAINT "ConnectionTokens_refuses_check"`;
    }
    expect(await refreshes()).toBe(1);
    expect((await restart()).settled).toEqual({ committed: 1, dropped: 0, kept: 0 });
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
  });
});

describe("C-04: a commit whose answer gets lost", () => {
  it("is found by reading again, and the provider is not asked again", async () => {
    let lost: Promise<void> = Promise.resolve();
    const ctx = holder(() => {
      lost = proxy.loseNextCommit();
    });
    const answer = await getAccessToken(ctx, id);
    await lost;
    expect(answer.tokenVersion).toBe(2);
    expect(await refreshes()).toBe(1);
    expect(await renewals()).toBe(1);
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
    expect(await journal.list()).toEqual([]);
  });
});

describe("C-05: a write that is torn at any moment", () => {
  it("leaves both tokens of one answer, each version once", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 12; round++) {
      const { tokenVersion } = await stateOf();
      const name = `round-${round}`;
      const body = { access_token: name, refresh_token: name, token_type: "Bearer", expires_in: 600 };
      const restored = Promise.withResolvers<void>();
      const fetch: Context["fetch"] = async () => {
        setTimeout(() => proxy.cut(), round * 2);
        setTimeout(
          () => {
            proxy.restore();
            restored.resolve();
          },
          round * 2 + 150,
        );
        return jsonAnswer(200, body);
      };
      const ctx = { ...providerContext(cuttable.client, owner, provider, { fetch }), journal };
      await renewTokens(ctx, await stateOf(), { isForced: false }).catch(() => null);
      await vi.waitFor(async () => expect((await stateOf()).tokenVersion).toBe(tokenVersion + 1), {
        timeout: 8_000,
      });
      const state = await stateOf();
      expect((await openAccessToken(plain(), state)).reveal()).toBe(name);
      expect((await openRefreshToken(plain(), state))?.reveal()).toBe(name);
      expect(await renewals()).toBe(round + 1);
      await vi.waitFor(async () => expect(await journal.list()).toEqual([]), { timeout: 8_000 });
      // A write that came through before the cut is no reason to begin the next round behind it.
      await restored.promise;
    }
  });
});

describe("the next start, after a process died with a pair in its journal", () => {
  it("stores the pair, and the process would find it stored if it still lived", async () => {
    const call = renewTokens(
      holder(() => proxy.cut()),
      await stateOf(),
      { isForced: false, waitMs: 30_000 },
    );
    await untilWritten();
    expect((await restart()).settled).toEqual({ committed: 1, dropped: 0, kept: 0 });
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
    expect(await journal.list()).toEqual([]);
    proxy.restore();
    expect((await call).tokenVersion).toBe(2);
    expect(await renewals()).toBe(1);
    await expireToken(database.db, id);
    expect(await getAccessToken(plain(), id)).toMatchObject({ tokenVersion: 3 });
    expect((await provider.stats()).familiesRevoked).toBe(0);
  });

  it("frees a connection that was condemned because nobody knew of the pair", async () => {
    const call = renewTokens(
      holder(() => proxy.cut()),
      await stateOf(),
      { isForced: false, waitMs: 30_000 },
    );
    await untilWritten();
    const condemned = { status: "needs_reauth", statusCause: "outcome_unknown" } as const;
    await database.db.connection.update({ where: { id }, data: condemned });
    await restart();
    expect(await connection()).toMatchObject({ status: "active", tokens: { tokenVersion: 2 } });
    proxy.restore();
    await call;
  });

  it("drops a pair whose version was overtaken", async () => {
    const call = renewTokens(
      holder(() => proxy.cut()),
      await stateOf(),
      { isForced: false, waitMs: 30_000 },
    );
    await untilWritten();
    await connectAs(plain(), integration, { connectionId: id });
    const { tokens } = await connection();
    expect((await restart()).settled).toEqual({ committed: 0, dropped: 1, kept: 0 });
    expect((await connection()).tokens?.accessTokenSealed).toEqual(tokens?.accessTokenSealed);
    expect(await journal.list()).toEqual([]);
    proxy.restore();
    expect((await call).tokenVersion).toBe(2);
  });

  it("R-03: revives no connection that is gone", async () => {
    const call = renewTokens(
      holder(() => proxy.cut()),
      await stateOf(),
      { isForced: false, waitMs: 30_000 },
    );
    await untilWritten();
    await database.db.connection.delete({ where: { id } });
    expect((await restart()).settled).toEqual({ committed: 0, dropped: 1, kept: 0 });
    expect(await database.db.connectionTokens.count()).toBe(0);
    proxy.restore();
    await expect(call).rejects.toMatchObject({ code: "not-found" });
  });

  it("keeps and reports what it cannot open: garbage, and an entry that was moved to another connection", async () => {
    const call = renewTokens(
      holder(() => proxy.cut()),
      await stateOf(),
      { isForced: false, waitMs: 30_000 },
    );
    await untilWritten();
    const [name = ""] = await journal.list();
    const text = new TextDecoder().decode(await journal.read(name));
    const other = (await createGranted(plain(), provider, integration, "grace")).id;
    await journal.remove(name);
    await journal.write("moved", new TextEncoder().encode(text.replace(id, other)));
    await journal.write("garbage", new TextEncoder().encode("{"));
    const { settled, log } = await restart();
    expect(settled).toEqual({ committed: 0, dropped: 0, kept: 2 });
    expect(log.lines.filter(({ level }) => level === "error")).toHaveLength(2);
    expect(await journal.list()).toEqual(["garbage", "moved"]);
    proxy.restore();
    expect((await call).tokenVersion).toBe(2);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expireToken } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { answerWithTokens, startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterEach(() => gateway.close());

/** Each answer once, then the last one for ever. */
function answerInTurn(...answers: [status: number, headers?: Record<string, string>, body?: string][]): void {
  let turn = 0;
  gateway.upstream.answer((_req, res) => {
    const [status, headers = {}, body = ""] = answers[Math.min(turn++, answers.length - 1)] ?? [200];
    res.writeHead(status, { "content-type": "text/plain", ...headers }).end(body);
  });
}

const post = (key: string, body = "a", path = "/charge") =>
  gateway.call(path, { method: "POST", body, headers: { "idempotency-key": key } });
const keptCall = () =>
  database.db.idempotentCall.findFirst({ where: { connectionId: gateway.connectionId } });
const sent = () => gateway.upstream.seen.length;

describe("a request that may be sent again", () => {
  it.each([502, 503, 504])("is, after a %i, and its answer is the good one", async (status) => {
    answerInTurn([status], [200, {}, "fine"]);
    const response = await gateway.call("/x");
    expect([response.status, await response.text(), sent()]).toEqual([200, "fine", 2]);
  });

  it("is, after a connection that broke off before it answered", async () => {
    let first = true;
    gateway.upstream.answer((req, res) => {
      if (first) req.socket.resetAndDestroy();
      else res.end("fine");
      first = false;
    });
    expect(await (await gateway.call("/x")).text()).toBe("fine");
  });

  it("never leaves with a token that expired before it was repeated", async () => {
    const tokens: string[] = [];
    answerWithTokens(gateway.upstream, async (token, res) => {
      tokens.push(token);
      if (tokens.length === 1) await expireToken(database.db, gateway.connectionId);
      res.writeHead(tokens.length === 1 ? 503 : 200).end();
    });
    expect((await gateway.call("/x")).status).toBe(200);
    expect(tokens).toHaveLength(2);
    expect(tokens[1]).not.toBe(tokens[0]);
  });

  it("is given up after three tries, with the provider's own last answer", async () => {
    answerInTurn([503, {}, "no"]);
    const response = await gateway.call("/x");
    expect([response.status, response.headers.get("mooring-origin"), sent()]).toEqual([503, "provider", 3]);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("is not a %s without an Idempotency-Key", async (method) => {
    answerInTurn([503], [200]);
    expect([(await gateway.call("/x", { method })).status, sent()]).toEqual([503, 1]);
  });

  it("is a POST with an Idempotency-Key, which the provider gets too", async () => {
    answerInTurn([503], [201]);
    expect([(await post("a")).status, sent()]).toEqual([201, 2]);
    expect(gateway.upstream.seen.map(({ headers }) => headers["idempotency-key"])).toEqual(["a", "a"]);
  });
});

describe("an Idempotency-Key", () => {
  it("sends a request once, and answers its repetition with what was kept", async () => {
    answerInTurn([201, { "x-charge": "7", "set-cookie": "a=b" }, "charged"], [500]);
    const [first, second] = [await post("k"), await post("k")];
    for (const response of [first, second]) {
      expect([response.status, response.headers.get("x-charge"), await response.text()]).toEqual([
        201,
        "7",
        "charged",
      ]);
    }
    const replayed = [first, second].map(({ headers }) => headers.get("mooring-replayed"));
    expect([replayed, sent()]).toEqual([[null, "true"], 1]);
    expect(second.headers.get("set-cookie")).toBeNull();
  });

  it("is refused for another body, method or address", async () => {
    await post("k");
    const answers = await Promise.all([
      post("k", "b"),
      post("k", "a", "/other"),
      gateway.call("/charge", { method: "PUT", body: "a", headers: { "idempotency-key": "k" } }),
    ]);
    expect([answers.map(({ status }) => status), sent()]).toEqual([[422, 422, 422], 1]);
  });

  it("belongs to its API key: another one's is another", async () => {
    await post("k");
    const other = await gateway.createKey(gateway.owner);
    const headers = { authorization: `Bearer ${other}`, "idempotency-key": "k" };
    const response = await gateway.call("/charge", { method: "POST", body: "a", headers });
    expect([response.headers.get("mooring-replayed"), sent()]).toEqual([null, 2]);
  });

  it("of a request that still runs is answered 409", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      gateway.upstream.answer(async (_req, res) => {
        resolve();
        await held;
        res.end("done");
      });
    });
    const first = post("k");
    await arrived;
    const second = await post("k");
    release();
    expect([second.status, second.headers.get("retry-after"), sent()]).toEqual([409, "2", 1]);
    expect((await first).status).toBe(200);
  });

  it("is free again after a failure that passes", async () => {
    answerInTurn([500], [200, {}, "fine"]);
    await post("k");
    expect(await (await post("k")).text()).toBe("fine");
  });

  it("keeps no answer beyond 1 MB, and sends the request not a second time either", async () => {
    answerInTurn([200, {}, "x".repeat(1024 * 1024 + 1)]);
    await (await post("k")).text();
    await expect.poll(async () => (await keptCall())?.state).toBe("too_large");
    const second = await post("k");
    expect([second.status, second.headers.get("mooring-origin"), sent()]).toEqual([409, "gateway", 1]);
  });

  it("leaves no readable answer in the database", async () => {
    answerInTurn([200, {}, "a customer's address"]);
    await post("k");
    const call = await keptCall();
    const stored = Buffer.from(call?.answerSealed ?? []).toString("latin1");
    expect([stored.length > 0, stored.includes("customer")]).toEqual([true, false]);
  });
});

describe("a provider's pause", () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  it.each([
    ["a GET, when it is too long to sit out", {}, "60", 1],
    ["a GET, as a date too", {}, inAMinute, 1],
    ["a GET whose tries are used up", {}, "1", 3],
    ["a POST without an Idempotency-Key, be it ever so short", { method: "POST", body: "a" }, "1", 1],
    [
      "a POST with one whose tries are used up",
      { method: "POST", headers: { "idempotency-key": "p" } },
      "1",
      3,
    ],
  ])("P-17: passes unchanged to %s", async (_, init, retryAfter, tries) => {
    const limits = {
      "retry-after": retryAfter,
      "x-ratelimit-remaining": "0",
      "content-type": "text/vnd.limits",
    };
    answerInTurn([429, limits, "slow down"]);
    const headers = { authorization: `Bearer ${gateway.key}`, ...("headers" in init ? init.headers : {}) };
    const response = await gateway.call("/x", { ...init, headers });
    expect(response.status).toBe(429);
    expect(Object.fromEntries(response.headers)).toMatchObject({ ...limits, "mooring-origin": "provider" });
    expect([await response.text(), sent()]).toEqual(["slow down", tries]);
  });

  it("holds every caller of the connection, in other processes too, and says until when", async () => {
    answerInTurn([429, { "retry-after": "60" }]);
    await gateway.call("/x", { method: "POST" });
    await gateway.settle();
    const other = await startTestGateway({
      ...{ database, owner: gateway.owner, sandboxOrigin: gateway.upstream.origin },
    });
    const url = `${other.origin}/api/integrations/${gateway.integration.slug}/request/x`;
    const there = await fetch(url, { headers: { authorization: `Bearer ${gateway.key}` } });
    await other.close();
    for (const response of [await gateway.call("/x"), there]) {
      const { code, retryAt } = await response.json();
      expect([response.status, response.headers.get("mooring-origin"), code]).toEqual([
        429,
        "gateway",
        "rate-limited",
      ]);
      expect(Date.parse(retryAt) - Date.now()).toBeGreaterThan(40_000);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(40);
    }
    expect(sent()).toBe(1);
  });

  it("is sat out when it is short", async () => {
    answerInTurn([503, { "retry-after": "1" }], [200, {}, "fine"]);
    const startedMs = performance.now();
    expect(await (await gateway.call("/x")).text()).toBe("fine");
    expect(performance.now() - startedMs).toBeGreaterThan(900);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";
import { sendRaw } from "#lib/testing/raw-request.ts";
import { startUpstream, type TestUpstream } from "#lib/testing/upstream.ts";
import { urlConfusions } from "#lib/testing/url-confusions.ts";

const database = useDatabase();
let gateway: TestGateway;
let sentinels: TestUpstream[];
let confusions: string[];

beforeAll(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  sentinels = await Promise.all(["127.0.0.2", "127.0.0.1", "::1"].map(startUpstream));
  const [foreign, otherPort] = sentinels;
  confusions = urlConfusions({
    allowed: new URL(gateway.upstream.origin).host,
    foreign: new URL(foreign?.origin ?? "").host,
    foreignPort: otherPort?.port ?? 0,
  });
});
afterAll(async () => {
  await Promise.all(sentinels.map((sentinel) => sentinel.close()));
  await gateway.close();
});

/** Sends each input; gives those that were neither refused nor forwarded exactly once. */
async function tryAll(inputs: string[], send: (input: string) => Promise<number>) {
  gateway.upstream.seen.length = 0;
  const waiting = [...inputs.entries()];
  const statuses: number[] = [];
  const sendNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) statuses[next[0]] = await send(next[1]);
  };
  await Promise.all(Array.from({ length: 16 }, sendNext));
  const forwarded = statuses.filter((status) => status === 200).length;
  expect(gateway.upstream.seen).toHaveLength(forwarded);
  const isExpected = (status = 0) => status === 200 || (status >= 400 && status < 500);
  return inputs.filter((_input, index) => !isExpected(statuses[index]));
}

// Some hundred requests each.
describe("P-01: the token", { timeout: 60_000 }, () => {
  it("P-01: leaves for the connection's own origin only, whatever a JSON form calls its url", async () => {
    expect(confusions.length).toBeGreaterThanOrEqual(150);
    expect(
      await tryAll(
        confusions,
        async (url) => (await drained(gateway.post({ url, method: "POST", data: "secret" }))).status,
      ),
    ).toEqual([]);
    expectNoLeak();
  });

  it("P-01: leaves for nowhere else when an address in the JSON form carries a port, a scheme or a host of its own", async () => {
    const variants = sentinels.flatMap(({ origin }) => [
      `${origin}/`,
      `${origin}`,
      origin.replace("http:", "https:"),
      `${origin.toUpperCase()}/`,
    ]);
    expect(await tryAll(variants, async (url) => (await drained(gateway.post({ url }))).status)).toEqual([]);
    expect(gateway.upstream.seen).toEqual([]);
    expectNoLeak();
  });

  it("P-01: leaves for the connection's own origin only, whatever a path says, raw or encoded", async () => {
    const raw = confusions.filter((input) => !/[\r\n]/.test(input));
    expect(raw.length).toBeGreaterThanOrEqual(150);
    const encoded = confusions.map((input) => encodeURIComponent(input.replace(/\p{Cs}/gu, "")));
    expect(await tryAll([...raw, ...encoded], (input) => sendPath(`/${input}`))).toEqual([]);
    expectNoLeak();
    expect(gateway.upstream.seen.filter(({ target }) => !target.startsWith("/v1/"))).toEqual([]);
  });

  it("P-01: leaves over plain http for nowhere, whatever is stored and whatever an operator opened", async () => {
    const where = { id: gateway.connectionId };
    const { apiBaseUri } = await database.db.connection.findUniqueOrThrow({ where });
    const stored = sentinels.map(({ origin }) => `${origin}/v1`);
    stored.push(`${gateway.upstream.origin.replace("http:", "https:")}/v1`);
    gateway.upstream.seen.length = 0;
    const statuses: number[] = [];
    for (const base of stored) {
      await database.db.connection.update({ where, data: { apiBaseUri: base } });
      const own = new URL(base);
      const plain = [
        `http://${own.host}/`,
        `HTTP://${own.host}/`,
        `http://${own.hostname}/`,
        `http://${own.host}:80/`,
      ];
      for (const url of plain) statuses.push((await drained(gateway.post({ url }))).status);
      if (own.protocol === "http:") statuses.push((await drained(gateway.call("/x"))).status);
    }
    await database.db.connection.update({ where, data: { apiBaseUri } });
    expect(statuses).toEqual(statuses.map(() => 422));
    expect(gateway.upstream.seen).toEqual([]);
    expectNoLeak();
  });

  it("P-01: goes nowhere when the request line is broken in two", async () => {
    for (const input of confusions.filter((input) => /[\r\n]/.test(input))) await sendPath(`/${input}`);
    expectNoLeak();
  });
});

function expectNoLeak() {
  expect(sentinels.map(({ seen }) => seen)).toEqual(sentinels.map(() => []));
  expect(sentinels.map((sentinel) => sentinel.connections())).toEqual(sentinels.map(() => 0));
  const tokens = gateway.upstream.seen.map(({ headers }) => headers.authorization);
  expect(new Set(tokens)).toEqual(new Set(tokens.length > 0 ? [`Bearer ${TEST_TOKEN}`] : []));
}

async function drained(sent: Promise<Response>): Promise<Response> {
  const response = await sent;
  await response.arrayBuffer();
  return response;
}

function sendPath(path: string): Promise<number> {
  const target = `/api/integrations/${gateway.integration.slug}/request${path}`;
  return sendRaw(gateway.origin, target, { key: gateway.key });
}

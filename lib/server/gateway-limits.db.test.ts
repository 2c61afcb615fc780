import { afterEach, describe, expect, it } from "vitest";
import type { CreateApiKey } from "#lib/api-keys/contract.ts";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import type { CallLimits } from "#lib/gateway/call-limits.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
const gateways: TestGateway[] = [];

afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function start(limits: Partial<CallLimits>, owner?: TestGateway["owner"]): Promise<TestGateway> {
  const gateway = await startTestGateway({
    database,
    owner: owner ?? (await createOwner(database.db)),
    limits,
  });
  gateways.push(gateway);
  return gateway;
}

const as = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

async function statuses(calls: (() => Promise<Response>)[]): Promise<number[]> {
  const seen: number[] = [];
  for (const call of calls) seen.push((await call()).status);
  return seen;
}

/** A refusal of ours that says when to come again, and that it is not the provider's. */
async function expectOurs(refused: Response): Promise<void> {
  const { code, retryAt } = await refused.json();
  const seconds = Number(refused.headers.get("retry-after"));
  expect([refused.status, code, refused.headers.get("mooring-origin")]).toEqual([
    429,
    "rate-limited",
    "gateway",
  ]);
  expect(seconds > 0 && seconds <= 60).toBe(true);
  expect(Date.parse(retryAt)).toBeLessThanOrEqual(Date.now() + 60_000);
}

describe("a minute's requests", () => {
  it("P-17: of one API key are limited, with a time to come again, and another key's are not", async () => {
    const gateway = await start({ keyPerMinute: 2 });
    const other = await gateway.createKey(gateway.owner);
    const call = () => gateway.call("/x");
    expect(await statuses([call, call, call, () => gateway.call("/x", as(other))])).toEqual([
      200, 200, 429, 200,
    ]);
    await expectOurs(await call());
  });

  it("P-17: of one member are limited over all of their keys", async () => {
    const gateway = await start({ memberPerMinute: 2 });
    const other = await gateway.createKey(gateway.owner);
    const calls = [gateway.key, other, gateway.key, other].map((key) => () => gateway.call("/x", as(key)));
    expect(await statuses(calls)).toEqual([200, 200, 429, 429]);
    await expectOurs(await gateway.call("/x"));
  });

  it("P-17: through one connection are limited, and through another they are not", async () => {
    const gateway = await start({ connectionPerMinute: 2 });
    const second = await gateway.createConnection(gateway.owner);
    const through = (id: string) => () => gateway.call("/x", { headers: { "mooring-connection": id } });
    const first = through(gateway.connectionId);
    expect(await statuses([first, first, first, through(second)])).toEqual([200, 200, 429, 200]);
    await expectOurs(await first());
  });

  it("P-17: are one sum over all processes", async () => {
    const one = await start({ keyPerMinute: 3 });
    await statuses([() => one.call("/x"), () => one.call("/x"), () => one.call("/x")]);
    await one.settle();
    const two = await start({ keyPerMinute: 3 }, one.owner);
    const url = `${two.origin}/api/integrations/${two.integration.slug}/request/x`;
    await fetch(url, as(one.key));
    await two.settle();
    expect((await fetch(url, as(one.key))).status).toBe(429);
  });
});

describe("requests that run at once", () => {
  const hold = (gateway: TestGateway) => {
    const open: (() => void)[] = [];
    gateway.upstream.answer((_req, res) => {
      open.push(() => res.end("done"));
    });
    return { open, arrived: (count: number) => expect.poll(() => open.length).toBe(count) };
  };

  it.each([
    ["one caller", { callerConcurrent: 1 }, 429],
    ["one connection", { connectionConcurrent: 1 }, 429],
    ["the process, shed before they take memory", { concurrent: 1 }, 503],
  ])("P-09: are limited for %s, and there is room again afterwards", async (_whose, limits, status) => {
    const gateway = await start(limits);
    const { open, arrived } = hold(gateway);
    const first = gateway.call("/x");
    await arrived(1);
    const second = await gateway.call("/x");
    expect([second.status, Number(second.headers.get("retry-after")) > 0]).toEqual([status, true]);
    open[0]?.();
    expect((await first).status).toBe(200);
    const third = gateway.call("/x");
    await arrived(2);
    open[1]?.();
    expect((await third).status).toBe(200);
  });

  it("P-10: make room when their caller leaves", async () => {
    const gateway = await start({ callerConcurrent: 1 });
    const { arrived } = hold(gateway);
    const leaving = new AbortController();
    const first = gateway.call("/x", { signal: leaving.signal }).catch(() => null);
    await arrived(1);
    leaving.abort();
    await first;
    gateway.upstream.answer((_req, res) => res.end("done"));
    await expect.poll(async () => (await gateway.call("/x")).status).toBe(200);
  });

  it("P-09: are answered 503 while the process holds too much memory", async () => {
    const gateway = await start({ memoryMb: 1 });
    const response = await gateway.call("/x");
    expect([response.status, response.headers.get("mooring-origin")]).toEqual([503, "gateway"]);
  });
});

describe("an API key with limits of its own", () => {
  async function limited(
    { owner }: TestGateway,
    limits: Pick<CreateApiKey, "allowedConnectionIds" | "allowedMethods" | "allowedPathPrefixes">,
  ): Promise<string> {
    const ctx = testContext({ db: database.db, actor: owner });
    const wanted = { name: "limited", scopes: ["connections:use" as const], expiresInDays: 1 };
    return (await createApiKey(ctx, { ...wanted, ...limits })).key;
  }

  it("calls what they allow, and is told 403 for the rest, which is not sent", async () => {
    const gateway = await start({});
    const second = await gateway.createConnection(gateway.owner);
    const key = await limited(gateway, {
      allowedConnectionIds: [gateway.connectionId],
      allowedMethods: ["GET"],
      allowedPathPrefixes: ["/v1/files"],
    });
    const mine = { authorization: `Bearer ${key}`, "mooring-connection": gateway.connectionId };
    expect((await gateway.call("/files/7", { headers: mine })).status).toBe(200);
    const refused = await Promise.all([
      gateway.call("/files/7", { headers: { ...mine, "mooring-connection": second } }),
      gateway.call("/files/7", { method: "DELETE", headers: mine }),
      gateway.call("/users", { headers: mine }),
      gateway.post({ url: "/users" }, { headers: mine }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(gateway.upstream.seen.map(({ target }) => target)).toEqual(["/v1/files/7"]);
  });

  it("P-05: is held to what is sent when the look-up leaves the work to the verbs, too", async () => {
    const gateway = await start({});
    const key = await limited(gateway, { allowedPathPrefixes: ["/v1/files"] });
    // The one statement says nothing of a connection whose token is due.
    const where = { connectionId: gateway.connectionId };
    await database.db.connectionTokens.updateMany({ where, data: { expiresAt: new Date() } });
    expect((await gateway.call("/users", as(key))).status).toBe(403);
    expect(gateway.upstream.seen.map(({ target }) => target)).toEqual([]);
  });
});

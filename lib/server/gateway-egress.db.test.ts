import net from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Lookup } from "#lib/egress/resolve-address.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { deniedAddresses, deniedHosts } from "#lib/testing/denied-hosts.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";
import { recordConnects } from "#lib/testing/record-connects.ts";
import { startUpstream, type TestUpstream } from "#lib/testing/upstream.ts";

const database = useDatabase();
const publicAddress = "93.184.216.34";
const redirects = [301, 302, 303, 307, 308];

/** Whether a socket is the test's own: to the gateway, or to the database. */
function isOurs({ origin }: TestGateway) {
  const ports = [origin, database.url].map((url) => Number(new URL(url).port));
  return ({ port, path }: { port?: number | string; path?: string }) =>
    path?.includes(".s.PGSQL") === true || ports.includes(Number(port));
}

async function storeBase({ connectionId }: TestGateway, apiBaseUri: string): Promise<void> {
  await database.db.connection.update({ where: { id: connectionId }, data: { apiBaseUri } });
}

async function statusOf(sent: Promise<Response>): Promise<number> {
  const response = await sent;
  await response.arrayBuffer();
  return response.status;
}

async function callAt(gateway: TestGateway, base: string): Promise<number> {
  await storeBase(gateway, base);
  return statusOf(gateway.call("/x"));
}

/** A gateway whose guard knows these ranges, and a listener where nothing of it may arrive. */
function useGateway(allowCidrs: readonly string[], lookup?: Lookup) {
  const world = {} as { gateway: TestGateway; elsewhere: TestUpstream };
  beforeAll(async () => {
    world.gateway = await startTestGateway({
      database,
      owner: await createOwner(database.db),
      allowCidrs,
      ...(lookup && { lookup }),
    });
    world.elsewhere = await startUpstream("127.0.0.2");
  });
  beforeEach(() => {
    world.gateway.upstream.seen.length = 0;
  });
  afterAll(async () => {
    await world.elsewhere.close();
    await world.gateway.close();
  });
  return world;
}

describe("P-02: the gateway, where an operator opened another address only", () => {
  const world = useGateway(["127.0.0.3/32"]);

  it("P-02: opens no socket to the connection's own API on a denied address", async () => {
    const { gateway } = world;
    const answers = [await gateway.call("/x"), await gateway.call("/x", { method: "POST", body: "secret" })];
    for (const answer of answers) {
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ code: "egress-blocked" });
    }
    expect(gateway.upstream.connections()).toBe(0);
  });

  it("P-02: opens none wherever a stored API base leads, in any notation of a denied address", async () => {
    const { gateway, elsewhere } = world;
    const statuses = new Set<number>();
    const connects = recordConnects(isOurs(gateway));
    for (const host of deniedHosts) {
      for (const start of [`https://${host}`, `https://${host}:${elsewhere.port}`, `http://${host}`])
        statuses.add(await callAt(gateway, `${start}/v1`));
    }
    expect([...statuses].filter((status) => status < 400)).toEqual([]);
    expect(connects).toEqual([]);
    expect([gateway.upstream.connections(), elsewhere.connections()]).toEqual([0, 0]);
  });

  it("P-02: opens no unix socket and no other scheme where one is stored for an API base", async () => {
    const { gateway } = world;
    const connects = recordConnects(isOurs(gateway));
    const statuses = new Set<number>();
    for (const base of ["unix:/tmp/s", "http+unix://%2Ftmp%2Fs/v1", "https://%2Ftmp%2Fs/v1", "file:///tmp/s"])
      statuses.add(await callAt(gateway, base));
    expect([...statuses].filter((status) => status < 400)).toEqual([]);
    expect(connects).toEqual([]);
  });
});

describe("P-02: the gateway and a resolver that lies", () => {
  let answer: readonly string[] = [];
  const world = useGateway([], async () => answer.map((address) => ({ address, family: net.isIP(address) })));

  it("P-02: opens no socket for a name with a denied address among its answers", async () => {
    const { gateway } = world;
    const connects = recordConnects(isOurs(gateway));
    await storeBase(gateway, "https://named.test/v1");
    for (const denied of deniedAddresses) {
      for (answer of [[denied], [publicAddress, denied], [denied, "2606:4700::1"]])
        expect(await statusOf(gateway.call("/x"))).toBe(422);
    }
    expect(connects).toEqual([]);
  });

  it("P-02: follows no name from a public address to a private one", async () => {
    const { gateway } = world;
    const connects = recordConnects(isOurs(gateway));
    await storeBase(gateway, "https://rebind.test/v1");
    const statuses: number[] = [];
    for (const next of [publicAddress, "127.0.0.1", publicAddress, "fd00:ec2::254"]) {
      answer = [next];
      statuses.push(await statusOf(gateway.call("/x")));
    }
    expect(statuses).toEqual([504, 422, 504, 422]);
    expect(connects.length).toBeGreaterThan(0);
    expect(new Set(connects)).toEqual(new Set([publicAddress]));
  });
});

describe("P-02: the gateway and a provider that redirects", () => {
  const world = useGateway(["127.0.0.0/8", "::1/128"]);

  it.each(redirects)("P-02: hands a %i back, and sends neither token nor body after it", async (status) => {
    const { gateway, elsewhere } = world;
    gateway.upstream.answer((_req, res) =>
      res.writeHead(status, { location: `${elsewhere.origin}/next` }).end(),
    );
    const call = { method: "POST", body: "a body", redirect: "manual" } as const;
    const answer = await gateway.call("/x", call);
    expect([answer.status, answer.headers.get("location")]).toEqual([status, `${elsewhere.origin}/next`]);
    expect(gateway.upstream.seen.map(({ headers, body }) => [headers.authorization, String(body)])).toEqual([
      [`Bearer ${TEST_TOKEN}`, "a body"],
    ]);
    expect(elsewhere.connections()).toBe(0);
  });

  it.each(redirects)("P-02: opens no socket where a %i leads to a denied address", async (status) => {
    const { gateway } = world;
    let location = "";
    gateway.upstream.answer((_req, res) => res.writeHead(status, { location }).end());
    const upstreamPort = gateway.upstream.port;
    const connects = recordConnects(
      (target) => isOurs(gateway)(target) || Number(target.port) === upstreamPort,
    );
    for (const host of deniedHosts) {
      location = encodeURI(`https://${host}/next`);
      expect(await statusOf(gateway.call("/x", { method: "POST", body: "a body" }))).toBe(status);
    }
    expect(connects).toEqual([]);
  });
});

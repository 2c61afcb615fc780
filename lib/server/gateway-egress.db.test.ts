import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#lib/testing/database.ts";
import { deniedHosts } from "#lib/testing/denied-hosts.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, TEST_TOKEN, type TestGateway } from "#lib/testing/gateway.ts";
import { startUpstream, type TestUpstream } from "#lib/testing/upstream.ts";

const database = useDatabase();

/** A gateway whose guard knows these ranges, and a listener where nothing of it may arrive. */
function useGateway(allowCidrs: readonly string[]) {
  const world = {} as { gateway: TestGateway; elsewhere: TestUpstream };
  beforeAll(async () => {
    world.gateway = await startTestGateway({ database, owner: await createOwner(database.db), allowCidrs });
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
    for (const host of deniedHosts.filter((_, index) => index % 3 === 0)) {
      for (const base of [
        `https://${host}/v1`,
        `https://${host}:${elsewhere.port}/v1`,
        `http://${host}/v1`,
      ]) {
        const where = { id: gateway.connectionId };
        await database.db.connection.update({ where, data: { apiBaseUri: base } });
        const answer = await gateway.call("/x");
        await answer.arrayBuffer();
        statuses.add(answer.status);
      }
    }
    expect([...statuses].filter((status) => status < 400)).toEqual([]);
    expect([gateway.upstream.connections(), elsewhere.connections()]).toEqual([0, 0]);
  });
});

describe("P-02: the gateway and a provider that redirects", () => {
  const world = useGateway(["127.0.0.0/8", "::1/128"]);

  it.each([301, 302, 303, 307, 308])(
    "P-02: hands a %i back, and sends neither token nor body after it",
    async (status) => {
      const { gateway, elsewhere } = world;
      gateway.upstream.answer((_req, res) =>
        res.writeHead(status, { location: `${elsewhere.origin}/next` }).end(),
      );
      const call = { method: "POST", body: "a body", redirect: "manual" } as const;
      const answer = await gateway.call("/x", call);
      expect([answer.status, answer.headers.get("location")]).toEqual([status, `${elsewhere.origin}/next`]);
      expect(gateway.upstream.seen.map(({ headers, body }) => [headers.authorization, String(body)])).toEqual(
        [[`Bearer ${TEST_TOKEN}`, "a body"]],
      );
      expect(elsewhere.connections()).toBe(0);
    },
  );
});

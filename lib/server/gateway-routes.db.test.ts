import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CreateApiKey } from "#lib/api-keys/contract.ts";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";
import { inParallel } from "#lib/testing/in-parallel.ts";
import { headerVariants, isSameResult, pathVariants } from "#lib/testing/path-variants.ts";
import { sendRaw } from "#lib/testing/raw-request.ts";

const database = useDatabase();
let gateway: TestGateway;
/** The keys of those who may not: each with the status that it gets. */
let refused: [who: string, status: number, key: string | undefined][];
let path: string;

beforeAll(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
  path = `/api/integrations/${gateway.integration.slug}/request/x`;
  // The newest is the usual one.
  await gateway.createConnection(gateway.owner);
  const stranger = await createOwner(database.db, "Stranger");
  refused = [
    ["nobody", 401, undefined],
    ["a made-up key", 401, "mrg_nonsense"],
    ["another workspace's key", 404, await gateway.createKey(stranger)],
    ["a key without the permission", 403, await gateway.createKey(gateway.owner, ["connections:read"])],
    ["a key that only reads", 403, await limited({ allowedMethods: ["GET", "HEAD"] })],
    ["a key of other paths", 403, await limited({ allowedPathPrefixes: ["/v1/y"] })],
    ["a key of another connection", 403, await limited({ allowedConnectionIds: [gateway.connectionId] })],
  ];
});
beforeEach(() => {
  gateway.upstream.seen.length = 0;
});
afterAll(() => gateway.close());

describe("P-07: an address of the gateway", { timeout: 60_000 }, () => {
  it("P-07: in another spelling lets nobody in whom its own spelling keeps out", async () => {
    const variants = pathVariants(path);
    expect(variants.length).toBeGreaterThan(150);
    const canonical = await statusesAt(path);
    expect(canonical).toEqual([200, ...refused.map(([, status]) => status)]);
    const answers = await inParallel(variants, 8, async (target) => ({
      target,
      statuses: await statusesAt(target),
    }));
    expect(answers.filter(({ statuses }) => !isSameResult(statuses, canonical))).toEqual([]);
    const sent = answers.filter(({ statuses }) => statuses[0] === 200).length + 1;
    expect(gateway.upstream.seen).toHaveLength(sent);
  });

  it("P-07: is what it is, whatever a caller says that a framework or a proxy has decided", async () => {
    const canonical = [200, ...refused.map(([, status]) => status)];
    for (const header of headerVariants)
      expect([header, await statusesAt(path, [header])]).toEqual([header, canonical]);
    expect(gateway.upstream.seen).toHaveLength(headerVariants.length);
    expect(new Set(gateway.upstream.seen.map(({ method, target }) => `${method} ${target}`))).toEqual(
      new Set(["POST /v1/x"]),
    );
  });
});

/** Every caller's status, the allowed one's first. */
async function statusesAt(target: string, headers: readonly string[] = []): Promise<number[]> {
  const statuses: number[] = [];
  for (const key of [gateway.key, ...refused.map(([, , key]) => key)])
    statuses.push(
      await sendRaw(gateway.origin, target, { method: "POST", headers, ...(key !== undefined && { key }) }),
    );
  return statuses;
}

async function limited(
  limits: Pick<CreateApiKey, "allowedConnectionIds" | "allowedMethods" | "allowedPathPrefixes">,
): Promise<string> {
  const ctx = testContext({ db: database.db, actor: gateway.owner });
  const wanted = { name: "limited", scopes: ["connections:use" as const], expiresInDays: 1 };
  return (await createApiKey(ctx, { ...wanted, ...limits })).key;
}

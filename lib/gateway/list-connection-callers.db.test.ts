import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";
import { connectionCallersSchema } from "./contract.ts";
import { listConnectionCallers } from "./list-connection-callers.ts";

const database = useDatabase();
let gateway: TestGateway;
let admin: MemberActor;
let owner: MemberActor;
let colleague: MemberActor;

beforeEach(async () => {
  admin = await createOwner(database.db, "Anne");
  const { workspaceId } = admin;
  owner = await createMember(database.db, { workspaceId, name: "Olga" });
  colleague = await createMember(database.db, { workspaceId, name: "Cole" });
  gateway = await startTestGateway({ database, owner });
  await share("use");
});
afterEach(() => gateway.close());

const share = (shareLevel: "use" | "manage" | null) =>
  database.db.connection.update({
    where: { id: gateway.connectionId },
    data: { isShared: shareLevel !== null, shareLevel },
  });

async function list(actor: Actor) {
  const ctx = testContext({ db: database.db, actor });
  return connectionCallersSchema.parse(await listConnectionCallers(ctx, { id: gateway.connectionId }));
}

async function send(credentials: Record<string, string>, path = "/x"): Promise<number> {
  const url = `${gateway.origin}/api/integrations/${gateway.integration.slug}/request${path}`;
  const headers = { ...credentials, "mooring-connection": gateway.connectionId };
  return (await fetch(url, { headers })).status;
}

describe("where a connection is used", () => {
  it("is told by key and member, with how often and when last", async () => {
    const theirs = { authorization: `Bearer ${await gateway.createKey(colleague)}` };
    const page = {
      cookie: await gateway.cookie(colleague),
      ...{ "x-mooring-request": "1", "sec-fetch-site": "same-origin" },
    };
    for (const credentials of [theirs, theirs, theirs, page, { authorization: `Bearer ${gateway.key}` }])
      expect(await send(credentials)).toBe(200);
    gateway.upstream.answer((_, res) => res.writeHead(404).end("{}"));
    expect(await send(page)).toBe(404);
    await gateway.settle();
    const { callers } = await list(owner);
    expect(callers).toMatchObject([
      { kind: "api-key", name: "test", member: { name: "Cole" }, isOwners: false, count: 3, failed: 0 },
      { kind: "member", name: "Cole", member: { name: "Cole" }, isOwners: false, count: 2, failed: 1 },
      { kind: "api-key", name: "test", member: { name: "Olga" }, isOwners: true, count: 1, failed: 0 },
    ]);
    const ages = callers.map(({ lastCallAt }) => Date.now() - Date.parse(lastCallAt));
    expect(Math.max(...ages)).toBeLessThan(180_000);
    expect(callers.every(({ isLive }) => isLive)).toBe(true);
    await database.db.apiKey.updateMany({
      where: { createdById: colleague.userId },
      data: { revokedAt: new Date() },
    });
    await database.db.membership.deleteMany({ where: { userId: colleague.userId } });
    expect((await list(owner)).callers.map(({ isLive }) => isLive)).toEqual([false, false, true]);
  });

  it("leaves out what is older than 30 days, and other connections", async () => {
    await send({ authorization: `Bearer ${gateway.key}` });
    await gateway.settle();
    const before = new Date(Date.now() - 31 * 86_400_000);
    await database.db.usageBucket.updateMany({ data: { startedAt: before } });
    expect((await list(owner)).callers).toEqual([]);
    await database.db.usageBucket.updateMany({ data: { startedAt: new Date(), connectionId: "conn-other" } });
    expect((await list(owner)).callers).toEqual([]);
  });

  it("names the valid keys that are limited to it", async () => {
    await gateway.createKey(colleague);
    const limited = { allowedConnectionIds: [gateway.connectionId, "conn-other"] };
    await database.db.apiKey.updateMany({ where: { createdById: colleague.userId }, data: limited });
    expect((await list(owner)).keys).toMatchObject([{ member: { name: "Cole" }, isOwners: false }]);
    await database.db.apiKey.updateMany({ data: { expiresAt: new Date(0) } });
    expect((await list(owner)).keys).toEqual([]);
  });

  it("is for those who look after it, and for admins", async () => {
    await expect(list(colleague)).rejects.toMatchObject({ code: "forbidden" });
    await share("manage");
    expect((await list(colleague)).callers).toEqual([]);
    expect((await list(admin)).callers).toEqual([]);
    await share(null);
    expect((await list(admin)).callers).toEqual([]);
    await expect(list(colleague)).rejects.toMatchObject({ code: "not-found" });
    await expect(list(await createOwner(database.db))).rejects.toMatchObject({ code: "not-found" });
  });
});

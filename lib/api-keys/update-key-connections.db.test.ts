import { beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner } from "#lib/testing/factories.ts";
import { insertBareConnection } from "#lib/testing/integrations.ts";
import { createApiKey } from "./create-api-key.ts";
import { updateKeyConnections } from "./update-key-connections.ts";

const database = useDatabase();
let admin: MemberActor;
let olga: MemberActor;
let cole: MemberActor;
let integration: { id: string };
let former: string;
let next: string;

const context = (actor: MemberActor) => testContext({ db: database.db, actor });
const insert = (owner: MemberActor, isShared: boolean, of = integration) =>
  insertBareConnection(database.db, { integration: of, owner, isShared });

beforeEach(async () => {
  admin = await createOwner(database.db, "Anne");
  const { workspaceId } = admin;
  olga = await createMember(database.db, { workspaceId, name: "Olga" });
  cole = await createMember(database.db, { workspaceId, name: "Cole" });
  integration = await insertIntegration();
  [former, next] = [await insert(olga, true), await insert(olga, true)];
});

async function insertIntegration(): Promise<{ id: string }> {
  const id = newId("integration");
  const place = {
    workspaceId: admin.workspaceId,
    createdById: admin.userId,
    slug: id.slice(-12),
    name: "Practice",
  };
  const client = { offeringId: "sandbox", status: "configured" as const, clientId: "client", scopes: [] };
  const callback = { callbackPath: "/oauth/callback", integrationKey: id.slice(-20) };
  await database.db.integration.create({ data: { id, ...place, ...client, ...callback } });
  return { id };
}

/** A key of the member's, limited to the connections. */
async function limit(member: MemberActor, allowedConnectionIds: string[]): Promise<string> {
  const input = { name: member.name, scopes: ["connections:use" as const], expiresInDays: null };
  return (await createApiKey(context(member), { ...input, allowedConnectionIds })).id;
}

const limitsOf = async (id: string) =>
  (await database.db.apiKey.findUniqueOrThrow({ where: { id } })).allowedConnectionIds;

describe("another connection in a connection's place", () => {
  it("stands in a member's own keys; those of others are named and stay", async () => {
    const [own, theirs] = [await limit(olga, [former]), await limit(cole, [former])];
    expect(await updateKeyConnections(context(olga), { id: former, by: next })).toEqual({
      moved: [{ id: own, name: "Olga" }],
      left: [{ id: theirs, name: "Cole", reason: "not-yours" }],
    });
    expect([await limitsOf(own), await limitsOf(theirs)]).toEqual([[next], [former]]);
  });

  it("stands in everybody's keys for an admin, once in each, with an event for each", async () => {
    const other = await insert(olga, true);
    const keys = [await limit(olga, [other, former]), await limit(cole, [former, next])];
    const ended = await limit(cole, [former]);
    await database.db.apiKey.update({ where: { id: ended }, data: { revokedAt: new Date() } });
    const { moved, left } = await updateKeyConnections(context(admin), { id: former, by: next });
    expect([moved.map(({ id }) => id).sort(), left]).toEqual([keys.toSorted(), []]);
    expect(await Promise.all([...keys, ended].map(limitsOf))).toEqual([[other, next], [next], [former]]);
    const actions = await database.db.auditEvent.groupBy({
      by: ["action"],
      where: { workspaceId: admin.workspaceId, action: { in: ["connection.replace", "api-key.update"] } },
      _count: true,
      orderBy: { action: "asc" },
    });
    expect(actions.map(({ action, _count }) => [action, _count])).toEqual([
      ["api-key.update", 2],
      ["connection.replace", 1],
    ]);
  });

  it("is not given to a key whose maker may not use it", async () => {
    const [personal, key] = [await insert(admin, false), await limit(cole, [former])];
    const { moved, left } = await updateKeyConnections(context(admin), { id: former, by: personal });
    expect([moved, left]).toEqual([[], [{ id: key, name: "Cole", reason: "not-usable" }]]);
    expect(await limitsOf(key)).toEqual([former]);
  });

  it("is chosen by who looks after the former one, from what they may use of the same integration", async () => {
    const elsewhere = await insert(olga, true, await insertIntegration());
    const foreign = await insertBareConnection(database.db, {
      integration,
      owner: await createOwner(database.db),
    });
    for (const by of [former, elsewhere, foreign, "conn-unknown", await insert(cole, false)]) {
      await expect(updateKeyConnections(context(olga), { id: former, by })).rejects.toMatchObject({
        code: "invalid-input",
        errors: [{ pointer: "/by" }],
      });
    }
    await expect(updateKeyConnections(context(cole), { id: former, by: next })).rejects.toMatchObject({
      code: "forbidden",
    });
    const key = { ...context(olga), actor: apiKeyActor(olga) };
    await expect(updateKeyConnections(key, { id: former, by: next })).rejects.toMatchObject({
      code: "forbidden",
    });
    const personal = await insert(olga, false);
    await expect(updateKeyConnections(context(cole), { id: personal, by: next })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

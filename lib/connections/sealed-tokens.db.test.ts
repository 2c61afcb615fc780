import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { createGranted, expireToken } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getAccessToken } from "./get-access-token.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let stranger: MemberActor;
let [id, sibling, foreign] = ["", "", ""];

type Column = "accessTokenSealed" | "refreshTokenSealed";

const context = (actor = owner) => providerContext(database.db, actor, provider);
const unreadable = { code: "unavailable", extensions: { reason: "credential-unreadable" } };

async function sealed(connectionId: string, column: Column): Promise<Uint8Array<ArrayBuffer>> {
  const row = await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId } });
  return new Uint8Array(row[column] ?? []);
}

const plant = (column: Column, bytes: Uint8Array<ArrayBuffer>) =>
  database.db.connectionTokens.update({ where: { connectionId: id }, data: { [column]: bytes } });

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  stranger = await createOwner(database.db, "Stan");
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  const [ours, theirs] = (await Promise.all(
    [owner, stranger].map((actor) => createPractice(context(actor))),
  )) as [Integration, Integration];
  id = (await createGranted(context(), provider, ours)).id;
  sibling = (await createGranted(context(), provider, ours, "grace")).id;
  foreign = (await createGranted(context(stranger), provider, theirs)).id;
});

describe("K-01: a sealed token that is not in its place", () => {
  it.each([
    ["another row of the workspace", async () => sealed(sibling, "accessTokenSealed")],
    ["another workspace", async () => sealed(foreign, "accessTokenSealed")],
    ["another field of the same row", async () => sealed(id, "refreshTokenSealed")],
    ["nothing at all", async () => new Uint8Array()],
    ["a text", async () => new TextEncoder().encode("bearer-in-plain-text")],
  ])("does not open when it comes from %s, and is never another row's token", async (_, take) => {
    await plant("accessTokenSealed", await take());
    await expect(getAccessToken(context(), id)).rejects.toMatchObject(unreadable);
    await expect(getAccessToken(context(), sibling)).resolves.toMatchObject({ tokenVersion: 1 });
    const audited = await database.db.auditEvent.findFirstOrThrow({
      where: { targetId: id, action: "connection.unreadable" },
    });
    expect(audited).toMatchObject({ outcome: "failed", cause: "credential-unreadable" });
  });

  it("does not open with any one byte flipped or any part cut off", async () => {
    const original = await sealed(id, "accessTokenSealed");
    const damaged = [
      ...[...original.keys()].map((at) => original.map((byte, index) => (index === at ? byte ^ 1 : byte))),
      ...[1, 16, 17, original.length - 1].map((cut) => original.slice(0, -cut)),
      original.slice(1),
    ];
    const opened: number[] = [];
    for (const [index, bytes] of damaged.entries()) {
      await plant("accessTokenSealed", bytes);
      await getAccessToken(context(), id).then(
        () => opened.push(index),
        () => undefined,
      );
    }
    expect(opened).toEqual([]);
    expect(damaged.length).toBeGreaterThan(60);
  });

  it("does not open when it is an older one of the same row", async () => {
    const older = await sealed(id, "accessTokenSealed");
    await expireToken(database.db, id);
    await getAccessToken(context(), id);
    await plant("accessTokenSealed", older);
    await expect(getAccessToken(context(), id)).rejects.toMatchObject(unreadable);
  });

  it("is not sent to the provider when it is the refresh token of another row", async () => {
    await plant("refreshTokenSealed", await sealed(sibling, "refreshTokenSealed"));
    await expireToken(database.db, id);
    const before = (await provider.stats()).tokenRequests.total;
    await expect(getAccessToken(context(), id)).rejects.toMatchObject(unreadable);
    expect((await provider.stats()).tokenRequests.total).toBe(before);
    expect(
      await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: id } }),
    ).toMatchObject({ leaseHolder: null });
  });

  it("can still be disconnected", async () => {
    await plant("accessTokenSealed", await sealed(sibling, "accessTokenSealed"));
    expect(await disconnectConnection(context(), { id })).toBe("unavailable");
    expect(await database.db.connection.count({ where: { id } })).toBe(0);
  });
});

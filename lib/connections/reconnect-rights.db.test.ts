import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { beginFlow, comeBack, createGranted } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { updateConnection } from "./update-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let colleague: MemberActor;
let admin: MemberActor;
let integration: Integration;
let id: string;

const context = (actor: MemberActor, fetch?: Context["fetch"]) =>
  providerContext(database.db, actor, provider, { fetch });
const tokenVersion = async () =>
  (await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: id } })).tokenVersion;
/** While the provider is asked for the first time, something else happens here. */
const meanwhile =
  (act: () => Promise<unknown>): Context["fetch"] =>
  async (...request) => {
    const answer = await fetch(...request);
    await act();
    return answer;
  };

beforeAll(async () => {
  provider = await startTestProvider();
  const { workspaceId } = await createOwner(database.db);
  owner = await createMember(database.db, { workspaceId, name: "Olga" });
  colleague = await createMember(database.db, { workspaceId, name: "Cole" });
  admin = await createMember(database.db, { workspaceId, name: "Anne", role: "admin" });
  integration = await createPractice(context(admin));
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  const { id: made, account } = await createGranted(context(owner), provider, integration);
  id = made;
  await updateConnection(context(owner), { id, shareLevel: "manage", actsAs: account?.id });
});

describe("Z-02: the rights to reconnect", () => {
  it.each([
    ["colleague", false, "ada"],
    ["admin", true, "grace"],
  ] as const)("end for a %s while the provider exchanges the code", async (who, allowSwitch, person) => {
    const actor = who === "admin" ? admin : colleague;
    const flow = await beginFlow(context(actor), integration, { connectionId: id, allowSwitch });
    const landed = await authorizeAs(flow.authorizationUrl, person);
    const before = await tokenVersion();
    const unshare = () => updateConnection(context(owner), { id, shareLevel: null });
    const end = await comeBack(context(actor, meanwhile(unshare)), landed, flow.cookie);
    expect(end.failure).toBe("integration-changed");
    expect(await tokenVersion()).toBe(before);
    const row = await database.db.connection.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ accountLabel: "Ada Marlow", shareLevel: null, ownerId: owner.userId });
  });

  it("F-12: are those to switch where the provider named no account that could be compared", async () => {
    await database.db.connection.update({ where: { id }, data: { accountId: null } });
    const reconnect = (actor: MemberActor) => beginFlow(context(actor), integration, { connectionId: id });
    await expect(reconnect(colleague)).rejects.toMatchObject({ code: "forbidden" });
    for (const actor of [admin, owner]) expect((await reconnect(actor)).flowId).toBeTruthy();
  });

  it("F-12: are those to switch where the provider no longer names an account", async () => {
    const flow = await beginFlow(context(colleague), integration, { connectionId: id });
    const landed = await authorizeAs(flow.authorizationUrl, "grace");
    const before = await tokenVersion();
    const nameless = meanwhile(() =>
      database.db.connection.update({ where: { id }, data: { accountId: null } }),
    );
    const end = await comeBack(context(colleague, nameless), landed, flow.cookie);
    expect(end.failure).toBe("integration-changed");
    expect(await tokenVersion()).toBe(before);
  });
});

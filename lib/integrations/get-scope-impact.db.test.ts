import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getConnection } from "#lib/connections/get-connection.ts";
import { type Context, withActor } from "#lib/context/context.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getScopeImpact } from "./get-scope-impact.ts";
import { updateIntegration } from "./update-integration.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let ctx: Context;

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  ctx = providerContext(database.db, owner, provider);
});
afterAll(() => provider.close());

/** An integration that asks for profile and offline_access, with a connection for each of these grants. */
async function withGrants(...grants: string[][]) {
  const integration = await createPractice(ctx);
  const ids = await Promise.all(
    grants.map(async (scopes) => {
      const id = await insertBareConnection(database.db, { integration, owner });
      await database.db.connection.update({ where: { id }, data: { scopes } });
      return id;
    }),
  );
  return { integration, ids };
}

const usual = ["profile", "offline_access"];

describe("what another choice of scopes means", () => {
  it("F-16: names who must reconnect to gain a new scope, and changes nothing by asking", async () => {
    const { integration, ids } = await withGrants(usual, [...usual, "email"], ["profile"]);
    const scopes = [...usual, "email"];
    const impact = await getScopeImpact(ctx, { id: integration.slug, scopes });
    expect(impact).toMatchObject({ added: ["email"], removed: [], connections: 3, lacking: 2 });
    expect(impact.first.map(({ connectionId }) => connectionId).sort()).toEqual([ids[0], ids[2]].sort());
    expect(impact.first[0]).toMatchObject({ owner: { name: owner.name }, account: expect.any(String) });
    expect(await database.db.integration.findUnique({ where: { id: integration.id } })).toMatchObject({
      scopes: usual,
    });
  });

  it("F-16: after saving, old grants live on as granted and say what they lack", async () => {
    const { integration, ids } = await withGrants(usual);
    await updateIntegration(ctx, { id: integration.id, scopes: [...usual, "email"] });
    const connection = await getConnection(ctx, { id: ids[0] ?? "" });
    expect(connection).toMatchObject({ status: "active", scopes: usual, missingScopes: ["email"] });
  });

  it("F-16: what is removed makes nobody reconnect", async () => {
    const { integration } = await withGrants(usual, usual);
    const impact = await getScopeImpact(ctx, { id: integration.id, scopes: ["profile"] });
    expect(impact).toMatchObject({
      added: [],
      removed: ["offline_access"],
      connections: 2,
      lacking: 0,
      first: [],
    });
  });

  it("is for those who may change the integration", async () => {
    const { integration } = await withGrants(usual);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const ask = { id: integration.id, scopes: usual };
    await expect(getScopeImpact(withActor(ctx, member), ask)).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await createOwner(database.db);
    await expect(getScopeImpact(withActor(ctx, stranger), ask)).rejects.toMatchObject({ code: "not-found" });
  });
});

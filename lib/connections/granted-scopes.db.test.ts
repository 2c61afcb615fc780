import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { beginFlow, connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getConnection } from "./get-connection.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let integration: Integration;
/** What the test changes in the real provider's token answers. */
let bend: (answer: Record<string, unknown>) => unknown = (answer) => answer;

const asked = ["profile", "files:read", "offline_access"];

async function bentFetch(input: string | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (!String(input).endsWith("/token") || !response.ok) return response;
  return Response.json(bend((await response.json()) as Record<string, unknown>));
}

const context = () => providerContext(database.db, owner, provider, { fetch: bentFetch });

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
  integration = await createPractice(context(), { name: "Scopes", scopes: asked });
});
afterAll(() => provider.close());

/** Connects; gives what is stored of the grant, or how the flow failed. */
async function connect(change: (answer: Record<string, unknown>) => unknown) {
  bend = change;
  await database.db.connection.deleteMany();
  const { connectionId, failure } = await connectAs(context(), integration);
  if (connectionId === null) return { failure, connections: await database.db.connection.count() };
  const { scopes, missingScopes } = await getConnection(context(), { id: connectionId });
  return { scopes, missingScopes };
}

describe("F-14: what the provider grants", () => {
  it.each([
    ["narrower", "profile offline_access", ["profile", "offline_access"], ["files:read"]],
    ["wider", `${asked.join(" ")} files:write`, [...asked, "files:write"], []],
    ["joined by commas", asked.join(","), asked, []],
    ["a list", asked, asked, []],
    ["empty", "", [], asked],
    ["missing", undefined, asked, []],
    ["null", null, asked, []],
    [
      "in other letters",
      "PROFILE files:read offline_access",
      ["PROFILE", "files:read", "offline_access"],
      ["profile"],
    ],
  ])(
    "F-14: a scope that is %s is stored as granted, not as asked",
    async (_, scope, scopes, missingScopes) => {
      const stored = await connect((answer) => ({ ...answer, scope }));
      expect(stored).toEqual({ scopes, missingScopes });
    },
  );

  it.each(["Bearer", "bEaReR", "", null, undefined])(
    "F-14: token_type %o makes a connection",
    async (token_type) => {
      expect(await connect((answer) => ({ ...answer, token_type }))).toMatchObject({ scopes: asked });
    },
  );

  it.each(["MAC", "DPoP", "N_A", "PoP", 7, ["Bearer"]])(
    "F-14: token_type %o makes none, and no half of one",
    async (token_type) => {
      expect(await connect((answer) => ({ ...answer, token_type }))).toEqual({
        failure: "provider-misbehaved",
        connections: 0,
      });
      expect(await database.db.connectionTokens.count()).toBe(0);
    },
  );
});

describe("F-16: scopes that an admin changes later", () => {
  it("F-16: leave an existing grant alone, say what a reconnect would gain, and are asked of the next one", async () => {
    bend = (answer) => answer;
    await database.db.connection.deleteMany();
    const { connectionId } = await connectAs(context(), integration);
    const id = connectionId ?? "";
    const before = await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: id } });
    const scopes = [...asked, "files:write"];
    await updateIntegration(context(), { id: integration.id, scopes });
    expect(await getConnection(context(), { id })).toMatchObject({
      status: "active",
      scopes: asked,
      missingScopes: ["files:write"],
    });
    expect(await database.db.connectionTokens.findUniqueOrThrow({ where: { connectionId: id } })).toEqual(
      before,
    );
    const { authorizationUrl } = await beginFlow(context(), integration, { connectionId: id });
    expect(authorizationUrl.searchParams.get("scope")?.split(" ").sort()).toEqual([...scopes].sort());
    await updateIntegration(context(), { id: integration.id, scopes: asked });
    expect(await getConnection(context(), { id })).toMatchObject({ scopes: asked, missingScopes: [] });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { updateIntegration } from "#lib/integrations/update-integration.ts";
import { beginFlow, connectAs } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getConnection } from "./get-connection.ts";
import { noteWantedScopes } from "./note-wanted-scopes.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let practice: Integration;

const context = () => providerContext(database.db, owner, provider);

beforeAll(async () => {
  provider = await startTestProvider();
  owner = await createOwner(database.db);
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  await database.db.integration.deleteMany();
  practice = await createPractice(context(), {
    name: "Practice",
    scopes: ["profile", "email", "files:read", "offline_access"],
  });
});

async function connect(): Promise<string> {
  const { connectionId } = await connectAs(context(), practice);
  return connectionId ?? "";
}

const askedFor = async (connectionId: string) => {
  const { authorizationUrl } = await beginFlow(context(), practice, { connectionId, addScopes: true });
  return authorizationUrl.searchParams.get("scope")?.split(" ").sort();
};

describe("scopes that the provider's API has asked for", () => {
  it("are asked for beside what is granted, as far as the integration asks for them, and forgotten once granted", async () => {
    const id = await connect();
    const scopes = ["profile", "email", "files:read", "files:write", "offline_access"];
    await noteWantedScopes(context(), { connectionId: id, scopes: ["files:read", "files:write", "other"] });
    expect(await getConnection(context(), { id })).toMatchObject({
      wantedScopes: [
        { scope: "files:write", isOffered: false },
        { scope: "other", isOffered: false },
      ],
    });
    // Nobody widens a grant beyond what the integration asks of everybody.
    expect(await askedFor(id)).toEqual(["email", "files:read", "offline_access", "profile"]);
    await updateIntegration(context(), { id: practice.id, scopes });
    expect(await getConnection(context(), { id })).toMatchObject({
      wantedScopes: [
        { scope: "files:write", isOffered: true },
        { scope: "other", isOffered: false },
      ],
    });
    const again = await connectAs(context(), practice, { connectionId: id, addScopes: true });
    expect(again.connectionId).toBe(id);
    const after = await getConnection(context(), { id });
    expect(after.scopes.toSorted()).toEqual(scopes.toSorted());
    expect(after.wantedScopes).toEqual([{ scope: "other", isOffered: false }]);
  });

  it("add nothing that nobody asked for, and take nothing away that the integration dropped", async () => {
    const id = await connect();
    await updateIntegration(context(), {
      id: practice.id,
      scopes: ["profile", "files:read", "files:write", "offline_access"],
    });
    expect(await askedFor(id)).toEqual(["email", "files:read", "offline_access", "profile"]);
    const plain = await beginFlow(context(), practice, { connectionId: id });
    expect(plain.authorizationUrl.searchParams.get("scope")).not.toContain("email");
  });
});

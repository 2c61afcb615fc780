import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { getDisconnectImpact } from "./get-disconnect-impact.ts";

const database = useDatabase();
let provider: TestProvider;
let owner: MemberActor;
let stranger: MemberActor;

const context = (actor = owner) => providerContext(database.db, actor, provider);

beforeAll(async () => {
  provider = await startTestProvider();
  [owner, stranger] = [await createOwner(database.db), await createOwner(database.db, "Stan")];
});
afterAll(() => provider.close());

/** An integration of a provider that revokes whole grants, with this client. */
async function googleWith(name: string, client: object, actor = owner): Promise<Integration> {
  const made = await createPractice(context(actor), { name });
  await database.db.integration.update({
    where: { id: made.id },
    data: { offeringId: "google", ...client },
  });
  return made;
}

async function connected(integration: Integration, actor = owner, accountId = "the-account") {
  const id = await insertBareConnection(database.db, { integration, owner: actor });
  await database.db.connection.update({ where: { id }, data: { accountId } });
  return id;
}

const impactOf = (id: string) => getDisconnectImpact(context(), { id });

describe("a provider that revokes whole grants", () => {
  it("is not asked to where another integration of the workspace has the same client and account", async () => {
    const one = await googleWith("One", { clientId: "client-1" });
    const two = await googleWith("Two", { clientId: "client-1" });
    const id = await connected(one);
    await connected(await googleWith("Three", { clientId: "client-2" }));
    await connected(two, owner, "another-account");
    await connected(await googleWith("Foreign", { clientId: "client-1" }, stranger), stranger);
    expect(await impactOf(id)).toMatchObject({ revocation: "revoke", siblings: [] });
    const sibling = await connected(two);
    expect(await impactOf(id)).toMatchObject({
      revocation: "kept-for-siblings",
      siblings: [{ id: sibling, integrationName: "Two", ownerName: "Olive" }],
    });
  });

  it("is not asked to for the deployment's client where another workspace has the account, which is not named", async () => {
    const credential = {
      ...{ id: "credential-1", domain: "google", clientId: "of-the-deployment", last4: "abcd", keyId: "k" },
      ...{ clientSecretSealed: new Uint8Array([1]), scopes: [], createdById: owner.userId },
      authorizeUrl: "https://accounts.google.com/o/oauth2/v2/auth",
      tokenUrl: "https://oauth2.googleapis.com/token",
    };
    await database.db.oAuthCredential.create({ data: credential });
    const shared = {
      ...{ clientId: "", credentialSource: "deployment" as const, oauthCredentialId: credential.id },
    };
    const id = await connected(await googleWith("Ours", shared), owner, "everywhere");
    expect(await impactOf(id)).toMatchObject({ revocation: "revoke" });
    await connected(await googleWith("Theirs", shared, stranger), stranger, "everywhere");
    expect(await impactOf(id)).toMatchObject({ revocation: "kept-for-siblings", siblings: [] });
  });
});

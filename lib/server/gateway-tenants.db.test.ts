import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateConnection } from "#lib/connections/update-connection.ts";
import { asSystem } from "#lib/context/as-system.ts";
import { addCustomOffering } from "#lib/custom-offerings/add-custom-offering.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { loadCatalogue } from "#lib/offerings/registry.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { startTestGateway, type TestGateway } from "#lib/testing/gateway.ts";

const database = useDatabase();
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ database, owner: await createOwner(database.db) });
});
afterAll(() => gateway.close());

const context = () =>
  testContext({
    db: database.db,
    actor: gateway.owner,
    settings: { sandboxOrigin: gateway.upstream.origin },
  });

/** Confluence's data with its API at the test's upstream: the site is in the path and in a header. */
async function addOffering(): Promise<string> {
  const { clientAuthentications, accepts, isSandbox, insecureOrigin, custom, ...data } =
    loadCatalogue().find(({ id }) => id === "confluence") ?? expect.fail("Confluence is in the catalogue");
  const baseUrl = `${gateway.upstream.origin}/ex/{cloudId}`;
  const api = { ...data.api, baseUrl, headers: { "x-site": "{cloudId}" } };
  const parsed = parseOfferingData({ ...data, api }, gateway.upstream.origin);
  if (!parsed.data) return expect.fail(JSON.stringify(parsed.problems));
  const { userId } = gateway.owner;
  return addCustomOffering(asSystem(context()), parsed.data, {
    workspaceId: null,
    createdById: userId,
    isPublished: true,
  });
}

describe("a call through a connection that reaches several sites", () => {
  it("goes to the chosen one from the very next call on", async () => {
    const offeringId = await addOffering();
    const { id } = gateway.integration;
    await database.db.integration.update({ where: { id }, data: { offeringId } });
    const tenants = [
      { cloudId: "harbour", label: "Harbour" },
      { cloudId: "quay", label: "Quay" },
    ];
    await database.db.connection.update({
      where: { id: gateway.connectionId },
      data: { data: { cloudId: "harbour", tenants }, apiBaseUri: `${gateway.upstream.origin}/ex/harbour` },
    });
    for (let call = 0; call < 3; call++) expect((await gateway.call("/pages")).status).toBe(200);
    await updateConnection(context(), { id: gateway.connectionId, tenant: "quay" });
    expect((await gateway.call("/pages")).status).toBe(200);
    expect(gateway.upstream.seen.map(({ target, headers }) => [target, headers["x-site"]])).toEqual([
      ...Array.from({ length: 3 }, () => ["/ex/harbour/pages", "harbour"]),
      ["/ex/quay/pages", "quay"],
    ]);
  });
});

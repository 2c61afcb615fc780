import { afterAll, beforeAll, expect, it } from "vitest";
import { sandboxOffering } from "#lib/offerings/catalog/sandbox.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { scopes } from "./scopes.ts";

let provider: TestProvider;
beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

it("is described by its offering as its own metadata describe it", async () => {
  const offering = sandboxOffering(provider.origin);
  const response = await fetch(offering.discoveryUrl ?? "");
  expect(await response.json()).toMatchObject({
    issuer: offering.issuer,
    authorization_endpoint: offering.authorize?.url,
    token_endpoint: offering.token?.url,
    revocation_endpoint: offering.revocation.url,
    introspection_endpoint: offering.introspectionUrl,
    authorization_response_iss_parameter_supported: offering.issParameterSupported,
  });
});

it("offers the scopes that its consent page knows, the sensitive one marked alike", () => {
  const told = sandboxOffering(provider.origin).scopes.catalog.map(({ id, sensitive }) => [id, sensitive]);
  expect(told.sort()).toEqual(scopes.map(({ id, isSensitive }) => [id, isSensitive]).sort());
});

it("answers the account call of its offering with the scopes that it requires", async () => {
  const { account, scopes: asked } = sandboxOffering(provider.origin);
  const { access_token } = await provider.issueTokens({ scopes: asked.required });
  const response = await fetch(account.url ?? "", { headers: { authorization: `Bearer ${access_token}` } });
  expect(await response.json()).toMatchObject({
    [account.idPath ?? ""]: "person-ada",
    [account.labelPath ?? ""]: "Ada Marlow",
  });
});

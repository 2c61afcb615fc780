import { describe, expect } from "vitest";
import type { ConnectionData } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { resolveApiBase } from "#lib/oauth/api-base.ts";
import { apiHeaders } from "#lib/oauth/api-headers.ts";
import { validateToken } from "#lib/oauth/token-validation.ts";
import { quirkTest } from "#lib/testing/quirk-test.ts";
import { bearer, type Replay } from "#lib/testing/replay.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

const accessToken = new Secret("at-1");

/** A call of the API as the gateway makes it, below the connection's base. */
async function call(replay: Replay, path: string, data: ConnectionData): Promise<Response> {
  const { provider, client, fetch } = replay;
  const headers = apiHeaders({ provider, client, accessToken, data });
  return fetch(`${resolveApiBase(provider, data)}${path}`, { headers });
}

const sites = [
  { id: "c1", name: "One", url: "https://one.atlassian.net" },
  { id: "c2", name: "Two", url: "https://two.atlassian.net" },
];

describe("quirks of the API", () => {
  quirkTest(
    "api_base_from_token",
    "salesforce",
    "instance_url is the base, and a refresh may move it",
    async (salesforce) => {
      const at = (instance_url: string) => ({ ...bearer, refresh_token: "rt-1", instance_url });
      salesforce.tokens(at("https://acme.my.salesforce.com"), at("https://acme2.my.salesforce.com"));
      const { data } = await salesforce.connect();
      await call(salesforce, "/limits", data);
      expect(salesforce.last.url.href).toBe("https://acme.my.salesforce.com/services/data/v62.0/limits");
      const moved = (await salesforce.refresh()).data;
      expect(resolveApiBase(salesforce.provider, moved)).toBe(
        "https://acme2.my.salesforce.com/services/data/v62.0",
      );
      for (const instance_url of [
        "http://acme.my.salesforce.com",
        "https://u:p@acme.example",
        "javascript:0",
        "",
      ]) {
        expect(() => resolveApiBase(salesforce.provider, { instance_url })).toThrow();
      }
    },
  );

  quirkTest(
    "api_base_from_followup",
    "docusign",
    "userinfo names base and account; the default account is chosen",
    async (docusign) => {
      docusign.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 28_800 });
      docusign.on("https://account.docusign.com/oauth/userinfo", {
        accounts: [
          { account_id: "a1", base_uri: "https://na1.docusign.net", account_name: "A", is_default: false },
          { account_id: "a2", base_uri: "https://eu.docusign.net", account_name: "B", is_default: true },
        ],
      });
      const { data } = await docusign.connect();
      await call(docusign, "/envelopes", data);
      expect(docusign.last.url.href).toBe("https://eu.docusign.net/restapi/v2.1/accounts/a2/envelopes");
      expect(docusign.last.headers.get("authorization")).toBe("Bearer at-1");
    },
  );

  quirkTest(
    "api_base_from_variable",
    "quickbooks",
    "the company of the callback is part of every address",
    async (quickbooks) => {
      quickbooks.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 3600 });
      const { data } = await quickbooks.connect({ callback: { realmId: "4620816365" } });
      await call(quickbooks, "/companyinfo/4620816365", data);
      expect(quickbooks.last.url.pathname).toBe("/v3/company/4620816365/companyinfo/4620816365");
      expect(() => resolveApiBase(quickbooks.provider, {})).toThrow(
        expect.objectContaining({ code: "provider-misbehaved" }),
      );
    },
  );

  quirkTest(
    "tenant_selection_followup",
    "jira",
    "every site is kept, the first is chosen, another can be",
    async (jira) => {
      jira.tokens(bearer).on("https://api.atlassian.com/oauth/token/accessible-resources", sites);
      const { data } = await jira.connect();
      expect(data).toMatchObject({
        cloudId: "c1",
        tenants: [{ cloudId: "c1", label: "One" }, { cloudId: "c2" }],
      });
      await call(jira, "/rest/api/3/myself", data);
      expect(jira.last.url.pathname).toBe("/ex/jira/c1/rest/api/3/myself");
      await call(jira, "/rest/api/3/myself", { ...data, cloudId: "c2" });
      expect(jira.last.url.pathname).toBe("/ex/jira/c2/rest/api/3/myself");
    },
  );

  quirkTest(
    "tenant_selection_followup",
    "xero",
    "the organisation travels in a header; without the list the tokens are kept",
    async (xero) => {
      xero.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 1800 });
      const organisations = [
        { id: "k1", tenantId: "t1", tenantName: "Acme" },
        { id: "k2", tenantId: "t2", tenantName: "Beta" },
      ];
      xero.on("https://api.xero.com/connections", () => jsonAnswer(500, {}), organisations);
      const failed = await xero.connect();
      expect([failed.data, failed.accessToken.reveal()]).toEqual([{}, "at-1"]);
      const { data } = await xero.connect();
      await call(xero, "/Invoices", data);
      expect(xero.last.headers.get("xero-tenant-id")).toBe("t1");
      expect(data.tenants).toHaveLength(2);
    },
  );

  quirkTest(
    "api_auth_header_custom",
    "zoho-crm",
    "the token is shown in the provider's own form",
    async (zoho) => {
      zoho.tokens({ ...bearer, refresh_token: "rt-1", api_domain: "https://www.zohoapis.com" });
      const { data } = await zoho.connect();
      zoho.on("https://www.zohoapis.com/crm/v8/users", {
        users: [{ id: "u1", full_name: "Ada", email: "ada@x.example" }],
      });
      await expect(zoho.account(data)).resolves.toMatchObject({ id: "u1", label: "Ada" });
      expect(zoho.last.headers.get("authorization")).toBe("Zoho-oauthtoken at-1");
    },
  );

  quirkTest(
    "api_auth_header_custom",
    { id: "shopify", variables: { shop: "acme" } },
    "the token has a header of its own, and Authorization stays empty",
    async (shopify) => {
      await call(shopify, "/products.json", {});
      const { headers } = shopify.last;
      expect([headers.get("x-shopify-access-token"), headers.get("authorization")]).toEqual(["at-1", null]);
    },
  );

  quirkTest(
    "api_required_headers",
    "twitch",
    "the client's id goes along, on the account look-up too",
    async (twitch) => {
      twitch.on("https://api.twitch.tv/helix/users", ({ headers }) =>
        headers.get("client-id") === "client-1"
          ? jsonAnswer(200, { data: [{ id: "141981764", login: "ada" }] })
          : jsonAnswer(401, { message: "Client ID is missing" }),
      );
      await expect(twitch.account()).resolves.toMatchObject({ id: "141981764", label: "ada" });
      await call(twitch, "/streams", {});
      expect(twitch.last.headers.get("client-id")).toBe("client-1");
    },
  );

  quirkTest(
    "graphql_api",
    "linear",
    "the account is a question in JSON to the one address",
    async (linear) => {
      linear.on("https://api.linear.app/graphql", ({ method, body }) =>
        method === "POST" && JSON.parse(body).query.includes("viewer")
          ? jsonAnswer(200, {
              data: { viewer: { id: "u1", email: "ada@x.example" }, organization: { name: "Acme" } },
            })
          : jsonAnswer(400, { errors: [] }),
      );
      await expect(linear.account()).resolves.toMatchObject({
        id: "u1",
        label: "Acme",
        email: "ada@x.example",
      });
      expect(linear.last.headers.get("content-type")).toBe("application/json");
    },
  );

  quirkTest(
    "account_lookup_post",
    "dropbox",
    "an empty POST without a type tells whose account it is",
    async (dropbox) => {
      dropbox.on("https://api.dropboxapi.com/2/users/get_current_account", ({ method, body, headers }) =>
        method === "POST" && body === "" && !headers.has("content-type")
          ? jsonAnswer(200, { account_id: "dbid:1", name: { display_name: "Ada" }, email: "ada@x.example" })
          : jsonAnswer(400, {}),
      );
      await expect(dropbox.account()).resolves.toMatchObject({ id: "dbid:1", label: "Ada" });
    },
  );

  quirkTest("account_lookup_post", "slack", "ok:false in a 200 names nobody", async (slack) => {
    slack.on(
      "https://slack.com/api/auth.test",
      { ok: true, team_id: "T1", team: "Acme" },
      { ok: false, error: "invalid_auth" },
    );
    await expect(slack.account()).resolves.toMatchObject({ id: "T1" });
    await expect(slack.account()).resolves.toBeNull();
  });

  quirkTest(
    "token_validation_required",
    "twitch",
    "the validation call tells a living token from a dead one",
    async (twitch) => {
      const { provider, client, fetch } = twitch;
      expect(twitch.offering.followUps[0]?.everySeconds).toBe(3_600);
      twitch.on(
        "https://id.twitch.tv/oauth2/validate",
        { client_id: "client-1", login: "ada", scopes: [], user_id: "141981764", expires_in: 5_520_838 },
        () => jsonAnswer(401, { status: 401, message: "invalid access token" }),
      );
      const access = { provider, client, accessToken, data: {}, fetch };
      await expect(validateToken(access)).resolves.toBeUndefined();
      expect(twitch.last.headers.get("authorization")).toBe("OAuth at-1");
      await expect(validateToken(access)).rejects.toMatchObject({ extensions: { providerStatus: 401 } });
    },
  );
});

import { describe, expect, it } from "vitest";
import type { TokenGrant } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { findAccount } from "#lib/oauth/account.ts";
import { resolveApiBase } from "#lib/oauth/api-base.ts";
import { apiHeaders } from "#lib/oauth/api-headers.ts";
import { exchangeCode } from "#lib/oauth/code-exchange.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { revokeTokens } from "#lib/oauth/revocation.ts";
import { plainClient } from "#lib/testing/plain-provider.ts";
import { type Answerer, jsonAnswer, type SeenRequest, scriptedFetch } from "#lib/testing/scripted-fetch.ts";
import { toProvider } from "./provider.ts";
import { findOffering } from "./registry.ts";

const sentAt = new Date("2026-03-01T12:00:00Z");
const redirectUri = "https://mooring.example/oauth/callback";
const inSeconds = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000);

function setUp(id: string, answer: Answerer | object, variables: Record<string, string> = {}) {
  const offering = findOffering({ sandboxOrigin: null }, id);
  if (!offering) throw new Error(`${id} is not offered`);
  const provider = toProvider(offering, variables);
  const { fetch, requests } = scriptedFetch(
    typeof answer === "function" ? (answer as Answerer) : () => jsonAnswer(200, answer),
  );
  const client = plainClient({ authentication: provider.clientAuthentications[0] });
  const shared = { provider, client, redirectUri, fetch, now: () => sentAt };
  return {
    provider,
    client,
    fetch,
    requests,
    first: () => requests[0] as SeenRequest,
    exchange: (callbackParams: Record<string, string> = {}) =>
      exchangeCode({
        ...shared,
        code: new Secret("code-1"),
        codeVerifier: new Secret("v".repeat(43)),
        callbackParams,
      }),
    refresh: (scopes: string[] = []) =>
      refreshTokens({ ...shared, refreshToken: new Secret("rt-1"), scopes }),
  };
}

const opened = (grant: TokenGrant) => [grant.accessToken.reveal(), grant.refreshToken?.reveal() ?? null];
const bearer = { access_token: "at-1", token_type: "bearer" };

describe("token exchanges of real offerings", () => {
  it("error_in_200, nested_token, extra scopes: Slack", async () => {
    const refused = setUp("slack", { ok: false, error: "invalid_code" });
    await expect(refused.exchange()).rejects.toMatchObject({
      class: "permanent-grant",
      error: "invalid_code",
      status: 200,
    });
    const both = await setUp("slack", {
      ok: true,
      access_token: "xoxb-1",
      token_type: "bot",
      scope: "chat:write,channels:read",
      expires_in: 43_200,
      refresh_token: "xoxe-1",
      team: { id: "T1", name: "Acme" },
      authed_user: { id: "U1", access_token: "xoxp-1" },
      incoming_webhook: { url: "https://hooks.slack.com/services/secret" },
    }).exchange();
    expect(opened(both)).toEqual(["xoxb-1", "xoxe-1"]);
    expect(both).toMatchObject({ scopes: ["chat:write", "channels:read"], expiresAt: inSeconds(43_200) });
    expect(both.data).toEqual({ team: { id: "T1", name: "Acme" }, authed_user: { id: "U1" } });
    const person = await setUp("slack", {
      ok: true,
      authed_user: {
        id: "U1",
        access_token: "xoxp-1",
        refresh_token: "xoxe-2",
        scope: "search:read",
        expires_in: 60,
      },
    }).exchange();
    expect(opened(person)).toEqual(["xoxp-1", "xoxe-2"]);
    expect(person).toMatchObject({ scopes: ["search:read"], expiresAt: inSeconds(60) });
  });

  it("token_form_encoded, token_accept_json, refresh_expiry_field, user_agent_required: GitHub", async () => {
    const form =
      "access_token=gho_1&expires_in=28800&refresh_token=ghr_1&refresh_token_expires_in=15897600&scope=repo%2Cread%3Auser&token_type=bearer";
    const github = setUp(
      "github",
      () => new Response(form, { headers: { "content-type": "application/x-www-form-urlencoded" } }),
    );
    const grant = await github.exchange();
    expect(opened(grant)).toEqual(["gho_1", "ghr_1"]);
    expect(grant).toMatchObject({
      scopes: ["repo", "read:user"],
      expiresAt: inSeconds(28_800),
      refreshTokenExpiresAt: inSeconds(15_897_600),
    });
    expect(github.first().headers.get("accept")).toBe("application/json");
    expect(github.first().headers.get("user-agent")).toMatch(/^Mooring/);
    await expect(setUp("github", { error: "bad_refresh_token" }).refresh()).rejects.toMatchObject({
      class: "permanent-grant",
    });
  });

  it("no_expires_in, api_base_from_token: Salesforce", async () => {
    const salesforce = setUp("salesforce", {
      ...bearer,
      access_token: "00D!x",
      instance_url: "https://acme.my.salesforce.com",
      id: "https://login.salesforce.com/id/00D/005",
      issued_at: "1",
      signature: "abc=",
    });
    const grant = await salesforce.exchange();
    expect(grant.expiresAt).toBeNull();
    expect(grant.data).not.toHaveProperty("signature");
    expect(resolveApiBase(salesforce.provider, grant.data)).toBe(
      "https://acme.my.salesforce.com/services/data/v62.0",
    );
  });

  it("token_body_json, token_static_headers: Notion, with the secret in the header only", async () => {
    const notion = setUp("notion", { ...bearer, workspace_id: "w1", owner: { type: "user" }, bot_id: "b1" });
    const grant = await notion.exchange();
    const { headers, body } = notion.first();
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("notion-version")).toBe("2025-09-03");
    expect(headers.get("authorization")).toMatch(/^Basic /);
    expect(JSON.parse(body)).toEqual({
      grant_type: "authorization_code",
      code: "code-1",
      redirect_uri: redirectUri,
      code_verifier: "v".repeat(43),
    });
    expect(grant.data).toEqual({ workspace_id: "w1", owner: { type: "user" }, bot_id: "b1" });
  });

  it("token_static_params: Zendesk, numbers as numbers, in both requests", async () => {
    const zendesk = setUp("zendesk", bearer, { subdomain: "acme" });
    await zendesk.exchange();
    await zendesk.refresh();
    for (const { url, body } of zendesk.requests) {
      expect(url.href).toBe("https://acme.zendesk.com/oauth/tokens");
      expect(JSON.parse(body)).toMatchObject({
        expires_in: 1800,
        refresh_token_expires_in: 7_776_000,
        client_id: "client-1",
      });
    }
  });

  it("callback_extra_params, api_base_from_variable: QuickBooks keeps realmId and nothing else of the callback", async () => {
    const quickbooks = setUp("quickbooks", {
      ...bearer,
      expires_in: 3600,
      x_refresh_token_expires_in: 8_726_400,
    });
    const grant = await quickbooks.exchange({ realmId: "4620816365", evil: "x", iss: "y" });
    expect(grant.data).toEqual({ realmId: "4620816365" });
    expect(grant.refreshTokenExpiresAt).toEqual(inSeconds(8_726_400));
    expect(resolveApiBase(quickbooks.provider, grant.data)).toBe(
      "https://quickbooks.api.intuit.com/v3/company/4620816365",
    );
  });

  it("granted_scope_subset: Strava tells the scopes in the callback, and the expiry as a point in time", async () => {
    const strava = setUp("strava", {
      ...bearer,
      expires_at: inSeconds(21_600).getTime() / 1000,
      athlete: { id: 7 },
    });
    const grant = await strava.exchange({ scope: "read,activity:read" });
    expect(grant).toMatchObject({
      scopes: ["read", "activity:read"],
      expiresAt: inSeconds(21_600),
      data: { athlete: { id: 7 } },
    });
  });

  it("expires_at_absolute: Square's ISO date, and Squarespace's for both tokens", async () => {
    const square = await setUp(
      "square",
      { ...bearer, expires_at: "2026-03-31T12:00:00Z", merchant_id: "m" },
      { apiVersion: "2026-01-22" },
    ).exchange();
    expect(square.expiresAt).toEqual(new Date("2026-03-31T12:00:00Z"));
    const at = (seconds: number) => String(inSeconds(seconds).getTime() / 1000);
    const body = {
      ...bearer,
      refresh_token: "r",
      access_token_expires_at: at(1800),
      refresh_token_expires_at: at(604_800),
    };
    const squarespace = await setUp("squarespace", body).exchange();
    expect(squarespace).toMatchObject({
      expiresAt: inSeconds(1800),
      refreshTokenExpiresAt: inSeconds(604_800),
    });
  });

  it("expiry_from_jwt: monday's token tells its own end", async () => {
    const payload = Buffer.from(JSON.stringify({ exp: inSeconds(900).getTime() / 1000 })).toString(
      "base64url",
    );
    const variables = { apiVersion: "2026-01" };
    const grant = await setUp(
      "monday",
      { ...bearer, access_token: `e30.${payload}.sig` },
      variables,
    ).exchange();
    expect(grant.expiresAt).toEqual(inSeconds(900));
    for (const odd of ["no-jwt", "a.b.c", "a.%%.c", `a.${Buffer.from("[]").toString("base64url")}.c`]) {
      expect(
        (await setUp("monday", { ...bearer, access_token: odd }, variables).exchange()).expiresAt,
      ).toBeNull();
    }
  });

  it("refresh_absolute_expiry: counts from consent, and a refresh does not move it", async () => {
    const answer = { ...bearer, refresh_token: "r", expires_in: 3600 };
    const spotify = setUp("spotify", answer);
    const first = await spotify.exchange();
    expect(first.refreshTokenExpiresAt).toEqual(inSeconds(spotify.provider.refreshLifetimeSeconds ?? 0));
    expect((await spotify.refresh()).refreshTokenExpiresAt).toBeNull();
  });

  it("scope_as_array, scope_field_alias, accessTokenAlias: Xero, Bitbucket, Intercom", async () => {
    const tenants: Answerer = (_, index) =>
      jsonAnswer(200, index === 0 ? { ...bearer, scope: ["openid", "email"] } : []);
    expect((await setUp("xero", tenants).exchange()).scopes).toEqual(["openid", "email"]);
    expect((await setUp("bitbucket", { ...bearer, scopes: "account repository" }).exchange()).scopes).toEqual(
      ["account", "repository"],
    );
    expect(opened(await setUp("intercom", { token_type: "Bearer", token: "ic-1" }).exchange())).toEqual([
      "ic-1",
      null,
    ]);
  });

  it("separate_refresh_url, refresh_not_returned_on_refresh: Figma", async () => {
    const figma = setUp("figma", { ...bearer, expires_in: 7_776_000 });
    const grant = await figma.refresh();
    expect(figma.first().url.href).toBe("https://api.figma.com/v1/oauth/refresh");
    expect(opened(grant)).toEqual(["at-1", null]);
  });

  it("refresh_needs_redirect_uri and refresh_needs_scope: GitLab and Microsoft, and nobody else", async () => {
    const sent = async (id: string) => {
      const used = setUp(id, { ...bearer, refresh_token: "rt-2" });
      await used.refresh(["User.Read", "offline_access"]);
      const { form } = used.first();
      return [form.get("redirect_uri"), form.get("scope")];
    };
    await expect(sent("gitlab")).resolves.toEqual([redirectUri, null]);
    await expect(sent("microsoft")).resolves.toEqual([null, "User.Read offline_access"]);
    await expect(sent("linear")).resolves.toEqual([null, null]);
  });

  it("rotating_refresh: a new refresh token replaces, the same or none keeps", async () => {
    const rotated = async (refresh_token: unknown) =>
      opened(await setUp("linear", { ...bearer, refresh_token }).refresh())[1];
    await expect(rotated("rt-2")).resolves.toBe("rt-2");
    await expect(rotated("rt-1")).resolves.toBe("rt-1");
    for (const nothing of [undefined, null, ""]) await expect(rotated(nothing)).resolves.toBeNull();
  });

  it("tenant_selection_followup, api_base_from_followup: Jira's sites, the default account of DocuSign, Mailchimp's dc", async () => {
    const jira = setUp("jira", (_, index) =>
      jsonAnswer(
        200,
        index === 0
          ? bearer
          : [
              { id: "c1", name: "One", url: "https://one.atlassian.net" },
              { id: "c2", name: "Two", url: "https://two.atlassian.net" },
            ],
      ),
    );
    const sites = (await jira.exchange()).data;
    expect(sites).toMatchObject({
      cloudId: "c1",
      tenants: [
        { cloudId: "c1", label: "One" },
        { cloudId: "c2", label: "Two" },
      ],
    });
    expect(resolveApiBase(jira.provider, sites)).toBe("https://api.atlassian.com/ex/jira/c1");
    expect(jira.requests[1]?.headers.get("authorization")).toBe("Bearer at-1");

    const accounts = [
      { account_id: "a1", base_uri: "https://na1.docusign.net", account_name: "A", is_default: false },
      { account_id: "a2", base_uri: "https://eu.docusign.net", account_name: "B", is_default: true },
    ];
    const docusign = setUp("docusign", (_, index) => jsonAnswer(200, index === 0 ? bearer : { accounts }));
    const { data } = await docusign.exchange();
    expect(resolveApiBase(docusign.provider, data)).toBe("https://eu.docusign.net/restapi/v2.1/accounts/a2");

    const mailchimp = setUp("mailchimp", (_, index) =>
      jsonAnswer(200, index === 0 ? { ...bearer, expires_in: 0 } : { dc: "us19", accountname: "Acme" }),
    );
    const grant = await mailchimp.exchange();
    expect(mailchimp.requests[1]?.headers.get("authorization")).toBe("OAuth at-1");
    expect([resolveApiBase(mailchimp.provider, grant.data), grant.expiresAt]).toEqual([
      "https://us19.api.mailchimp.com/3.0",
      null,
    ]);
  });

  it("R-04: a follow-up that fails costs its facts, not the tokens", async () => {
    const jira = setUp("jira", (_, index) =>
      index === 0 ? jsonAnswer(200, bearer) : new Response(null, { status: 500 }),
    );
    const grant = await jira.exchange();
    expect(opened(grant)).toEqual(["at-1", null]);
    expect(() => resolveApiBase(jira.provider, grant.data)).toThrow(
      expect.objectContaining({ code: "provider-misbehaved" }),
    );
  });

  it("api_required_headers, graphql_api, account_lookup_post: Xero's tenant, Linear's question, Slack's POST", async () => {
    const { provider, client } = setUp("xero", {});
    const headers = apiHeaders({
      provider,
      client,
      accessToken: new Secret("at-1"),
      data: { tenantId: "t-1" },
    });
    expect(headers["xero-tenant-id"]).toBe("t-1");

    const grant = { accessToken: new Secret("at-1"), data: {}, subject: null };
    const linear = setUp("linear", {
      data: { viewer: { id: "u1", email: "ada@x.example" }, organization: { name: "Acme" } },
    });
    await expect(findAccount({ ...linear, grant })).resolves.toMatchObject({ id: "u1", label: "Acme" });
    expect(JSON.parse(linear.first().body)).toHaveProperty("query");
    expect(linear.first().headers.get("content-type")).toBe("application/json");

    const slack = setUp("slack", { ok: true, team_id: "T1", team: "Acme" });
    await expect(findAccount({ ...slack, grant })).resolves.toMatchObject({ id: "T1", label: "Acme" });
    expect(slack.first().method).toBe("POST");
  });

  it("revoke_custom: GitHub's grant, Square's header, Dropbox's bare token, Stripe's account; none at Microsoft", async () => {
    const tokens = { refreshToken: new Secret("rt-1"), accessToken: new Secret("at-1") };
    const revoke = async (id: string, data = {}, variables = {}) => {
      const used = setUp(id, () => new Response(null, { status: 204 }), variables);
      const outcome = await revokeTokens({ ...used, ...tokens, data });
      return { outcome, request: used.requests[0] };
    };
    const github = (await revoke("github")).request;
    expect([github?.method, github?.url.pathname, github?.body]).toEqual([
      "DELETE",
      "/applications/client-1/grant",
      '{"access_token":"at-1"}',
    ]);
    const square = (await revoke("square", {}, { apiVersion: "2026-01-22" })).request;
    expect(square?.headers.get("authorization")).toBe("Client s3cret-Stored-9");
    expect(JSON.parse(square?.body ?? "")).toEqual({ access_token: "at-1", client_id: "client-1" });
    const dropbox = (await revoke("dropbox")).request;
    expect([dropbox?.headers.get("authorization"), dropbox?.body]).toEqual(["Bearer at-1", ""]);
    const stripe = (await revoke("stripe", { stripe_user_id: "acct_1" })).request;
    expect(stripe?.form.get("stripe_user_id")).toBe("acct_1");
    expect((await revoke("stripe")).outcome.cause).toBe("missing-data");
    expect((await revoke("microsoft")).outcome).toMatchObject({
      status: "unavailable",
      cause: "not-offered",
    });
  });
});

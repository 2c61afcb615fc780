import { describe, expect, it } from "vitest";
import { buildAuthorizationRequest } from "#lib/oauth/authorization-request.ts";
import { newCodeVerifier } from "#lib/oauth/pkce.ts";
import { newState } from "#lib/oauth/state.ts";
import { plainClient } from "#lib/testing/plain-provider.ts";
import { toProvider } from "./provider.ts";
import { findOffering } from "./registry.ts";

interface Ask {
  scopes?: string[];
  prompt?: string | null;
  requestRefreshToken?: boolean;
  variables?: Record<string, string>;
}

async function authorize(id: string, ask: Ask = {}): Promise<URL> {
  const offering = findOffering({ sandboxOrigin: null }, id);
  if (!offering) throw new Error(`${id} is not offered`);
  const { scopes = offering.scopes.default, prompt = null, requestRefreshToken = true, variables = {} } = ask;
  return buildAuthorizationRequest({
    provider: toProvider(offering, variables),
    client: plainClient(),
    redirectUri: "https://mooring.example/oauth/callback",
    scopes,
    state: newState(),
    codeVerifier: newCodeVerifier(),
    prompt,
    requestRefreshToken,
  });
}

describe("authorization requests of real offerings", () => {
  it("offline_params: are sent when a refresh token is wanted", async () => {
    const asked = (await authorize("google")).searchParams;
    expect([asked.get("access_type"), asked.get("prompt")]).toEqual(["offline", "consent"]);
    const not = (await authorize("google", { requestRefreshToken: false })).searchParams;
    expect([not.get("access_type"), not.get("prompt")]).toEqual([null, null]);
  });

  it("offline_params: a fixed prompt is joined with the chosen one, and gives way to none", async () => {
    expect((await authorize("google", { prompt: "select_account" })).searchParams.get("prompt")).toBe(
      "consent select_account",
    );
    expect((await authorize("google", { prompt: "none" })).searchParams.get("prompt")).toBe("none");
    expect((await authorize("google", { prompt: "consent" })).searchParams.get("prompt")).toBe("consent");
  });

  it("offline_scope: is added when a refresh token is wanted, and never twice", async () => {
    const scope = async (ask: Ask) => (await authorize("github", ask)).searchParams.get("scope");
    await expect(scope({ scopes: ["repo"] })).resolves.toBe("repo offline_access");
    await expect(scope({ scopes: ["repo"], requestRefreshToken: false })).resolves.toBe("repo");
    await expect(scope({ scopes: ["offline_access", "repo"] })).resolves.toBe("offline_access repo");
  });

  it("no_scope_param: no scope travels, whatever is asked", async () => {
    const url = await authorize("notion", { scopes: ["read"] });
    expect(url.searchParams.has("scope")).toBe(false);
    expect(url.searchParams.get("owner")).toBe("user");
  });

  it("no_response_type: none travels", async () => {
    expect((await authorize("clickup")).searchParams.has("response_type")).toBe(false);
  });

  it("static_authorize_params: travel, and the audience with them", async () => {
    const { searchParams } = await authorize("jira");
    expect(searchParams.get("audience")).toBe("api.atlassian.com");
    expect(searchParams.get("prompt")).toBe("consent");
    expect(searchParams.get("scope")).toBe("offline_access read:me read:jira-work read:jira-user");
  });

  it("audience_param: travels when the integration names one", async () => {
    const domain = "acme.eu.auth0.com";
    const audience = "https://acme.eu.auth0.com/api/v2/";
    expect((await authorize("auth0", { variables: { domain, audience } })).searchParams.get("audience")).toBe(
      audience,
    );
    expect((await authorize("auth0", { variables: { domain } })).searchParams.has("audience")).toBe(false);
  });

  it("extra_user_scope_param: scopes of the person travel apart, joined by the provider's separator", async () => {
    const { searchParams } = await authorize("slack", {
      scopes: ["channels:read", "chat:write", "search:read"],
    });
    expect(searchParams.get("scope")).toBe("channels:read,chat:write");
    expect(searchParams.get("user_scope")).toBe("search:read");
    const alone = (await authorize("slack", { scopes: ["search:read"] })).searchParams;
    expect([alone.has("scope"), alone.get("user_scope")]).toEqual([false, "search:read"]);
  });

  it("authorize_url_template: the tenant becomes part of the address", async () => {
    const url = await authorize("salesforce-my-domain", { variables: { myDomain: "acme" } });
    expect(url.host).toBe("acme.my.salesforce.com");
  });

  it("state_required and pkce_required: both always travel", async () => {
    for (const id of ["airtable", "reddit", "clickup", "notion", "google"]) {
      const { searchParams } = await authorize(id);
      expect(searchParams.get("state")).toHaveLength(43);
      expect(searchParams.get("code_challenge_method")).toBe("S256");
    }
  });
});

import { describe, expect } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { quirkTest, withReplay } from "#lib/testing/quirk-test.ts";
import { bearer, opened } from "#lib/testing/replay.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

/** What a provider shows in place of a redirect when a request lacks what it wants. */
const unwelcome = () => jsonAnswer(400, { error: "invalid_request" });

describe("quirks of the authorization request", () => {
  quirkTest("no_scope_param", "notion", "no scope travels, whatever is asked", async (notion) => {
    notion.tokens(bearer);
    const { asked } = await notion.signIn({ scopes: ["read"] });
    expect(asked.has("scope")).toBe(false);
    expect(opened(await notion.connect())).toEqual(["at-1", null]);
  });

  quirkTest(
    "extra_user_scope_param",
    "slack",
    "the person's scopes travel apart from the bot's",
    async (slack) => {
      const both = await slack.signIn({ scopes: ["channels:read", "chat:write", "search:read"] });
      expect(both.asked.get("scope")).toBe("channels:read,chat:write");
      expect(both.asked.get("user_scope")).toBe("search:read");
      const alone = await slack.signIn({ scopes: ["search:read"] });
      expect([alone.asked.has("scope"), alone.asked.get("user_scope")]).toEqual([false, "search:read"]);
    },
  );

  quirkTest(
    "extra_user_scope_param",
    "hubspot",
    "optional scopes travel in optional_scope",
    async (hubspot) => {
      const optional = hubspot.offering.scopes.catalog.find(({ kind }) => kind === "optional")?.id ?? "";
      const { asked } = await hubspot.signIn({ scopes: ["oauth", optional] });
      expect([asked.get("scope"), asked.get("optional_scope")]).toEqual(["oauth", optional]);
    },
  );

  quirkTest(
    "no_response_type",
    "clickup",
    "none travels, and a code comes back all the same",
    async (clickup) => {
      clickup.tokens(bearer).on("https://api.clickup.com/api/v2/team", { teams: [] });
      const { asked } = await clickup.signIn();
      expect(asked.has("response_type")).toBe(false);
      expect(opened(await clickup.connect())).toEqual(["at-1", null]);
    },
  );

  quirkTest("static_authorize_params", "notion", "owner=user travels every time", async (notion) => {
    expect((await notion.signIn()).asked.get("owner")).toBe("user");
    const { asked } = await notion.signIn({ requestRefreshToken: false, prompt: "consent" });
    expect([asked.get("owner"), asked.get("prompt")]).toEqual(["user", "consent"]);
  });

  quirkTest("offline_params", "google", "bring the refresh token when one is wanted", async (google) => {
    google.tokens(() => {
      const wantsOffline = google.requests.at(-2)?.url.searchParams.get("access_type") === "offline";
      return jsonAnswer(200, wantsOffline ? { ...bearer, refresh_token: "rt-1" } : bearer);
    });
    expect(opened(await google.connect())).toEqual(["at-1", "rt-1"]);
    expect(opened(await google.connect({ requestRefreshToken: false }))).toEqual(["at-1", null]);
    const { asked } = await google.signIn({ prompt: "select_account" });
    expect(asked.get("prompt")).toBe("consent select_account");
  });

  quirkTest(
    "offline_scope",
    "jira",
    "brings the refresh token, is added once and only when wanted",
    async (jira) => {
      jira.on("https://api.atlassian.com/oauth/token/accessible-resources", []).tokens(() => {
        const asked = jira.requests.filter(({ url }) => url.searchParams.has("scope")).at(-1);
        const isOffline = asked?.url.searchParams.get("scope")?.split(" ").includes("offline_access");
        return jsonAnswer(200, isOffline ? { ...bearer, refresh_token: "rt-1" } : bearer);
      });
      expect(opened(await jira.connect({ scopes: ["read:me"] }))).toEqual(["at-1", "rt-1"]);
      const without = await jira.connect({ scopes: ["read:me"], requestRefreshToken: false });
      expect(opened(without)).toEqual(["at-1", null]);
      const { asked } = await jira.signIn({ scopes: ["offline_access", "read:me"] });
      expect(asked.get("scope")).toBe("offline_access read:me");
    },
  );

  quirkTest("audience_param", "jira", "the API is named, or the provider refuses", async (jira) => {
    jira.on(jira.provider.authorize.url, ({ url }) =>
      url.searchParams.get("audience") === "api.atlassian.com"
        ? new Response(null, {
            status: 302,
            headers: { location: `${url.searchParams.get("redirect_uri")}?code=c` },
          })
        : unwelcome(),
    );
    expect((await jira.signIn()).answer.code.reveal()).toBe("c");
  });

  quirkTest(
    "audience_param",
    { id: "auth0", variables: { audience: "https://acme.eu.auth0.com/api/v2/" } },
    "the integration's audience travels",
    async (auth0) => {
      const { asked } = await auth0.signIn();
      expect(asked.get("audience")).toBe("https://acme.eu.auth0.com/api/v2/");
    },
  );

  quirkTest("pkce_required", "airtable", "the verifier answers for the S256 challenge", async (airtable) => {
    airtable.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 3600, refresh_expires_in: 5_184_000 });
    const { asked } = await airtable.signIn();
    expect([asked.get("code_challenge")?.length, asked.get("code_challenge_method")]).toEqual([43, "S256"]);
    expect(opened(await airtable.connect())).toEqual(["at-1", "rt-1"]);
  });

  quirkTest("state_required", "reddit", "a fresh state travels and comes back", async (reddit) => {
    reddit.tokens(bearer);
    const states = [(await reddit.signIn()).asked.get("state"), (await reddit.signIn()).asked.get("state")];
    expect(new Set(states).size).toBe(2);
    expect(states.every((state) => state?.length === 43)).toBe(true);
    expect(opened(await reddit.connect())).toEqual(["at-1", null]);
  });

  quirkTest(
    "authorize_url_template",
    { id: "zendesk", variables: { subdomain: "acme" } },
    "both endpoints are the tenant's own",
    async (zendesk) => {
      zendesk.tokens(bearer);
      await zendesk.connect();
      expect(zendesk.requests.map(({ url }) => url.host)).toEqual(["acme.zendesk.com", "acme.zendesk.com"]);
    },
  );

  quirkTest(
    "tenant_input_validation",
    { id: "okta", variables: { oktaDomain: "acme.okta.com" } },
    "a hostile tenant is refused before anything is sent anywhere",
    async (okta) => {
      okta.tokens(bearer);
      await okta.connect();
      expect(new Set(okta.requests.map(({ url }) => url.origin))).toEqual(new Set(["https://acme.okta.com"]));
      const hostile = [
        "evil.example/x",
        "a@evil.example",
        "acme.okta.com#",
        "acme.okta.com?x=",
        "a b.okta.com",
        "..",
      ];
      for (const oktaDomain of [...hostile, "acme.okta.com\\@evil.example", "[::1]", "acme.okta.com:444"]) {
        expect(() => toProvider(okta.offering, { oktaDomain })).toThrow(
          expect.objectContaining({ code: "invalid-input" }),
        );
      }
    },
  );

  quirkTest(
    "multi_region",
    "intercom-eu",
    "every request of a connection stays in its region",
    async (intercom) => {
      intercom.tokens({ token: "ic-1", token_type: "Bearer" });
      intercom.on("https://api.eu.intercom.io/me", {
        app: { id_code: "a1", name: "Acme" },
        email: "ada@acme.example",
      });
      intercom.on("https://api.eu.intercom.io/auth/uninstall", {});
      expect(opened(await intercom.connect())).toEqual(["ic-1", null]);
      await intercom.account();
      await intercom.revoke();
      expect(intercom.requests.map(({ url }) => url.host)).toEqual([
        "app.eu.intercom.com",
        "api.eu.intercom.io",
        "api.eu.intercom.io",
        "api.eu.intercom.io",
      ]);
      const [us, australia] = await Promise.all(
        ["intercom", "intercom-au"].map((id) =>
          withReplay(id, {}, async ({ provider }) => provider.token.url),
        ),
      );
      expect(new Set([us, australia, intercom.provider.token.url]).size).toBe(3);
    },
  );

  quirkTest(
    "single_redirect_uri",
    "heroku",
    "the same callback goes along in both requests, byte for byte",
    async (heroku) => {
      heroku.tokens(bearer);
      await heroku.connect();
      const [asked, exchanged] = heroku.requests;
      expect(exchanged?.form.get("redirect_uri")).toBe(asked?.url.searchParams.get("redirect_uri"));
      expect(heroku.offering.setup.steps.join(" ")).toContain("one callback URL");
    },
  );

  quirkTest(
    "scopes_set_in_console",
    "asana",
    "people are told to tick them; one that is not ticked is explained",
    async (asana) => {
      expect(asana.offering.scopes.configuredInConsole).toBe(true);
      expect(asana.offering.setup.steps.join(" ")).toContain("Tick the same scopes");
      const sentBack = (query: URLSearchParams) => {
        query.delete("code");
        query.set("error", "invalid_scope");
      };
      const refusal = await asana.signIn({ callback: sentBack }).catch((error: unknown) => error);
      expect(isAppError(refusal) && [refusal.code, refusal.extensions.providerError]).toEqual([
        "provider-rejected",
        "invalid_scope",
      ]);
    },
  );

  quirkTest(
    "app_review_needed",
    "google",
    "people are told; a refusal before the review is one in words",
    async (google) => {
      expect(google.offering.setup.steps.join(" ")).toContain("review");
      const refused = google.signIn({
        callback: (query) => {
          query.delete("code");
          query.set("error", "access_denied");
        },
      });
      await expect(refused).rejects.toMatchObject({ code: "authorization-denied" });
    },
  );
});

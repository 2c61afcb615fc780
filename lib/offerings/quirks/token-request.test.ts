import { describe, expect } from "vitest";
import { quirkTest, withReplay } from "#lib/testing/quirk-test.ts";
import { bearer, inSeconds, opened, redirectUri } from "#lib/testing/replay.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

const form = (text: string) =>
  new Response(text, { headers: { "content-type": "application/x-www-form-urlencoded" } });

describe("quirks of the token request", () => {
  quirkTest(
    "token_body_json",
    "notion",
    "JSON travels, with the secret in the header alone",
    async (notion) => {
      notion.tokens(({ headers }) =>
        headers.get("content-type") === "application/json"
          ? jsonAnswer(200, { ...bearer, workspace_id: "w1", bot_id: "b1" })
          : jsonAnswer(400, { error: "invalid_request" }),
      );
      const grant = await notion.connect();
      expect(opened(grant)).toEqual(["at-1", null]);
      expect(Object.keys(JSON.parse(notion.last.body)).sort()).toEqual([
        "code",
        "code_verifier",
        "grant_type",
        "redirect_uri",
      ]);
      expect(notion.last.headers.get("authorization")).toBe(`Basic ${btoa("client-1:s3cret-Stored-9")}`);
    },
  );

  quirkTest(
    "token_static_headers",
    "notion",
    "the version travels with every token request",
    async (notion) => {
      notion.tokens({ ...bearer, workspace_id: "w1" });
      await notion.connect();
      await notion.refresh();
      const versions = notion
        .seen(notion.provider.token.url)
        .map(({ headers }) => headers.get("notion-version"));
      expect(versions).toEqual(["2025-09-03", "2025-09-03"]);
    },
  );

  quirkTest("token_accept_json", "github", "JSON is asked for, and what comes is JSON", async (github) => {
    github.tokens(({ headers }) =>
      headers.get("accept") === "application/json"
        ? jsonAnswer(200, { ...bearer, scope: "repo" })
        : form("access_token=form-token&token_type=bearer"),
    );
    expect(opened(await github.connect())).toEqual(["at-1", null]);
  });

  quirkTest("token_form_encoded", "github", "a form is read just as well", async (github) => {
    github.tokens(() => form("access_token=gho_1&scope=repo%2Cgist&token_type=bearer&expires_in=28800"));
    const grant = await github.connect();
    expect(opened(grant)).toEqual(["gho_1", null]);
    expect(grant).toMatchObject({ scopes: ["repo", "gist"], expiresAt: inSeconds(28_800) });
  });

  quirkTest(
    "token_static_params",
    { id: "zendesk", variables: { subdomain: "acme" } },
    "the wanted lifetimes travel in both requests, numbers as numbers",
    async (zendesk) => {
      zendesk.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 1800 });
      await zendesk.connect();
      await zendesk.refresh();
      const sent = zendesk.seen(zendesk.provider.token.url).map(({ body }) => JSON.parse(body));
      expect(sent).toHaveLength(2);
      for (const body of sent) {
        expect(body).toMatchObject({ expires_in: 1800, refresh_token_expires_in: 7_776_000 });
      }
    },
  );

  quirkTest(
    "token_query_params",
    { id: "bamboohr", variables: { companyDomain: "acme" } },
    "request=token stays in the query, credentials in the body",
    async (bamboo) => {
      bamboo.tokens(({ url }) =>
        url.search === "?request=token"
          ? jsonAnswer(200, { ...bearer, refresh_token: "rt-1", companyDomain: "acme" })
          : jsonAnswer(404, {}),
      );
      const grant = await bamboo.connect();
      expect(grant.data).toEqual({ companyDomain: "acme" });
      expect(JSON.parse(bamboo.last.body)).toMatchObject({
        code: "code-1",
        client_secret: "s3cret-Stored-9",
      });
      await bamboo.refresh();
      expect(bamboo.last.url.search).toBe("?request=token");
    },
  );

  quirkTest("separate_refresh_url", "figma", "only the refresh goes to the other address", async (figma) => {
    const refreshUrl = "https://api.figma.com/v1/oauth/refresh";
    figma.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 7_776_000 });
    figma.on(refreshUrl, { access_token: "at-2", token_type: "bearer", expires_in: 7_776_000 });
    await figma.connect();
    expect(figma.seen(refreshUrl)).toHaveLength(0);
    expect(opened(await figma.refresh())).toEqual(["at-2", null]);
    expect(figma.seen(refreshUrl)).toHaveLength(1);
  });

  quirkTest(
    "refresh_get_request",
    "instagram",
    "shows the long-lived token itself, and nothing of the client",
    async (instagram) => {
      const address = "https://graph.instagram.com/refresh_access_token";
      instagram.on(address, { access_token: "long-2", token_type: "bearer", expires_in: 5_180_000 });
      const grant = await instagram.refresh({ refreshToken: "long-1" });
      expect(opened(grant)).toEqual(["long-2", "long-2"]);
      expect(grant.expiresAt).toEqual(inSeconds(5_180_000));
      const [asked] = instagram.seen(address);
      expect([asked?.method, asked?.body, asked?.headers.get("authorization")]).toEqual(["GET", "", null]);
      expect(Object.fromEntries(asked?.url.searchParams ?? [])).toEqual({
        grant_type: "ig_refresh_token",
        access_token: "long-1",
      });
    },
  );

  quirkTest(
    "refresh_get_request",
    "instagram",
    "a refusal is a refusal, and a silent provider is asked again later",
    async (instagram) => {
      const address = "https://graph.instagram.com/refresh_access_token";
      instagram.on(
        address,
        () => jsonAnswer(400, { error: { type: "OAuthException", code: 190, message: "expired" } }),
        () => jsonAnswer(503, {}),
      );
      await expect(instagram.refresh()).rejects.toMatchObject({ class: "permanent-grant" });
      await expect(instagram.refresh()).rejects.toMatchObject({ class: "transient" });
    },
  );

  quirkTest(
    "refresh_needs_redirect_uri",
    "gitlab",
    "the refresh repeats it, elsewhere it does not",
    async (gitlab) => {
      gitlab.tokens(({ form: sent }) =>
        sent.get("redirect_uri") === redirectUri
          ? jsonAnswer(200, { ...bearer, refresh_token: "rt-2" })
          : jsonAnswer(400, { error: "invalid_grant" }),
      );
      expect(opened(await gitlab.refresh())).toEqual(["at-1", "rt-2"]);
      await withReplay("linear", {}, async (linear) => {
        linear.tokens(bearer);
        await linear.refresh();
        expect(linear.last.form.has("redirect_uri")).toBe(false);
      });
    },
  );

  quirkTest(
    "refresh_needs_scope",
    "microsoft",
    "the refresh repeats the granted scopes",
    async (microsoft) => {
      microsoft.tokens(({ form: sent }) =>
        jsonAnswer(200, { ...bearer, refresh_token: "rt-2", scope: sent.get("scope") ?? "" }),
      );
      const grant = await microsoft.refresh({ scopes: ["User.Read", "offline_access"] });
      expect(grant.scopes).toEqual(["User.Read", "offline_access"]);
      await microsoft.refresh({ scopes: [] });
      expect(microsoft.last.form.has("scope")).toBe(false);
    },
  );

  quirkTest(
    "single_resource_per_token",
    "microsoft",
    "a refresh keeps to the resource that was granted",
    async (microsoft) => {
      microsoft.tokens(({ form: sent }) => {
        const resources = (sent.get("scope") ?? "")
          .split(" ")
          .flatMap((scope) => URL.parse(scope)?.origin ?? []);
        return new Set(resources).size > 1
          ? jsonAnswer(400, { error: "invalid_scope", error_description: "AADSTS28000" })
          : jsonAnswer(200, { ...bearer, refresh_token: "rt-2" });
      });
      const granted = ["https://graph.microsoft.com/Mail.Read", "offline_access"];
      expect(opened(await microsoft.refresh({ scopes: granted }))).toEqual(["at-1", "rt-2"]);
      const mixed = [...granted, "https://vault.azure.net/user_impersonation"];
      await expect(microsoft.refresh({ scopes: mixed })).rejects.toMatchObject({
        class: "permanent-client",
        error: "invalid_scope",
      });
    },
  );

  quirkTest(
    "exchange_to_long_lived",
    "facebook",
    "a second call brings the token of sixty days; the first one's is dropped",
    async (facebook) => {
      facebook.tokens(
        { access_token: "short-1", token_type: "bearer", expires_in: 5_000 },
        { access_token: "long-1", token_type: "bearer", expires_in: 5_183_944 },
      );
      const grant = await facebook.connect();
      expect(opened(grant)).toEqual(["long-1", null]);
      expect(grant.expiresAt).toEqual(inSeconds(5_183_944));
      expect(Object.fromEntries(facebook.last.form)).toEqual({
        grant_type: "fb_exchange_token",
        client_id: "client-1",
        client_secret: "s3cret-Stored-9",
        fb_exchange_token: "short-1",
      });
      expect(facebook.requests.every(({ url }) => !url.href.includes("s3cret"))).toBe(true);
    },
  );

  quirkTest(
    "exchange_to_long_lived",
    "instagram",
    "what only the first answer told stays; the new token renews itself",
    async (instagram) => {
      instagram.tokens({
        data: [{ access_token: "short-1", user_id: "178", permissions: ["instagram_business_basic"] }],
      });
      const address = "https://graph.instagram.com/access_token";
      instagram.on(address, { access_token: "long-1", token_type: "bearer", expires_in: 5_183_944 });
      const grant = await instagram.connect();
      expect(opened(grant)).toEqual(["long-1", "long-1"]);
      expect(grant.scopes).toEqual(["instagram_business_basic"]);
      expect(grant.data).toMatchObject({ user_id: "178" });
      expect(Object.fromEntries(instagram.last.url.searchParams)).toEqual({
        grant_type: "ig_exchange_token",
        client_secret: "s3cret-Stored-9",
        access_token: "short-1",
      });
    },
  );

  quirkTest(
    "exchange_to_long_lived",
    "facebook",
    "without the second token there is no connection, and the error quotes no secret",
    async (facebook) => {
      facebook.tokens({ access_token: "short-1", token_type: "bearer" }, () =>
        jsonAnswer(400, { error: { type: "OAuthException", message: "s3cret-Stored-9 short-1" } }),
      );
      const error = await facebook.connect().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: "TokenFailure", status: 400 });
      expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/s3cret|short-1/);
    },
  );

  quirkTest(
    "user_agent_required",
    "reddit",
    "ours travels with token requests and API calls",
    async (reddit) => {
      const named = (body: object) => (request: { headers: Headers }) =>
        /^Mooring\//.test(request.headers.get("user-agent") ?? "")
          ? jsonAnswer(200, body)
          : jsonAnswer(429, { message: "Too Many Requests" });
      reddit.tokens(named({ ...bearer, refresh_token: "rt-1" }));
      reddit.on("https://oauth.reddit.com/api/v1/me", named({ id: "t2_1", name: "ada" }));
      reddit.on("https://www.reddit.com/api/v1/revoke_token", named({}));
      expect(opened(await reddit.connect())).toEqual(["at-1", "rt-1"]);
      await expect(reddit.account()).resolves.toMatchObject({ id: "t2_1", label: "ada" });
      await expect(reddit.revoke()).resolves.toMatchObject({ status: "revoked" });
    },
  );

  quirkTest(
    "secret_is_api_key",
    "stripe",
    "the key itself is the secret, and its mode is the connection's",
    async (stripe) => {
      stripe.tokens(({ form: sent }) =>
        sent.get("client_secret") === "s3cret-Stored-9"
          ? jsonAnswer(200, { ...bearer, refresh_token: "rt-1", livemode: false, stripe_user_id: "acct_1" })
          : jsonAnswer(401, { error: "invalid_client" }),
      );
      const grant = await stripe.connect();
      expect(grant.data).toEqual({ livemode: false, stripe_user_id: "acct_1" });
      stripe.on("https://connect.stripe.com/oauth/deauthorize", { stripe_user_id: "acct_1" });
      await stripe.revoke({ data: grant.data });
      expect(stripe.last.headers.get("authorization")).toBe("Bearer s3cret-Stored-9");
    },
  );
});

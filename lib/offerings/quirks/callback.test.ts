import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { readCallback } from "#lib/oauth/callback.ts";
import { plainClient } from "#lib/testing/plain-provider.ts";
import { quirkTest } from "#lib/testing/quirk-test.ts";
import { bearer, opened, Replay } from "#lib/testing/replay.ts";
import { jsonAnswer } from "#lib/testing/scripted-fetch.ts";

const secret = plainClient().clientSecret?.reveal() ?? "";

/** Signs a query as Shopify documents it: all parameters but hmac, sorted, with the client secret. */
function sign(query: URLSearchParams, key = secret): void {
  const signed = new URLSearchParams([...query].sort(([one], [other]) => (one < other ? -1 : 1)));
  query.set("hmac", createHmac("sha256", key).update(signed.toString()).digest("hex"));
}

const fromShop = (shop: string, then: (query: URLSearchParams) => void) => (query: URLSearchParams) => {
  query.set("shop", shop);
  query.set("timestamp", "1337178173");
  query.set("host", "YWRtaW4uc2hvcGlmeS5jb20=");
  then(query);
};

describe("quirks of the authorization response", () => {
  quirkTest(
    "callback_extra_params",
    "quickbooks",
    "realmId is kept, what is not listed is not",
    async (quickbooks) => {
      quickbooks.tokens({
        ...bearer,
        refresh_token: "rt-1",
        expires_in: 3600,
        x_refresh_token_expires_in: 8_726_400,
      });
      const grant = await quickbooks.connect({ callback: { realmId: "4620816365", evil: "x" } });
      expect(grant.data).toEqual({ realmId: "4620816365" });
    },
  );

  quirkTest(
    "callback_hmac",
    { id: "shopify", variables: { shop: "acme-store" } },
    "a signed callback is taken, and the shop's own endpoint asked",
    async (shopify) => {
      shopify.tokens({ ...bearer, scope: "read_products,write_orders" });
      const shop = "acme-store.myshopify.com";
      const grant = await shopify.connect({ callback: fromShop(shop, (query) => sign(query)) });
      expect(grant.data).toMatchObject({ shop, timestamp: "1337178173" });
      expect(shopify.last.url.host).toBe(shop);
      expect(shopify.last.form.get("expiring")).toBe("1");
    },
  );

  quirkTest(
    "callback_hmac",
    { id: "shopify", variables: { shop: "acme-store" } },
    "a forged, altered, unsigned or foreign callback is refused, and no code is exchanged",
    async (shopify) => {
      const shop = "acme-store.myshopify.com";
      const forgeries: ((query: URLSearchParams) => void)[] = [
        fromShop(shop, (query) => sign(query, "another secret")),
        fromShop(shop, (query) => {
          sign(query);
          query.set("code", "code-of-somebody-else");
        }),
        fromShop(shop, () => undefined),
        fromShop(shop, (query) => query.set("hmac", "")),
        fromShop(shop, (query) => query.set("hmac", "z".repeat(64))),
        fromShop("evil.myshopify.com", (query) => sign(query)),
        (query) => sign(query),
      ];
      for (const callback of forgeries) {
        await expect(shopify.connect({ callback })).rejects.toMatchObject({ code: "state-mismatch" });
      }
      expect(shopify.seen(shopify.provider.token.url)).toEqual([]);
    },
  );

  it("callback_hmac: agrees with the example that Shopify's documentation gave for the secret “hush”", () => {
    const { provider } = new Replay("shopify", { shop: "some-shop" });
    const query = {
      code: "0907a61c0c8d55e99db179b68161bc00",
      hmac: "700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf",
      shop: "some-shop.myshopify.com",
      state: "0.6784241404160823",
      timestamp: "1337178173",
    };
    const client = plainClient({ clientSecret: new Secret("hush") });
    const { code } = readCallback({ provider, client, params: new URLSearchParams(query) });
    expect(code.reveal()).toBe(query.code);
    const nobody = { ...client, clientSecret: null };
    expect(() => readCallback({ provider, client: nobody, params: new URLSearchParams(query) })).toThrow(
      expect.objectContaining({ code: "state-mismatch" }),
    );
  });

  quirkTest(
    "callback_code_suffix",
    "instagram",
    "the fragment's remains are no part of the code",
    async (instagram) => {
      const long = { access_token: "long-1", token_type: "bearer", expires_in: 5_183_944 };
      instagram.tokens({
        data: [{ access_token: "short-1", user_id: "178", permissions: "instagram_business_basic" }],
      });
      instagram.on("https://graph.instagram.com/access_token", long);
      const grant = await instagram.connect({ callback: { code: "code-1#_" } });
      expect(instagram.requests[1]?.form.get("code")).toBe("code-1");
      expect(grant.accessToken.reveal()).toBe("long-1");
    },
  );

  quirkTest(
    "callback_selects_token_host",
    "zoho-crm",
    "code, refresh and revocation go to the region that the callback named",
    async (zoho) => {
      const europe = "https://accounts.zoho.eu";
      zoho.on(`${europe}/oauth/v2/token`, {
        ...bearer,
        refresh_token: "rt-1",
        api_domain: "https://www.zohoapis.eu",
      });
      zoho.on(`${europe}/oauth/v2/token/revoke`, { status: "success" });
      const { data } = await zoho.connect({ callback: { location: "eu", "accounts-server": europe } });
      expect(data).toMatchObject({ location: "eu", "accounts-server": europe });
      await zoho.refresh({ data });
      await expect(zoho.revoke({ data })).resolves.toMatchObject({ status: "revoked" });
      expect(zoho.requests.map(({ url }) => `${url.host}${url.pathname}`)).toEqual([
        "accounts.zoho.com/oauth/v2/auth",
        "accounts.zoho.eu/oauth/v2/token",
        "accounts.zoho.eu/oauth/v2/token",
        "accounts.zoho.eu/oauth/v2/token/revoke",
      ]);
    },
  );

  quirkTest(
    "callback_selects_token_host",
    "zoho-crm",
    "a host outside the list gets neither code nor secret; none named means the one that was asked",
    async (zoho) => {
      zoho.tokens({ ...bearer, api_domain: "https://www.zohoapis.com" });
      const foreign = [
        "https://accounts.zoho.evil.example",
        "https://evil.example/accounts.zoho.eu",
        "https://accounts.zoho.eu@evil.example",
        "https://accounts.zoho.eu:8443",
        "http://accounts.zoho.eu",
        "https://accounts.zoho.eu/x",
        "",
      ];
      for (const host of foreign) {
        await expect(zoho.connect({ callback: { "accounts-server": host } })).rejects.toMatchObject({
          code: "state-mismatch",
        });
      }
      expect(zoho.requests.every(({ url }) => url.pathname === "/oauth/v2/auth")).toBe(true);
      expect(opened(await zoho.connect())).toEqual(["at-1", null]);
      await zoho.refresh({ data: { "accounts-server": "https://evil.example" } });
      expect(zoho.last.url.host).toBe("accounts.zoho.com");
    },
  );

  quirkTest(
    "short_code_lifetime",
    "box",
    "the code is exchanged at once, and one that died is not tried again",
    async (box) => {
      box.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 4_169 }, () =>
        jsonAnswer(400, { error: "invalid_grant", error_description: "Auth code has expired" }),
      );
      expect(opened(await box.connect())).toEqual(["at-1", "rt-1"]);
      expect(box.requests.map(({ url }) => url.pathname)).toEqual(["/api/oauth2/authorize", "/oauth2/token"]);
      await expect(box.connect()).rejects.toMatchObject({ class: "permanent-grant", error: "invalid_grant" });
      expect(box.seen(box.provider.token.url)).toHaveLength(2);
    },
  );

  quirkTest(
    "app_install_required",
    "github-app",
    "the installation that came along is kept, and people are told",
    async (app) => {
      app.tokens({ ...bearer, refresh_token: "rt-1", expires_in: 28_800, scope: "" });
      const grant = await app.connect({ callback: { installation_id: "8675309", setup_action: "install" } });
      expect(grant.data).toEqual({ installation_id: "8675309", setup_action: "install" });
      expect(app.offering.setup.steps.join(" ")).toContain("install");
    },
  );
});

import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { requiredHeaders } from "#lib/oauth/api-headers.ts";
import { type HeaderList, selectHeaders, signHeaders } from "./request-headers.ts";

const bearer = { auth: { header: "Authorization", template: "Bearer {access_token}" }, headers: {} };
const signature = { api: bearer, accessToken: new Secret("t0ken"), hasBody: false, contentType: null };

describe("headers on their way to the provider", () => {
  it("P-03: pass when they describe the request or are the provider's own", () => {
    const sent = pairs(
      "Accept Content-Type Range If-None-Match Idempotency-Key Prefer Notion-Version Stripe-Account X-Custom ConsistencyLevel developer-token",
    );
    expect(selectHeaders(sent, bearer)).toEqual({ kept: sent, dropped: [] });
  });

  it("P-03: stay here when they speak to a proxy, a browser, a framework or to us", () => {
    const sent = pairs(
      `Authorization Cookie Host Connection Keep-Alive Proxy-Authorization Proxy-Connection TE Trailer Transfer-Encoding Upgrade
       Content-Length Expect Forwarded Via X-Forwarded-For X-Forwarded-Host X-Forwarded X-Real-IP X-HTTP-Method-Override
       X-Method-Override X-Original-URL X-Rewrite-URL X-Middleware-Subrequest X-Mooring-Request Mooring-Connection Origin
       Referer Sec-Fetch-Site Access-Control-Request-Method Early-Data HTTP2-Settings Max-Forwards Alt-Used Set-Cookie`,
    );
    expect(selectHeaders(sent, bearer).kept).toEqual([]);
    expect(selectHeaders(sent, bearer).dropped).toEqual(sent.map(([name]) => name.toLowerCase()));
  });

  it("P-03, P-08: stay here however a server would spell them", () => {
    const sent = pairs(
      `X_HTTP_Method_Override X-HTTP_Method X_Method_Override Method-Override HTTP-Method-Override X-Method _method
       X_Forwarded_For Proxy_Authorization X_Original_URL Content_Length X_Mooring_Request`,
    );
    expect(selectHeaders(sent, bearer).kept).toEqual([]);
    const shop = { auth: { header: "X-Shopify-Access-Token", template: "{access_token}" }, headers: {} };
    expect(selectHeaders([["X_Shopify_Access_Token", "mine"]], shop).kept).toEqual([]);
  });

  it("P-03: stay here when Connection names them (RFC 9110 §7.6.1)", () => {
    const sent: HeaderList = [
      ["Connection", "close, X-Hop , Accept"],
      ["X-Hop", "1"],
      ["Accept", "a/b"],
      ["X-Stay", "2"],
    ];
    expect(selectHeaders(sent, bearer).kept).toEqual([["X-Stay", "2"]]);
  });

  it("P-03: stay here when their value is a key of ours", () => {
    expect(selectHeaders([["X-Api-Key", `mrg_${"a".repeat(49)}`]], bearer).kept).toEqual([]);
  });

  it("never include the header that the provider's token goes into", () => {
    const shop = { auth: { header: "X-Shopify-Access-Token", template: "{access_token}" }, headers: {} };
    expect(selectHeaders([["x-shopify-access-token", "mine"]], shop).kept).toEqual([]);
    expect(signHeaders([], { ...signature, api: shop })).toContainEqual(["X-Shopify-Access-Token", "t0ken"]);
  });

  it("get the provider's own where the caller sent none, and the token", () => {
    const api = {
      ...bearer,
      headers: { "Notion-Version": "2025-09-03", "Content-Type": "application/vnd.api+json" },
    };
    const kept: HeaderList = [["notion-version", "2026-01-01"]];
    expect(signHeaders(kept, { ...signature, api })).toEqual([
      ["notion-version", "2026-01-01"],
      ["User-Agent", "Mooring/0.1"],
      ["Accept", "*/*"],
      ["Authorization", "Bearer t0ken"],
    ]);
    const withBody = signHeaders([], { ...signature, api, hasBody: true, contentType: "application/json" });
    expect(withBody.filter(([name]) => name === "Content-Type")).toEqual([
      ["Content-Type", "application/vnd.api+json"],
    ]);
  });

  it("take a token with `$&` in it literally", () => {
    const headers = signHeaders([], { ...signature, accessToken: new Secret("a$&b") });
    expect(headers.at(-1)).toEqual(["Authorization", "Bearer a$&b"]);
  });

  it.each(["a\r\nb", "a b", "a\0", "é", ""])("refuse the token %j without quoting it", (token) => {
    const accessToken = new Secret(`sesame${token}` === "sesame" ? "" : `sesame${token}`);
    try {
      signHeaders([], { ...signature, accessToken });
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error) && error.code).toBe("provider-misbehaved");
      expect(`${error} ${JSON.stringify(error)}`).not.toContain("sesame");
    }
  });
});

describe("the provider's own headers", () => {
  const provider = (headers: Record<string, string>) => ({
    api: { ...bearer, baseUrl: "https://api.example.com", originFrom: null, origins: [], headers },
  });
  const facts = { clientId: "client-1", data: { tenantId: "t-1", count: 3, list: ["x"], bad: "a\r\nb" } };

  it("are filled from the client and the connection's data", () => {
    const headers = {
      "Client-Id": "{client_id}",
      "Xero-Tenant-Id": "{tenantId}",
      "User-Agent": "{user_agent}",
    };
    expect(requiredHeaders(provider(headers), facts)).toEqual({
      "Client-Id": "client-1",
      "Xero-Tenant-Id": "t-1",
      "User-Agent": "Mooring/0.1",
    });
  });

  it("are left out when they cannot be filled, or would break the message", () => {
    expect(requiredHeaders(provider({ A: "{unknown}", B: "{list}", C: "{bad}" }), facts)).toEqual({});
  });
});

function pairs(names: string): HeaderList {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, "value"]);
}

import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { resolveApiBase } from "./api-base.ts";
import { apiHeaders } from "./api-headers.ts";

function base(baseUrl: string, data: Record<string, unknown> = {}, originFrom: string | null = null): string {
  const provider = plainProvider();
  return resolveApiBase({ ...provider, api: { ...provider.api, baseUrl, originFrom } }, data);
}

describe("the API base of a connection", () => {
  it.each([
    ["https://api.plain.example/v1", {}, "https://api.plain.example/v1"],
    ["https://api.plain.example/", {}, "https://api.plain.example"],
    [
      "{instance_url}/services/data/v62.0",
      { instance_url: "https://eu7.plain.example/" },
      "https://eu7.plain.example/services/data/v62.0",
    ],
    ["https://{dc}.api.plain.example/3.0", { dc: "us21" }, "https://us21.api.plain.example/3.0"],
    [
      "https://api.plain.example/company/{realmId}",
      { realmId: 4711 },
      "https://api.plain.example/company/4711",
    ],
    [
      "https://api.plain.example/ex/{cloudId}",
      { cloudId: "a/b?c#d" },
      "https://api.plain.example/ex/a%2Fb%3Fc%23d",
    ],
  ])("%s with %o is %s", (template, data, wanted) => {
    expect(base(template, data)).toBe(wanted);
  });

  it.each([
    ["{instance_url}/x", {}],
    ["{instance_url}/x", { instance_url: "http://plain.example" }],
    ["{instance_url}/x", { instance_url: "javascript:alert(1)" }],
    ["{instance_url}/x", { instance_url: "https://u:p@plain.example" }],
    ["{instance_url}/x", { instance_url: "https://plain.example/?a=b" }],
    ["https://{dc}.plain.example/", { dc: "evil.example/" }],
    ["https://{dc}.plain.example/", { dc: "evil.example#" }],
    ["https://{dc}.plain.example/", { dc: "u@evil" }],
    ["https://{dc}.plain.example/", { dc: "evil:443" }],
    ["https://{dc}.plain.example/", { dc: "" }],
    ["https://{dc}.plain.example/", { dc: { toString: "x" } }],
  ])("%s with %o is refused", (template, data) => {
    expect(() => base(template, data)).toThrow(expect.objectContaining({ name: "AppError" }));
  });

  it("takes a regional origin that is a sibling of the known one, and no other", () => {
    const at = (api_url: string) => base("https://api.plain.example/v2", { api_url }, "api_url");
    expect(at("https://api-eu.plain.example")).toBe("https://api-eu.plain.example/v2");
    for (const foreign of [
      "https://evil.example",
      "https://plain.example.evil.example",
      "https://notplain.example",
      "http://api-eu.plain.example",
      "https://api.plain.example:8443",
      "no url",
    ]) {
      expect(at(foreign)).toBe("https://api.plain.example/v2");
    }
    expect(base("https://api.plain.example/v2", {}, "api_url")).toBe("https://api.plain.example/v2");
  });

  it.each([
    ["https://api.plain.co.uk", "https://evil.co.uk"],
    ["https://plain.com.au", "https://evil.com.au"],
    ["https://plain.github.io", "https://evil.github.io"],
    ["https://plain.azurewebsites.net", "https://evil.azurewebsites.net"],
    ["https://plain.example", "https://evil.example"],
    ["https://plain.example", "https://evilplain.example"],
    ["https://93.184.216.34", "https://10.0.216.34"],
    ["https://localhost", "https://evil.localhost"],
  ])("P-01: %s has no sibling %s: the wildcard ends at a dot, and above a public suffix", (own, foreign) => {
    expect(base(own, { api_url: foreign }, "api_url")).toBe(own);
  });

  it("P-01: takes a sibling below a registry of a country", () => {
    const told = { api_url: "https://eu.plain.co.uk" };
    expect(base("https://api.plain.co.uk", told, "api_url")).toBe("https://eu.plain.co.uk");
  });

  it.each([
    "https://{dc}.com/",
    "https://{dc}.co.uk/",
    "https://{dc}plain.example/",
    "https://{dc}-api.plain.example/",
  ])("P-01: a told part fills %s to no address", (template) => {
    expect(() => base(template, { dc: "evil" })).toThrow(expect.objectContaining({ name: "AppError" }));
  });
});

describe("the headers of an API call", () => {
  const provider = plainProvider();
  const headersWith = (
    headers: Record<string, string>,
    data = {},
    token = "at-1",
    auth = provider.api.auth,
  ) =>
    apiHeaders({
      provider: { ...provider, api: { ...provider.api, headers, auth } },
      client: plainClient(),
      accessToken: new Secret(token),
      data,
    });

  it("carry the token in the provider's place and what the provider wants besides", () => {
    const own = { header: "X-Plain-Token", template: "{access_token}" };
    expect(
      headersWith({ "Client-Id": "{client_id}", "X-Tenant": "{tenantId}" }, { tenantId: "t-1" }, "at-1", own),
    ).toEqual({
      "user-agent": "Mooring/0.1",
      "x-plain-token": "at-1",
      "client-id": "client-1",
      "x-tenant": "t-1",
    });
  });

  it("leave out what is not known, and what no header can hold", () => {
    const headers = headersWith({ "X-Tenant": "{tenantId}", "X-Odd": "{odd}" }, { odd: "a\r\nEvil: 1" });
    expect(Object.keys(headers).sort()).toEqual(["authorization", "user-agent"]);
  });

  it("D-21: refuse a token that would end the line, without quoting it", () => {
    const token = "tok-CANARY\r\nEvil: 1";
    expect(() => headersWith({}, {}, token)).toThrow(
      expect.objectContaining({ code: "provider-misbehaved" }),
    );
    expect(() => headersWith({}, {}, token)).not.toThrow("CANARY");
  });
});

import { describe, expect, it } from "vitest";
import { plainProvider } from "#lib/testing/plain-provider.ts";
import { areEndpointsMoved } from "./endpoints.ts";

const account = {
  ...{ url: "https://api.plain.example/me", method: "GET" as const, headers: {}, body: null, idPath: "id" },
  ...{ labelPath: null, emailPath: null, picturePath: null },
};
const followUp = {
  ...{ purpose: "tenants" as const, url: "https://api.plain.example/tenants", method: "GET" as const },
  ...{ headers: {}, params: {}, list: null, extract: {} },
};
const plain = plainProvider({ account, followUps: [followUp] });

describe("P-04: whether endpoints move", () => {
  it.each([
    [
      "the authorization address",
      { authorize: { ...plain.authorize, url: "https://id.plain.example/other" } },
    ],
    ["the token address", { token: { ...plain.token, url: "https://id.evil.example/token" } }],
    [
      "a refresh address of its own",
      { token: { ...plain.token, refreshUrl: "https://id.plain.example/refresh" } },
    ],
    ["the revocation address", { revocation: { ...plain.revocation, url: "https://id.plain.example/end" } }],
    ["the API's origin", { api: { ...plain.api, baseUrl: "https://api.evil.example/v1" } }],
    ["a further API origin", { api: { ...plain.api, origins: ["https://upload.evil.example"] } }],
    [
      "an API host that the grant fills in",
      { api: { ...plain.api, baseUrl: "https://{instance}.example/v1" } },
    ],
    ["the account look-up's host", { account: { ...account, url: "https://api.evil.example/me" } }],
    ["a follow-up's host", { followUps: [{ ...followUp, url: "https://api.evil.example/tenants" }] }],
    ["the issuer", { issuer: "https://id.evil.example" }],
  ])("is so for %s", (_what, change) => {
    expect(areEndpointsMoved(plain, { ...plain, ...change })).toBe(true);
  });

  it("is not so for another version in the path of the API, or the same settings again", () => {
    const newer = { ...plain, api: { ...plain.api, baseUrl: "https://api.plain.example/v2" } };
    expect(areEndpointsMoved(plain, newer)).toBe(false);
    expect(areEndpointsMoved(plain, { ...plain })).toBe(false);
  });
});

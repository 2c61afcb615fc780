import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { requireAuthorize, requireToken } from "#lib/core/provider-endpoints.ts";
import { toCatalogueOffering } from "./catalogue-offering.ts";
import { parseOfferingData } from "./parse-offering-data.ts";
import { toProvider } from "./provider.ts";
import { loadCatalogue } from "./registry.ts";
import type { OfferingData } from "./schema.ts";

type Change = Partial<Record<keyof OfferingData, unknown>>;

/** Asana's data without its OAuth part, as an offering that takes keys and passwords alone. */
function keyData(change: Change = {}): Record<string, unknown> {
  const { authorize, token, clientAuthentications, isSandbox, insecureOrigin, custom, ...asana } =
    loadCatalogue().find(({ id }) => id === "asana") ?? expect.fail("Asana is in the catalogue");
  const rest = { quirks: [], revocation: { kind: "none" }, accepts: ["api_key", "basic"] };
  return { ...asana, ...rest, ...change };
}

function problemsOf(change: Change): string[] {
  return parseOfferingData(keyData(change), null).problems.map(({ pointer }) => pointer);
}

function providerOf(kind: OfferingData["accepts"][number], api: object) {
  const { baseUrl } = loadCatalogue().find(({ id }) => id === "asana")?.api ?? expect.fail();
  const { data } = parseOfferingData(keyData({ api: { baseUrl, baseUrlSource: "static", ...api } }), null);
  return toProvider(toCatalogueOffering(data ?? expect.fail("it is sound")), {}, kind);
}

describe("an offering that takes keys or passwords", () => {
  it("needs neither an authorization nor a token endpoint", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it("may prove a key by an answer that names nobody", () => {
    expect(problemsOf({ account: { url: "https://app.asana.com/api/1.0/ping" } })).toEqual([]);
  });

  it.each<[string, Change, string]>([
    ["a look-up that proves them", { account: {} }, "/account/url"],
    ["a token endpoint for client credentials", { accepts: ["api_key", "client_credentials"] }, "/token"],
    ["an authorization endpoint for sign-ins", { accepts: ["basic", "oauth2"] }, "/authorize"],
  ])("needs %s", (_what, change, pointer) => {
    expect(problemsOf(change)).toContain(pointer);
  });

  it("may name the quirk of another header, or leave it out: a key has no usual place", () => {
    const api = { baseUrl: "https://app.asana.com/api/1.0", baseUrlSource: "static" };
    const auth = { header: "X-Api-Key", template: "{access_token}" };
    expect(problemsOf({ api: { ...api, auth } })).toEqual([]);
    expect(problemsOf({ api: { ...api, auth }, quirks: ["api_auth_header_custom"] })).toEqual([]);
  });

  it("calls nothing of OAuth, and says so", () => {
    const provider = providerOf("api_key", {});
    for (const want of [requireAuthorize, requireToken]) {
      let refusal: unknown = null;
      try {
        want(provider);
      } catch (error) {
        refusal = error;
      }
      expect(isAppError(refusal) && [refusal.code, refusal.detail]).toEqual([
        "conflict",
        expect.stringContaining("connect by a key or a password"),
      ]);
    }
  });
});

describe("where a credential goes", () => {
  const token = { header: "Authorization", template: "Token {access_token}" };
  const query = { query: "api_key" };

  it.each([
    ["an API key", "api_key", { auth: token }, token],
    ["an API key with a place of its own", "api_key", { auth: token, keyAuth: query }, query],
    ["a user name with a password", "basic", { auth: token, keyAuth: query }, "Basic {access_token}"],
    ["a minted token", "client_credentials", { auth: token, keyAuth: query }, token],
    ["a granted token", "oauth2", { auth: token, keyAuth: query }, token],
  ] as const)("%s has its place", (_what, kind, api, place) => {
    const expected = typeof place === "string" ? { header: "Authorization", template: place } : place;
    expect(providerOf(kind, api).api.auth).toEqual(expected);
  });
});

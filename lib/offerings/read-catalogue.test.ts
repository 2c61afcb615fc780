import { describe, expect, it } from "vitest";
import { catalogFiles } from "./catalog-files.ts";
import { CatalogueError, readCatalogue } from "./read-catalogue.ts";

type Data = Record<string, unknown>;

/** The file of one vendor, changed at one place. */
function broken(vendor: string, path: string, value: unknown): Record<string, unknown> {
  const file = structuredClone(catalogFiles[vendor]);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let place = file as Data;
  for (const key of keys) {
    place[key] ??= {};
    place = place[key] as Data;
  }
  if (value === undefined) delete place[last];
  else place[last] = value;
  return { [vendor]: file };
}

function complaint(files: Record<string, unknown>): string {
  try {
    readCatalogue(files);
  } catch (error) {
    if (error instanceof CatalogueError) return error.message;
    throw error;
  }
  return "";
}

describe("reading the catalogue", () => {
  it.each([
    ["an http address", "linear", "0.token.url", "http://api.linear.app/oauth/token", "0.token.url"],
    ["a script for an address", "linear", "0.authorize.url", "javascript:alert(1)", "0.authorize.url"],
    [
      "a password in an address",
      "linear",
      "0.authorize.url",
      "https://u:p@linear.app/oauth",
      "0.authorize.url",
    ],
    ["a fragment", "linear", "0.revocation.url", "https://linear.app/#x", "0.revocation.url"],
    ["a line break in an address", "linear", "0.api.baseUrl", "https://linear.app/\nx", "0.api.baseUrl"],
    ["a missing field", "linear", "0.displayName", undefined, "0.displayName"],
    ["a misspelt field", "linear", "0.tokn", {}, "0:"],
    ["a misspelt field below", "linear", "0.token.ulr", "x", "0.token"],
    ["a wrong type", "linear", "0.scopes.required", "read", "0.scopes.required"],
    ["a word that is no quirk", "linear", "0.quirks", ["likes_cheese"], "0.quirks.0"],
    ["a quirk without its fact", "linear", "0.quirks", ["token_body_json"], "0.quirks"],
    ["a fact without its quirk", "notion", "0.quirks", ["no_scope_param"], "0.quirks"],
    [
      "a required scope that is not described",
      "linear",
      "0.scopes.required",
      ["everything"],
      "0.scopes.required",
    ],
    ["an unknown offline scope", "linear", "0.scopes.offline", "forever", "0.scopes.offline"],
    ["a scope with a space", "linear", "0.scopes.catalog.0.id", "read it", "0.scopes.catalog.0.id"],
    ["a scope described twice", "linear", "0.scopes.catalog.1.id", "read", "0.scopes.catalog"],
    [
      "a captured secret",
      "linear",
      "0.tokenResponse",
      { capture: ["client_secret"] },
      "0.tokenResponse.capture.0",
    ],
    [
      "a preferred way that is not supported",
      "linear",
      "0.clientAuth.preferred",
      "basic",
      "0.clientAuth.preferred",
    ],
    ["a variable that anything fits", "okta", "0.variables.0.pattern", null, "0.variables.0"],
    ["a pattern that is not anchored", "okta", "0.variables.0.pattern", "[a-z]+", "0.variables.0.pattern"],
    ["a pattern that does not compile", "okta", "0.variables.0.pattern", "^([a-z$", "0.variables.0.pattern"],
    ["an example that does not match", "okta", "0.variables.0.example", "https://x", "0.variables.0"],
    ["a choice that is none", "zoho", "0.variables.0.default", "zoho.example", "0.variables.0"],
    ["another vendor's offering", "linear", "0.provider", "asana", "0.provider"],
    ["a slug with capitals", "linear", "0.id", "Linear", "0.id"],
    [
      "an API header without the token",
      "linear",
      "0.api.auth",
      { header: "X", template: "Bearer" },
      "0.api.auth.template",
    ],
  ])("refuses %s and names file and field", (_, vendor, path, value, field) => {
    expect(complaint(broken(vendor, path, value))).toContain(`catalog/${vendor}.json ${field}`);
  });

  it("refuses two offerings with one id", () => {
    expect(complaint(broken("salesforce", "1.id", "salesforce"))).toContain(
      "catalog/salesforce.json 1.id: salesforce is taken",
    );
  });

  it.each([null, {}, [], "x", [null]])("refuses a file that holds %o", (content) => {
    expect(complaint({ linear: content })).toContain("catalog/linear.json");
  });

  it("names every mistake at once", () => {
    const files = { ...broken("linear", "0.id", "X Y"), ...broken("okta", "0.token.url", "nowhere") };
    expect(complaint(files).split("\n")).toEqual([
      expect.stringContaining("catalog/linear.json 0.id"),
      expect.stringContaining("catalog/okta.json 0.token.url"),
    ]);
  });
});

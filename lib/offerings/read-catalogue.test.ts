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
    ["a user's variable in the token host that has no choices", "zoho", "0.variables.0.choices", null, "0."],
    [
      "a name in an address that nothing fills",
      "linear",
      "0.api.baseUrl",
      "https://{tenant}.example",
      "0.api.baseUrl",
    ],
    ["a revocation without its address", "linear", "0.revocation.url", null, "0.revocation.url"],
    ["an address of no revocation", "linear", "0.revocation.kind", "none", "0.revocation.url"],
    ["a scope that holds the separator", "linear", "0.scopes.catalog.0.id", "a,b", "0.scopes.catalog.0.id"],
    ["confidence without evidence", "twitch", "0.crossCheck", {}, "0.confidence"],
    ["no evidence at all", "linear", "0.evidence", [], "0.evidence"],
    ["evidence of an unknown kind", "linear", "0.evidence", ["a hunch"], "0.evidence.0"],
    ["an unknown state", "linear", "0.status", { state: "tired" }, "0.status.state"],
    ["a successor that does not exist", "fitbit", "0.status.replacedBy", "fitbit-2", "0.status.replacedBy"],
    ["a successor of the living", "linear", "0.status", { replacedBy: "jira" }, "0.status.replacedBy"],
    ["an expiry that is none", "linear", "0.accessToken.expires", false, "0.quirks"],
    [
      "an unknown way of authenticating",
      "linear",
      "0.clientAuth.supported",
      ["post", "jwt"],
      "0.clientAuth.supported.1",
    ],
    [
      "a lifetime below a second",
      "linear",
      "0.accessToken.lifetimeSeconds",
      0,
      "0.accessToken.lifetimeSeconds",
    ],
    ["an unknown follow-up", "xero", "0.followUps.0.purpose", "fun", "0.followUps.0.purpose"],
    ["a signature that no quirk checks", "linear", "0.callback", { signatureParam: "hmac" }, "0.quirks"],
    ["a quirk whose signature is not named", "shopify", "0.callback.signatureParam", null, "0.quirks"],
    [
      "a token host that no list bounds",
      "zoho",
      "0.token.url",
      "https://accounts.zoho.com/t",
      "0.callback.tokenOriginParam",
    ],
    ["a long-lived exchange that is not described", "meta", "0.followUps", [], "0.quirks"],
    ["a minimum age that no quirk names", "linear", "0.refresh.minimumAgeSeconds", 60, "0.quirks"],
    ["a validation that is not described", "twitch", "0.followUps", [], "0.quirks"],
    ["no setup step", "linear", "0.setup.steps", [], "0.setup.steps"],
    ["a day that is none", "linear", "0.checkedOn", "yesterday", "0.checkedOn"],
    [
      "an API header without the token",
      "linear",
      "0.api.auth",
      { header: "X", template: "Bearer" },
      "0.api.auth.template",
    ],
    [
      "an API header and a query at once",
      "linear",
      "0.api.auth",
      { header: "X", query: "key" },
      "0.api.auth",
    ],
    ["a parameter that is none", "linear", "0.api.keyAuth", { query: "a&b" }, "0.api.keyAuth.query"],
    ["a kind that is none", "linear", "0.accepts", ["oauth2", "password"], "0.accepts.1"],
    ["no kind at all", "linear", "0.accepts", [], "0.accepts"],
    ["a kind named twice", "linear", "0.accepts", ["oauth2", "oauth2"], "0.accepts"],
    ["a sign-in without its address", "linear", "0.authorize", null, "0.authorize"],
    ["tokens without their endpoint", "linear", "0.token", undefined, "0.token"],
    ["a sign-in that names no account", "linear", "0.account.idPath", null, "0.account.idPath"],
  ])("refuses %s and names file and field", (_, vendor, path, value, field) => {
    expect(complaint(broken(vendor, path, value))).toContain(`catalog/${vendor}.json ${field}`);
  });

  it("refuses two offerings with one id", () => {
    expect(complaint(broken("salesforce", "1.id", "salesforce"))).toContain(
      "catalog/salesforce.json 1.id: salesforce is taken",
    );
  });

  it("refuses two offerings with one name for people", () => {
    const [first] = catalogFiles.salesforce as { displayName: string }[];
    expect(complaint(broken("salesforce", "1.displayName", first?.displayName))).toContain(
      "catalog/salesforce.json 1.displayName: ",
    );
  });

  it.each([null, {}, [], "x", [null]])("refuses a file that holds %o", (content) => {
    expect(complaint({ linear: content })).toContain("catalog/linear.json");
  });

  it("finds nothing wrong with the files as they are", () => {
    expect(complaint(catalogFiles)).toBe("");
  });

  it("names every mistake at once", () => {
    const files = { ...broken("linear", "0.id", "X Y"), ...broken("okta", "0.token.url", "nowhere") };
    expect(complaint(files).split("\n")).toEqual([
      expect.stringContaining("catalog/linear.json 0.id"),
      expect.stringContaining("catalog/okta.json 0.token.url"),
    ]);
  });
});

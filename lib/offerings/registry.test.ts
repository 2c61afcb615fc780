import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { requireAuthorize, requireToken } from "#lib/core/provider-endpoints.ts";
import { sandboxOffering } from "./catalog/sandbox.ts";
import { catalogFiles } from "./catalog-files.ts";
import { offeringSchema } from "./contract.ts";
import { toProvider } from "./provider.ts";
import { supportedQuirks } from "./quirks.ts";
import { readCatalogue } from "./read-catalogue.ts";
import { findOffering, listOfferings } from "./registry.ts";
import { isSecretName, offeringDataSchema } from "./schema.ts";
import { quirkNames } from "./vocabulary.ts";

const off = { sandboxOrigin: null };
const on = { sandboxOrigin: "http://127.0.0.1:4000" };

describe("the registry of offerings", () => {
  it("knows every file of the catalogue by its name", () => {
    const files = readdirSync(new URL("./catalog/", import.meta.url)).filter((name) =>
      name.endsWith(".json"),
    );
    expect(new Set(Object.keys(catalogFiles).map((name) => `${name}.json`))).toEqual(new Set(files));
  });

  it("offers every offering of the catalogue, for the engine masters every quirk", () => {
    const all = readCatalogue(catalogFiles);
    const offered = listOfferings(off).map(({ id }) => id);
    expect(offered).toHaveLength(85);
    expect(new Set(offered)).toEqual(new Set(all.map(({ id }) => id)));
    expect([...supportedQuirks].sort()).toEqual([...quirkNames].sort());
    expect(quirkNames).toHaveLength(69);
  });

  it.each([
    ...[
      "google",
      "github",
      "gitlab",
      "slack",
      "salesforce",
      "salesforce-sandbox",
      "microsoft",
      "notion",
      "jira",
    ],
    ...[
      "confluence",
      "hubspot",
      "dropbox",
      "linear",
      "discord",
      "asana",
      "zoom",
      "xero",
      "quickbooks",
      "stripe",
      "okta",
    ],
  ])("offers %s", (id) => {
    expect(findOffering(off, id)?.id).toBe(id);
  });

  it("offers the practice provider first, exactly where it is on", () => {
    expect(listOfferings(on)[0]).toMatchObject({ id: "sandbox", isSandbox: true });
    expect(findOffering(off, "sandbox")).toBeNull();
    expect(listOfferings(off).some(({ isSandbox }) => isSandbox)).toBe(false);
    expect(findOffering(on, "no-such-thing")).toBeNull();
  });

  it("says of a closed offering when it ended and what has taken its place", () => {
    const { status } = offeringSchema.parse(findOffering(off, "fitbit"));
    expect(status).toMatchObject({ state: "retired", sunsetDate: "2026-11-02", replacedBy: "google-health" });
    expect(findOffering(off, status.replacedBy ?? "")?.status.state).toBe("active");
  });

  it("says of four offerings that they are not confirmed yet", () => {
    const unconfirmed = listOfferings(off).filter(({ confidence }) => confidence === "low");
    expect(unconfirmed.map(({ id }) => id).sort()).toEqual([
      "paypal",
      "paypal-sandbox",
      "surveymonkey-ca",
      "surveymonkey-eu",
    ]);
  });

  it("tells beforehand what only a person can do at the provider", () => {
    const { setup } = offeringSchema.parse(findOffering(off, "heroku"));
    expect(setup.steps.at(-1)).toMatch(/^Only one callback URL/);
  });

  it("lists by name", () => {
    const names = listOfferings(off).map(({ displayName }) => displayName);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));
  });

  it("describes the practice provider in the same shape as all others", () => {
    expect(offeringDataSchema.parse(sandboxOffering("https://practice.example"))).toEqual(
      sandboxOffering("https://practice.example"),
    );
    const overHttp = findOffering(on, "sandbox");
    expect(overHttp?.insecureOrigin).toBe("http://127.0.0.1:4000");
    expect(findOffering({ sandboxOrigin: "https://practice.example" }, "sandbox")?.insecureOrigin).toBeNull();
  });

  it("shows people what they need and keeps the engine's part to itself", () => {
    const offering = offeringSchema.parse(findOffering(off, "salesforce"));
    expect(offering).toMatchObject({
      provider: "salesforce",
      environment: "production",
      accepts: ["oauth2"],
      clientAuthentications: ["client_secret_post", "client_secret_basic"],
      scopes: { required: ["api", "refresh_token"] },
      isSandbox: false,
    });
    const kinds = Object.fromEntries(offering.scopes.catalog.map(({ id, kind }) => [id, kind]));
    expect([kinds.web, kinds.openid]).toEqual(["optional", "optional"]);
    expect(Object.keys(offering)).not.toContain("token");
    expect(offering.setup.steps.length).toBeGreaterThan(1);
  });

  it("resolves every offering with its own examples, to https addresses without gaps", () => {
    for (const offering of listOfferings(off)) {
      const needed = offering.variables.filter(({ required }) => required);
      const values = Object.fromEntries(
        needed.map(({ name, example, default: preset }) => [name, example ?? preset ?? ""]),
      );
      const provider = requireAuthorize(requireToken(toProvider(offering, values)));
      for (const address of [
        provider.authorize.url,
        provider.token.url,
        provider.token.refreshUrl ?? provider.token.url,
      ]) {
        expect(address).toMatch(/^https:\/\/[^{}\s]+$/);
      }
      expect(provider.insecureOrigin).toBeNull();
    }
  });

  it("captures no fact that is a secret by its name", () => {
    const captured = readCatalogue(catalogFiles).flatMap(({ tokenResponse }) => tokenResponse.capture);
    expect(captured.filter(isSecretName)).toEqual([]);
    expect(captured.length).toBeGreaterThan(40);
  });
});

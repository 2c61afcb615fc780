import { describe, expect, it } from "vitest";
import { findOffering } from "#lib/offerings/registry.ts";
import { testSettings } from "#lib/testing/context.ts";
import type { OverrideSettings } from "./contract.ts";
import { effectiveProvider, isClientLedAway } from "./effective-provider.ts";
import { homeOf, type IntegrationSettings, resolveSettings, variablesOf } from "./resolve-settings.ts";

const integration: IntegrationSettings = {
  clientId: "own",
  clientAuthentication: "client_secret_post",
  scopes: ["read"],
  prompt: null,
  variables: { tenant: "common" },
};

function resolve(runtime: OverrideSettings | null, application: OverrideSettings | null) {
  return resolveSettings({ integration, runtime, application });
}

describe("offering < integration < runtime configuration < application", () => {
  it.each<[string, OverrideSettings | null, OverrideSettings | null, string[], string]>([
    ["nothing above it", null, null, ["read"], "integration"],
    ["a runtime configuration's", { scopes: ["write"] }, null, ["write"], "runtime-configuration"],
    ["an application's", null, { scopes: ["admin"] }, ["admin"], "application"],
    ["both: the more specific", { scopes: ["write"] }, { scopes: ["admin"] }, ["admin"], "application"],
    [
      "an application that is silent",
      { scopes: ["write"] },
      { prompt: "login" },
      ["write"],
      "runtime-configuration",
    ],
  ])("scopes with %s", (_, runtime, application, value, source) => {
    expect(resolve(runtime, application).scopes).toMatchObject({ value, source });
  });

  it("tells what a value hides, the most specific first", () => {
    expect(resolve({ scopes: ["write"] }, { scopes: ["admin"] }).scopes.hides).toEqual([
      { value: ["write"], source: "runtime-configuration" },
      { value: ["read"], source: "integration" },
    ]);
  });

  it("tells what the offering proposes only where something else was chosen", () => {
    const offering = { scopes: ["read"], clientAuthentication: "client_secret_basic" as const };
    const settings = resolveSettings({ offering, integration, runtime: null, application: null });
    expect(settings.scopes.hides).toEqual([]);
    expect(settings.clientAuthentication.hides).toEqual([
      { value: "client_secret_basic", source: "offering" },
    ]);
  });

  it("takes a prompt that was replaced by none for a value", () => {
    expect(resolve({ prompt: "login" }, { prompt: null }).prompt).toMatchObject({
      value: null,
      source: "application",
      hides: [{ value: "login" }, { value: null }],
    });
  });
});

describe("P-04: the client comes as a whole, and its addresses with it", () => {
  const runtime: OverrideSettings = {
    clientId: "runtime's",
    clientAuthentication: "client_secret_basic",
    variables: { tenant: "runtime" },
    tokenUrl: "https://runtime.example/token",
  };

  it.each<[string, OverrideSettings | null, OverrideSettings | null, object]>([
    [
      "the integration's, with a way of authenticating from above",
      { clientAuthentication: "client_secret_basic" },
      null,
      { clientId: "own", clientAuthentication: "client_secret_basic", tenant: "common", tokenUrl: null },
    ],
    [
      "a runtime configuration's, with its own addresses",
      runtime,
      null,
      {
        clientId: "runtime's",
        clientAuthentication: "client_secret_basic",
        tenant: "runtime",
        tokenUrl: runtime.tokenUrl,
      },
    ],
    [
      "an application's, never with the addresses of a less specific override",
      runtime,
      { clientId: "application's" },
      {
        clientId: "application's",
        clientAuthentication: "client_secret_post",
        tenant: "common",
        tokenUrl: null,
      },
    ],
    [
      "a runtime configuration's, under an application that has no client",
      runtime,
      { scopes: ["admin"] },
      {
        clientId: "runtime's",
        clientAuthentication: "client_secret_basic",
        tenant: "runtime",
        tokenUrl: runtime.tokenUrl,
      },
    ],
  ])("%s", (_, lower, upper, expected) => {
    const settings = resolve(lower, upper);
    expect({
      clientId: settings.clientId.value,
      clientAuthentication: settings.clientAuthentication.value,
      tenant: variablesOf(settings).tenant,
      tokenUrl: settings.tokenUrl?.value ?? null,
    }).toEqual(expected);
  });

  it("says that an address of a less specific override is hidden, though nothing more specific replaces it", () => {
    const { variables } = resolve(runtime, { clientId: "application's" });
    expect(variables.tenant).toEqual({
      value: "common",
      source: "integration",
      hides: [{ value: "runtime", source: "runtime-configuration" }],
    });
  });
});

describe("P-04: no layer leads a client away from where it was entered for", () => {
  const offering = findOffering(testSettings, "microsoft-tenant");
  if (!offering) throw new Error("the catalogue has no offering with a tenant in its addresses");
  const own = { ...integration, variables: { tenant: "common" } };
  const ground = { offering, kind: "oauth2" as const, deployment: null };

  it.each<[string, OverrideSettings | null, OverrideSettings | null, boolean]>([
    ["no override", null, null, false],
    ["the same address again", null, { variables: { tenant: "common" } }, false],
    ["another address without a client", null, { variables: { tenant: "organizations" } }, true],
    [
      "another address with its own client",
      null,
      { clientId: "x", variables: { tenant: "organizations" } },
      false,
    ],
    [
      "another address above a client of the runtime configuration",
      { clientId: "x" },
      { variables: { tenant: "organizations" } },
      true,
    ],
  ])("%s", (_, runtime, application, isLedAway) => {
    const layers = { integration: own, runtime, application };
    expect(isClientLedAway(ground, layers, resolveSettings(layers))).toBe(isLedAway);
  });

  it("resolves the addresses with the variables that count", () => {
    const layers = {
      integration: own,
      runtime: null,
      application: { clientId: "x", variables: { tenant: "organizations" } },
    };
    const settings = resolveSettings(layers);
    expect(effectiveProvider(ground, settings).token?.url).toContain("/organizations/");
    expect(homeOf(layers, settings.clientSource)).toEqual(layers);
  });
});

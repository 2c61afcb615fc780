import { describe, expect, it } from "vitest";
import { buildAuthorizationRequest } from "#lib/oauth/authorization-request.ts";
import { newCodeVerifier } from "#lib/oauth/pkce.ts";
import { newState } from "#lib/oauth/state.ts";
import { plainClient } from "#lib/testing/plain-provider.ts";
import type { CatalogueOffering } from "./catalogue-offering.ts";
import { toProvider } from "./provider.ts";
import { findOffering, loadCatalogue } from "./registry.ts";

interface Ask {
  scopes?: readonly string[];
  prompt?: string | null;
  requestRefreshToken?: boolean;
}

/** What an authorization request of this offering says, but for what makes it one of a kind. */
async function asked(offering: CatalogueOffering, ask: Ask = {}): Promise<Record<string, string>> {
  const examples = offering.variables.map(({ name, default: preset, example }) => [
    name,
    preset ?? example ?? "",
  ]);
  const url = await buildAuthorizationRequest({
    provider: toProvider(offering, Object.fromEntries(examples.filter(([, value]) => value !== ""))),
    client: plainClient(),
    redirectUri: "https://mooring.example/oauth/callback",
    scopes: [...(ask.scopes ?? offering.scopes.default)],
    state: newState(),
    codeVerifier: newCodeVerifier(),
    prompt: ask.prompt ?? null,
    requestRefreshToken: ask.requestRefreshToken ?? true,
  });
  const { state: _, code_challenge: __, ...rest } = Object.fromEntries(url.searchParams);
  return rest;
}

function offered(id: string): CatalogueOffering {
  const offering = findOffering({ sandboxOrigin: null }, id);
  if (!offering) throw new Error(`${id} is not offered`);
  return offering;
}

const words = (params: Record<string, string>, name: string) =>
  params[name]?.split(/[ ,]/).filter(Boolean) ?? [];

describe("asking for a refresh token", () => {
  const byScope = [
    "jira",
    "confluence",
    "trello",
    "microsoft",
    "microsoft-tenant",
    "salesforce",
    "salesforce-sandbox",
  ];
  const more = [
    "salesforce-my-domain",
    "github",
    "auth0",
    "okta",
    "vercel",
    "xero",
    "typeform",
    "x",
    "snowflake",
    "bamboohr",
  ];

  it.each([...byScope, ...more])(
    "%s: adds the offline scope where it was not chosen, and never twice",
    async (id) => {
      const offering = offered(id);
      const offline = offering.scopes.offline ?? "";
      const others = offering.scopes.catalog
        .map((scope) => scope.id)
        .filter((scope) => scope !== offline)
        .slice(0, 2);
      expect(words(await asked(offering, { scopes: others }), "scope")).toEqual([...others, offline]);
      expect(words(await asked(offering, { scopes: [offline, ...others] }), "scope")).toEqual([
        offline,
        ...others,
      ]);
      expect(words(await asked(offering, { scopes: [] }), "scope")).toEqual([offline]);
      const without = await asked(offering, { scopes: others, requestRefreshToken: false });
      expect(words(without, "scope")).toEqual(others);
    },
  );

  it.each([
    ["google", { access_type: "offline", prompt: "consent" }],
    ["google-health", { access_type: "offline", prompt: "consent" }],
    ["zoho-crm", { access_type: "offline", prompt: "consent" }],
    ["dropbox", { token_access_type: "offline" }],
    ["reddit", { duration: "permanent" }],
    ["squarespace", { access_type: "offline" }],
  ])("%s: adds %o", async (id, params) => {
    const withIt = await asked(offered(id));
    const without = await asked(offered(id), { requestRefreshToken: false });
    expect(withIt).toEqual({ ...without, ...params });
    expect(Object.keys(without)).not.toEqual(expect.arrayContaining(Object.keys(params)));
  });

  it("is known of every offering of the catalogue that has such a scope or such parameters", () => {
    const known = [
      ...byScope,
      ...more,
      "google",
      "google-health",
      "zoho-crm",
      "dropbox",
      "reddit",
      "squarespace",
    ];
    const needing = loadCatalogue().filter(
      ({ scopes, authorize }) =>
        scopes.offline !== null || Object.keys(authorize?.offlineParams ?? {}).length > 0,
    );
    expect(needing.map(({ id }) => id).sort()).toEqual([...known].sort());
  });

  it("changes nothing at an offering that needs nothing for it", async () => {
    for (const offering of loadCatalogue()) {
      if (offering.scopes.offline !== null || Object.keys(offering.authorize?.offlineParams ?? {}).length > 0)
        continue;
      const both = [await asked(offering), await asked(offering, { requestRefreshToken: false })];
      expect([offering.id, both[0]]).toEqual([offering.id, both[1]]);
    }
  });

  it.each([
    ["google", "select_account", "consent select_account"],
    ["google", "login", "consent login"],
    ["google", "consent", "consent"],
    ["google", "none", "none"],
    ["jira", "login", "consent login"],
    ["jira", "none", "none"],
    ["microsoft", "select_account", "select_account"],
    ["salesforce", "login", "login"],
    ["dropbox", "none", "none"],
  ])("%s: with the prompt %s it sends %s", async (id, prompt, sent) => {
    expect((await asked(offered(id), { prompt })).prompt).toBe(sent);
  });
});

describe("F-16: what is asked of people", () => {
  const standard = ["response_type", "client_id", "redirect_uri", "code_challenge_method", "scope", "prompt"];

  it.each(loadCatalogue().map((offering): [string, CatalogueOffering] => [offering.id, offering]))(
    "F-16: %s: the scopes that were chosen and the parameters that its file declares, and nothing else",
    async (_, offering) => {
      const { scopes } = offering;
      const authorize =
        offering.authorize ?? expect.fail("people sign in at every offering of the catalogue");
      const declared = [
        ...standard,
        ...[authorize.params, authorize.offlineParams, authorize.optionalParams].flatMap(Object.keys),
        ...(scopes.extra ? [scopes.extra.param] : []),
        ...(URL.parse(authorize.url)?.searchParams.keys() ?? []),
      ];
      const catalogue = scopes.catalog.map(({ id }) => id);
      for (const chosen of [[], scopes.required, scopes.default, catalogue, catalogue.slice(0, 1)]) {
        for (const requestRefreshToken of [true, false]) {
          const params = await asked(offering, { scopes: chosen, requestRefreshToken });
          expect(Object.keys(params).filter((name) => !declared.includes(name))).toEqual([]);
          const separator = scopes.separator;
          const sent = ["scope", scopes.extra?.param ?? ""].flatMap(
            (name) => params[name]?.split(separator) ?? [],
          );
          const allowed = [...chosen, ...(requestRefreshToken && scopes.offline ? [scopes.offline] : [])];
          expect(sent.filter((scope) => !allowed.includes(scope))).toEqual([]);
          if (!offering.quirks.includes("no_scope_param"))
            expect([...new Set(sent)].sort()).toEqual([...new Set(allowed)].sort());
        }
      }
    },
  );
});

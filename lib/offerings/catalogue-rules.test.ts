import { describe, expect, it } from "vitest";
import { fullOffering, successorOffering } from "#lib/testing/full-offering.ts";
import { catalogFiles } from "./catalog-files.ts";
import { factBehind } from "./consistency.ts";
import { factRules } from "./fact-rules.ts";
import { CatalogueError, readCatalogue } from "./read-catalogue.ts";
import { loadCatalogue } from "./registry.ts";
import type { OfferingData } from "./schema.ts";
import { type QuirkName, quirkNames } from "./vocabulary.ts";

type Offering = ReturnType<typeof fullOffering>;

/** What is said about a file of the full offering and its successor once somebody has changed them. */
function complaintsAfter(change: (offering: Offering, files: Record<string, unknown>) => void): string[] {
  const offering = fullOffering();
  const files: Record<string, unknown> = { acme: [offering, successorOffering()] };
  change(offering, files);
  return complaintsAbout(files);
}

function complaintsAbout(files: Record<string, unknown>): string[] {
  try {
    readCatalogue(files);
  } catch (error) {
    if (error instanceof CatalogueError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const line = (place: string, message: string) => `lib/offerings/catalog/acme.json ${place}: ${message}`;

describe("a quirk and the fact behind it", () => {
  const quirks = Object.keys(factBehind) as QuirkName[];
  const carriers = loadCatalogue();

  it("are both of the vocabulary", () => {
    expect(quirks.filter((quirk) => !quirkNames.includes(quirk))).toEqual([]);
    expect(quirks.length).toBeGreaterThan(20);
  });

  it.each(quirks)("%s: an offering with the fact and without the word is refused", (quirk) => {
    const carrier = carriers.find(({ quirks: named }) => named.includes(quirk));
    const files = withQuirks(carrier, (named) => named.filter((name) => name !== quirk));
    expect(complaintsAbout(files).join("\n")).toMatch(
      new RegExp(
        `^lib/offerings/catalog/${carrier?.provider}\\.json \\d+\\.quirks: should name ${quirk}$`,
        "m",
      ),
    );
  });

  it.each(quirks)("%s: an offering with the word and without the fact is refused", (quirk) => {
    const other = carriers.find((offering) => factBehind[quirk]?.(offering) === false);
    const files = withQuirks(other, (named) => [...named, quirk]);
    expect(complaintsAbout(files).join("\n")).toMatch(
      new RegExp(
        `^lib/offerings/catalog/${other?.provider}\\.json \\d+\\.quirks: names ${quirk}, but the fact`,
        "m",
      ),
    );
  });
});

/** A vendor's file of the catalogue, one of its offerings with other quirks. */
function withQuirks(carrier: OfferingData | undefined, change: (quirks: string[]) => string[]) {
  if (!carrier) throw new Error("no offering of the catalogue carries this");
  const file = structuredClone(catalogFiles[carrier.provider]) as { id: string; quirks?: string[] }[];
  const target = file.find(({ id }) => id === carrier.id);
  if (target) target.quirks = change(target.quirks ?? []);
  return { [carrier.provider]: file };
}

/** One mistake at least for every rule over an offering's facts, by the name of the rule. */
const ruleMistakes: Record<string, [change: (offering: Offering) => void, line: string][]> = {
  revocationHasItsAddress: [
    [
      ({ revocation }) => Object.assign(revocation, { url: null }),
      line("0.revocation.url", "is missing, but the kind is custom"),
    ],
    [
      ({ revocation }) => Object.assign(revocation, { kind: "none" }),
      line("0.revocation.url", "is given, but the kind is none"),
    ],
    [
      ({ revocation }) => Object.assign(revocation, { kind: "unknown" }),
      line("0.revocation.url", "is given, but the kind is unknown"),
    ],
  ],
  placeholdersAreKnown: [
    ...(
      [
        ["issuer", (one) => (one.issuer = "https://{who}.acme.example")],
        ["authorize.url", (one) => (one.authorize.url = "https://{tenant}.acme.example/{who}")],
        ["authorize.params.audience", (one) => (one.authorize.params.audience = "{who}")],
        ["authorize.offlineParams.access_type", (one) => (one.authorize.offlineParams.access_type = "{who}")],
        ["token.url", (one) => (one.token.url = "https://{tenant}.{who}.example/token")],
        ["token.refreshUrl", (one) => (one.token.refreshUrl = "https://{who}.acme.example")],
        ["token.headers.X-Version", (one) => (one.token.headers["X-Version"] = "{who}")],
        ["discoveryUrl", (one) => (one.discoveryUrl = "https://{who}.acme.example")],
        ["introspectionUrl", (one) => (one.introspectionUrl = "https://{who}.acme.example")],
        ["revocation.url", (one) => (one.revocation.url = "https://{who}.acme.example")],
        ["revocation.headers.X-Version", (one) => (one.revocation.headers["X-Version"] = "{who}")],
        ["revocation.params.client_id", (one) => (one.revocation.params.client_id = "{who}")],
        ["account.url", (one) => (one.account.url = "https://{who}.acme.example")],
        ["account.headers.X-Version", (one) => (one.account.headers["X-Version"] = "{who}")],
        ["api.baseUrl", (one) => (one.api.baseUrl = "https://{who}.acme.example")],
        ["api.origins.0", (one) => (one.api.origins[0] = "https://{who}.acme.example")],
        ["api.headers.X-Version", (one) => (one.api.headers["X-Version"] = "{who}")],
        [
          "followUps.0.url",
          (one) => Object.assign(one.followUps[0] ?? {}, { url: "https://{who}.acme.example" }),
        ],
        [
          "followUps.0.headers.a",
          (one) => Object.assign(one.followUps[0] ?? {}, { headers: { a: "{who}" } }),
        ],
        ["followUps.0.params.a", (one) => Object.assign(one.followUps[0] ?? {}, { params: { a: "{who}" } })],
        ["callback.expected.region", (one) => (one.callback.expected.region = "{who}")],
      ] as [string, (offering: Offering) => unknown][]
    ).map(([place, change]): [(offering: Offering) => void, string] => [
      (offering) => void change(offering),
      line(`0.${place}`, "holds {who}, which nothing fills"),
    ]),
    [
      (one) => Object.assign(one.account, { url: "https://{who2}.acme.example" }),
      line("0.account.url", "holds {who2}, which nothing fills"),
    ],
  ],
  scopesCanBeTold: [
    [
      ({ scopes }) => {
        scopes.separator = ",";
        Object.assign(scopes.catalog[1] ?? {}, { id: "a,b" });
        scopes.offline = "a,b";
      },
      line("0.scopes.catalog.1.id", "holds the separator of scopes"),
    ],
  ],
  confidenceHasItsEvidence: [
    [
      (one) => {
        one.evidence = ["public-code"];
        one.crossCheck.token = ["a", "b"];
      },
      line("0.confidence", "high needs official evidence or three datasets, there are 2"),
    ],
  ],
  successorIsForThePast: [
    [
      ({ status }) => Object.assign(status, { state: "active" }),
      line("0.status.replacedBy", "names a successor of an active offering"),
    ],
    [
      ({ status }) => Object.assign(status, { replacedBy: "acme" }),
      line("0.status.replacedBy", "names the offering itself"),
    ],
  ],
  kindsHaveTheirPlaces: [
    [
      (one) => Object.assign(one, { authorize: null }),
      line("0.authorize", "is missing, but accounts may sign in by oauth2"),
    ],
    [
      (one) => Object.assign(one, { token: null }),
      line("0.token", "is missing, but accepts names a kind that needs tokens"),
    ],
    [
      (one) => {
        one.accepts.push("api_key");
        Object.assign(one.account, { url: null });
      },
      line("0.account.url", "is missing, but a key or a password is proven by that look-up"),
    ],
    [
      (one) => Object.assign(one.account, { idPath: null }),
      line("0.account.idPath", "is missing, and only a key or a password is proven without it"),
    ],
    [
      (one) => {
        one.accepts.push("basic");
        one.api.baseUrlSource = "callback";
      },
      line("0.api.baseUrlSource", "needs a token answer or a callback, and a key or a password has neither"),
    ],
  ],
  tokenOriginsAreListed: [
    [
      ({ variables }) => Object.assign(variables[0] ?? {}, { choices: null }),
      line(
        "0.callback.tokenOriginParam",
        "needs a token.url whose variables have choices, for those are the allowed hosts",
      ),
    ],
    [
      ({ token }) => Object.assign(token, { url: "https://acme.example/token" }),
      line(
        "0.callback.tokenOriginParam",
        "needs a token.url whose variables have choices, for those are the allowed hosts",
      ),
    ],
  ],
};

describe("the rules over an offering's facts", () => {
  it("have a mistake each in this table, and none that is not a rule", () => {
    expect(Object.keys(ruleMistakes).sort()).toEqual(factRules.map(({ name }) => name).sort());
  });

  const rows = Object.entries(ruleMistakes).flatMap(([rule, mistakes]) =>
    mistakes.map(([change, wanted]): [string, string, (offering: Offering) => void] => [
      rule,
      wanted,
      change,
    ]),
  );

  it.each(rows)("%s: says “%s”", (_rule, wanted, change) => {
    expect(complaintsAfter(change)).toContain(wanted);
  });

  it.each<[string, (offering: Offering, files: Record<string, unknown>) => void]>([
    [
      line("0.scopes.required", "write is not in the catalogue of scopes"),
      ({ scopes }) => (scopes.required = ["write"]),
    ],
    [
      line("0.scopes.default", "write is not in the catalogue of scopes"),
      ({ scopes }) => (scopes.default = ["write"]),
    ],
    [
      line("0.scopes.offline", "is not in the catalogue of scopes"),
      ({ scopes }) => (scopes.offline = "for_ever"),
    ],
    [
      line("0.scopes.catalog", "names a scope twice"),
      ({ scopes }) => Object.assign(scopes.catalog[1] ?? {}, { id: "read" }),
    ],
    [
      line("0.clientAuth.preferred", "is not among the supported ones"),
      ({ clientAuth }) => (clientAuth.preferred = "none"),
    ],
    [line("0.quirks", "should name non_expiring_token"), ({ accessToken }) => (accessToken.expires = false)],
    [
      line("0.variables.0", "is asked of people, so it needs a pattern or choices"),
      ({ variables }) => Object.assign(variables[0] ?? {}, { pattern: null, choices: null }),
    ],
    [
      line("0.variables.0", "EU does not match its own pattern"),
      ({ variables }) => Object.assign(variables[0] ?? {}, { default: "EU" }),
    ],
    [
      line("0.variables.0", "uk is none of its own choices"),
      ({ variables }) => Object.assign(variables[0] ?? {}, { example: "uk" }),
    ],
    [line("0.provider", "must be acme, as the file"), (one) => (one.provider = "other")],
    [
      line("1.id", "acme is taken"),
      (_, files) => (files.acme = [fullOffering(), { ...successorOffering(), id: "acme" }]),
    ],
    [
      line("1.displayName", "Acme (production) is taken"),
      (_, files) =>
        (files.acme = [fullOffering(), { ...successorOffering(), displayName: "Acme (production)" }]),
    ],
    [
      line("0.status.replacedBy", "there is no offering acme-3"),
      ({ status }) => (status.replacedBy = "acme-3"),
    ],
  ])("refuses a contradiction: %s", (wanted, change) => {
    expect(complaintsAfter(change)).toContain(wanted);
  });

  it("look at a name that another vendor's file has taken", () => {
    const files = {
      acme: [fullOffering(), successorOffering()],
      bcme: [{ ...successorOffering(), provider: "bcme" }],
    };
    expect(complaintsAbout(files)).toEqual([
      "lib/offerings/catalog/bcme.json 0.id: acme-next is taken",
      "lib/offerings/catalog/bcme.json 0.displayName: Acme (next) is taken",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { apiKeyActor, memberActor } from "#lib/testing/factories.ts";
import {
  checkAuthentication,
  checkMayMoveEndpoints,
  checkOfferingIsOpen,
  checkScopes,
  chooseCallback,
  chooseSlug,
  newIntegrationKey,
  type OfferingFacts,
  slugBase,
  statusAfterCheck,
  statusAfterRevert,
  toCallback,
  toCallbackPath,
  toDifference,
  toRedirectUri,
} from "./rules.ts";

const admin = memberActor({ role: "admin" });
const platformAdmin = memberActor({ role: "owner", isPlatformAdmin: true });

const offering: OfferingFacts = {
  id: "salesforce",
  displayName: "Salesforce (production)",
  status: { state: "active", sunsetDate: null, replacedBy: null, note: null },
  clientAuthentications: ["client_secret_post", "client_secret_basic"],
  accepts: ["oauth2"],
  variables: [],
  scopes: { required: ["api", "refresh_token"], separator: " " },
};

describe("the callback address", () => {
  it("F-04: the shared one is refused to everybody but a platform admin, keys of platform admins included", () => {
    const refusal = { code: "forbidden", errors: [{ pointer: "/callback", detail: expect.any(String) }] };
    expect(() => chooseCallback(admin, "shared")).toThrow(expect.objectContaining(refusal));
    expect(() => chooseCallback(apiKeyActor(platformAdmin), "shared")).toThrow(
      expect.objectContaining(refusal),
    );
    expect(chooseCallback(platformAdmin, "shared")).toBe("shared");
  });

  it("is the shared one for platform admins and a keyed one for everybody else, unless chosen", () => {
    expect(chooseCallback(platformAdmin, undefined)).toBe("shared");
    expect(chooseCallback(admin, undefined)).toBe("keyed");
    expect(chooseCallback(platformAdmin, "keyed")).toBe("keyed");
  });

  it("F-05: is the configured origin and the path, to the byte", () => {
    const settings = { origin: "https://mooring.example" };
    const path = toCallbackPath("keyed", "k".repeat(20));
    expect(toRedirectUri(settings, path)).toBe(`https://mooring.example/oauth/callback/${"k".repeat(20)}`);
    expect(toRedirectUri(settings, toCallbackPath("shared", "k"))).toBe(
      "https://mooring.example/oauth/callback",
    );
    expect([toCallback(path), toCallback("/oauth/callback")]).toEqual(["keyed", "shared"]);
  });

  it("P-04: endpoints behind the shared one are moved by platform admins alone", () => {
    const refusal = { code: "forbidden", errors: [{ pointer: "/variables", detail: expect.any(String) }] };
    expect(() => checkMayMoveEndpoints(admin, "shared")).toThrow(expect.objectContaining(refusal));
    expect(() => checkMayMoveEndpoints(admin, "keyed")).not.toThrow();
    expect(() => checkMayMoveEndpoints(platformAdmin, "shared")).not.toThrow();
  });

  it("has a key of 32 letters and digits that no two integrations share", () => {
    const keys = Array.from({ length: 200 }, newIntegrationKey);
    expect(new Set(keys).size).toBe(200);
    expect(keys.every((key) => /^[a-z0-9]{32}$/.test(key))).toBe(true);
  });
});

describe("what an offering asks for", () => {
  it("names every required scope that is left out", () => {
    expect(() => checkScopes(offering, ["web"])).toThrow(
      expect.objectContaining({
        code: "invalid-input",
        errors: [{ pointer: "/scopes", detail: expect.stringMatching(/“api”, “refresh_token”/) }],
      }),
    );
  });

  it("F-16: lets scopes through that the catalogue does not know", () => {
    expect(() => checkScopes(offering, ["api", "refresh_token", "brand_new:scope"])).not.toThrow();
  });

  it("refuses a scope that a comma would make two of", () => {
    const commas = { ...offering, scopes: { required: [], separator: "," } };
    expect(() => checkScopes(commas, ["read", "write,admin"])).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/scopes/1" })] }),
    );
  });

  it.each([
    ["retired", "has been closed", "Google Health", "choose Google Health in its place"],
    ["deprecated", "is being closed", "Google Health", "choose Google Health in its place"],
    ["retired", "has been closed", null, "choose another"],
  ] as const)("refuses a %s offering and names its successor", (state, ending, successor, advice) => {
    const over = { ...offering, status: { ...offering.status, state } };
    const detail = `Salesforce (production) ${ending} by its provider; ${advice}.`;
    expect(() => checkOfferingIsOpen(over, successor)).toThrow(
      expect.objectContaining({ code: "invalid-input", errors: [{ pointer: "/offeringId", detail }] }),
    );
  });

  it("takes an active offering, and refuses a public client where there must be a secret", () => {
    expect(() => checkOfferingIsOpen(offering, null)).not.toThrow();
    expect(() => checkAuthentication(offering, "none")).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/clientAuthentication" })] }),
    );
    expect(() => checkAuthentication(offering, "client_secret_basic_raw")).not.toThrow();
  });
});

describe("the slug", () => {
  it("is made from the name and numbered until it is free", () => {
    expect(chooseSlug(undefined, "Café Pier", "sandbox", new Set())).toBe("cafe-pier");
    expect(chooseSlug(undefined, "Café Pier", "sandbox", new Set(["cafe-pier", "cafe-pier-2"]))).toBe(
      "cafe-pier-3",
    );
  });

  it("never takes an address of our own pages", () => {
    expect(chooseSlug(undefined, "Create", "sandbox", new Set())).toBe("create-2");
  });

  it("falls back to the offering's where the name has no letter that fits", () => {
    expect(slugBase("北港", "salesforce")).toBe("salesforce");
  });

  it("is refused with 409 when somebody chose one that is taken", () => {
    expect(() => chooseSlug("pier", "Pier", "sandbox", new Set(["pier"]))).toThrow(
      expect.objectContaining({ code: "conflict", errors: [expect.objectContaining({ pointer: "/slug" })] }),
    );
  });
});

describe("the status", () => {
  it("follows a proof and a refusal, and not a check that proved nothing", () => {
    expect(statusAfterCheck("draft", "verified")).toBe("configured");
    expect(statusAfterCheck("configured", "rejected")).toBe("draft");
    expect([
      statusAfterCheck("draft", "inconclusive"),
      statusAfterCheck("configured", "inconclusive"),
    ]).toEqual(["draft", "configured"]);
  });

  it("of a secret that is put back rests on a proof under the settings of today", () => {
    const kept = (configVersion: number) => ({ verifications: [{ ...verification, configVersion }] });
    expect(statusAfterRevert({ configVersion: 2 }, kept(2), "inconclusive")).toBe("configured");
    expect(statusAfterRevert({ configVersion: 2 }, kept(1), "inconclusive")).toBe("draft");
    expect(statusAfterRevert({ configVersion: 2 }, kept(1), "verified")).toBe("configured");
  });
});

describe("a change", () => {
  it("is described field by field, whatever the order of keys in a JSON column", () => {
    const before = { name: "Pier", variables: { b: "2", a: "1" }, scopes: ["api"] };
    expect(toDifference(before, { name: "Quay", variables: { a: "1", b: "2" }, scopes: ["api"] })).toEqual({
      name: { before: "Pier", after: "Quay" },
    });
    expect(toDifference(before, { scopes: ["web"] })).toEqual({
      scopes: { before: ["api"], after: ["web"] },
    });
  });
});

const verification = {
  id: "check-1",
  workspaceId: "ws-test",
  integrationId: "integration-1",
  secretId: "secret-1",
  overrideId: null,
  configVersion: 1,
  method: "client_check" as const,
  verdict: "verified" as const,
  cause: "told-apart",
  observed: {},
  actorId: "user-test",
  createdAt: new Date(0),
};

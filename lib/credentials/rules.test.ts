import { describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { sandboxOffering } from "#lib/offerings/catalog/sandbox.ts";
import { toCatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { createOAuthCredentialInput } from "./contract.ts";
import { checkEndpoints, planUpdate, toDomains } from "./rules.ts";

const row = {
  id: "oauthcred-1",
  domain: "sandbox",
  clientId: "app",
  keyId: "key-1",
  last4: "abcd",
  clientAuthentication: null,
  authorizeUrl: "https://login.example/authorize",
  tokenUrl: "https://login.example/token",
  scopes: ["profile"],
  configVersion: 1,
  createdById: "user-1",
  createdAt: new Date(0),
  updatedAt: new Date(0),
};
const secret = new Secret("a-new-secret-of-the-app");

describe("what a change of credentials comes to", () => {
  it("leaves everything proven when only scopes change", () => {
    const plan = planUpdate(row, { scopes: ["profile", "email"] });
    expect(plan).toMatchObject({ areUrlsMoved: false, isClientMoved: false, mustReconnect: false });
    expect(Object.keys(plan.changes)).toEqual(["scopes"]);
  });

  it("takes a new secret for a new proof, and lets grants live", () => {
    expect(planUpdate(row, { clientSecret: secret })).toMatchObject({
      isClientMoved: true,
      mustReconnect: false,
      changes: {},
    });
  });

  it.each(["authorizeUrl", "tokenUrl"] as const)(
    "P-04: %s changes only together with the secret",
    (field) => {
      const moved = { [field]: "https://other.example/x" };
      expect(() => planUpdate(row, moved)).toThrow(/clientSecret/);
      expect(planUpdate(row, { ...moved, clientSecret: secret })).toMatchObject({
        areUrlsMoved: true,
        isClientMoved: true,
        mustReconnect: true,
      });
    },
  );
});

describe("addresses", () => {
  const entry = {
    domain: "sandbox",
    clientId: "app",
    clientSecret: "a-secret-of-the-app",
    authorizeUrl: row.authorizeUrl,
    tokenUrl: row.tokenUrl,
    scopes: ["profile"],
  };
  it.each([
    "",
    "login.example/token",
    "ftp://login.example/token",
    "javascript:alert(1)",
    "https://user@login.example/token",
    "https://user:pass@login.example/token",
    "https://login.example/token#part",
    "https://login.example/to ken",
    "https://login.example/\ttoken",
    "https://{tenant}.login.example/token",
    "https:\\\\login.example\\token",
    "https:///token",
  ])("F-05: refuses %j", (tokenUrl) => {
    expect(createOAuthCredentialInput.safeParse({ ...entry, tokenUrl }).success).toBe(false);
  });

  it("asks for scopes, a secret and no mask of one", () => {
    const issues = (parts: object) =>
      createOAuthCredentialInput.safeParse({ ...entry, ...parts }).error?.issues[0]?.path;
    expect(issues({})).toBeUndefined();
    expect(issues({ scopes: [] })).toEqual(["scopes"]);
    expect(issues({ clientSecret: "" })).toEqual(["clientSecret"]);
    expect(issues({ clientSecret: "•••• abcd" })).toEqual(["clientSecret"]);
    expect(issues({ clientSecret: "********" })).toEqual(["clientSecret"]);
  });

  it("takes plain http at the practice provider's own origin and nowhere else", () => {
    const origin = "http://127.0.0.1:4000";
    const offerings = [toCatalogueOffering(sandboxOffering(origin), origin)];
    const at = (tokenUrl: string) => () =>
      checkEndpoints(offerings, { authorizeUrl: `${origin}/authorize`, tokenUrl });
    expect(at(`${origin}/token`)).not.toThrow();
    expect(at("https://login.example/token")).not.toThrow();
    expect(at("http://127.0.0.1:4001/token")).toThrow("/tokenUrl");
    expect(toDomains(offerings)).toMatchObject([{ domain: "sandbox", tokenUrl: `${origin}/token` }]);
  });
});

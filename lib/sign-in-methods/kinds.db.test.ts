import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { completeSignIn } from "#lib/auth/complete-sign-in.ts";
import type { Context } from "#lib/context/context.ts";
import { Secret } from "#lib/core/secret.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { type GitHub, startGitHub } from "#lib/testing/git-hub.ts";
import { type OpenIdIssuer, startOpenIdIssuer } from "#lib/testing/open-id-issuer.ts";
import { signInContext } from "#lib/testing/sign-in.ts";
import type { CreateSignInMethod } from "./contract.ts";
import { createSignInMethod } from "./create-sign-in-method.ts";
import { startSignIn } from "./start-sign-in.ts";

const database = useDatabase();
const consoleOrigin = "http://127.0.0.1:3000";
const google = "https://accounts.google.com";

let gitHub: GitHub;
let issuer: OpenIdIssuer;

beforeAll(async () => {
  gitHub = await startGitHub();
  issuer = await startOpenIdIssuer("app");
});
afterAll(() => Promise.all([gitHub.close(), issuer.close()]));

beforeEach(async () => {
  await database.db.signInMethod.deleteMany();
  await database.db.user.deleteMany({ where: { email: { endsWith: "@sandbox.test" } } });
  gitHub.error = null;
  gitHub.emails = [{ email: "ada@sandbox.test", primary: true, verified: true }];
  issuer.lies = {};
});

async function createMethod(
  admin: Context,
  parts: Partial<CreateSignInMethod> & Pick<CreateSignInMethod, "kind">,
) {
  const method = await createSignInMethod(admin, {
    ...{ name: "Elsewhere", slug: "elsewhere", clientId: "app", clientSecret: new Secret("the-app-secret") },
    ...{ allowedDomains: ["sandbox.test"], joinRole: "member" },
    ...parts,
  });
  await database.db.signInMethod.update({ where: { id: method.id }, data: { provenAt: new Date() } });
  return method;
}

describe("GitHub", () => {
  async function signIn(code = "code-1") {
    const place = { origin: gitHub.origin, consoleOrigin };
    const nobody = signInContext(database.db, place);
    const { authorizationUrl, cookie } = await startSignIn(nobody, { method: "elsewhere" });
    const state = authorizationUrl.searchParams.get("state") ?? "";
    const end = await completeSignIn(nobody, {
      slug: "elsewhere",
      params: new URLSearchParams({ code, state }),
      cookie: (name) => (name === cookie.name ? cookie.value : null),
    });
    return { authorizationUrl, end };
  }

  beforeEach(async () => {
    const actor = await createOwner(database.db);
    const admin = signInContext(database.db, { origin: gitHub.origin, consoleOrigin }, { actor });
    await createMethod(admin, { kind: "github", issuer: gitHub.origin });
  });

  it("signs in by the number of the account, at the address of the site, with PKCE and the secret in the body", async () => {
    const { authorizationUrl, end } = await signIn();
    expect(end).toMatchObject({ failure: null });
    expect(authorizationUrl.href).toContain(`${gitHub.origin}/login/oauth/authorize?`);
    expect(Object.fromEntries(authorizationUrl.searchParams)).toMatchObject({
      ...{ client_id: "app", code_challenge_method: "S256", scope: "read:user user:email" },
      redirect_uri: `${consoleOrigin}/api/auth/callback/elsewhere`,
    });
    const form = gitHub.tokenRequests.at(-1);
    expect(form?.get("client_secret")).toBe("the-app-secret");
    expect(form?.get("code_verifier")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await database.db.signInIdentity.findMany()).toMatchObject([
      { subject: "7", email: "ada@sandbox.test" },
    ]);
  });

  it.each<[string, unknown]>([
    ["not verified", [{ email: "ada@sandbox.test", primary: true, verified: false }]],
    ["not the primary one", [{ email: "ada@sandbox.test", primary: false, verified: true }]],
    ["verified in other words", [{ email: "ada@sandbox.test", primary: true, verified: "true" }]],
    ["nowhere", { message: "no list" }],
  ])("takes an address that is %s for none", async (_, emails) => {
    gitHub.emails = emails;
    expect((await signIn()).end).toMatchObject({ failure: "domain", sessionSecret: null });
  });

  it("that tells an error with status 200 signs nobody in", async () => {
    expect((await signIn("another")).end).toMatchObject({ failure: "rejected" });
    gitHub.error = "incorrect_client_credentials";
    expect((await signIn()).end).toMatchObject({ failure: "rejected" });
  });

  it.each([
    "http://github.example",
    "https://github.example/path",
    "javascript:alert(1)",
    "https://u@g.example",
  ])("F-05: has no site at %s", async (site) => {
    const actor = await createOwner(database.db);
    const admin = signInContext(database.db, { origin: gitHub.origin, consoleOrigin }, { actor });
    const work = createMethod(admin, { kind: "github", slug: "other", issuer: site });
    await expect(work).rejects.toMatchObject({ errors: [{ pointer: "/issuer" }] });
  });
});

describe("Google", () => {
  // Its address is fixed; what stands there in this test is the issuer on loopback, which calls itself by that address.
  const fetch: Context["fetch"] = (input, init) => {
    const url = new URL(input);
    const local = url.origin === google ? issuer.origin + url.pathname : url;
    return globalThis.fetch(local, init as RequestInit);
  };
  const place = { origin: "http://127.0.0.1:1", consoleOrigin };

  async function signIn(person: Record<string, unknown>) {
    const nobody = { ...signInContext(database.db, place), fetch };
    const { authorizationUrl, cookie } = await startSignIn(nobody, { method: "elsewhere" });
    const { searchParams } = authorizationUrl;
    issuer.next = {
      nonce: searchParams.get("nonce") ?? "",
      person: { sub: "g-1", email_verified: true, ...person },
    };
    return completeSignIn(nobody, {
      slug: "elsewhere",
      params: new URLSearchParams({ code: "c", state: searchParams.get("state") ?? "", iss: google }),
      cookie: (name) => (name === cookie.name ? cookie.value : null),
    });
  }

  beforeEach(async () => {
    const endpoints = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];
    const names = ["authorize", "token", "userinfo", "jwks"];
    issuer.lies = {
      metadata: {
        issuer: google,
        ...Object.fromEntries(endpoints.map((name, index) => [name, `${google}/${names[index]}`])),
      },
      claims: { iss: google },
    };
    const actor = await createOwner(database.db);
    const admin = { ...signInContext(database.db, place, { actor }), fetch };
    const domains = { allowedDomains: ["sandbox.test", "gmail.com"] };
    await createMethod(admin, { kind: "google", issuer: "https://evil.example", ...domains });
  });

  it("is asked at its own address, whatever issuer was entered", async () => {
    expect(await database.db.signInMethod.findFirst()).toMatchObject({ issuer: google });
    expect(await signIn({ email: "ada@sandbox.test", hd: "sandbox.test" })).toMatchObject({ failure: null });
  });

  it("lets an organisation's address in only while the organisation runs the account", async () => {
    expect(await signIn({ email: "ada@sandbox.test" })).toMatchObject({ failure: "domain" });
    expect(await signIn({ email: "ada@sandbox.test", hd: "else.test" })).toMatchObject({ failure: "domain" });
    expect(await signIn({ email: "ada@gmail.com" })).toMatchObject({ failure: null });
    await database.db.user.deleteMany({ where: { email: "ada@gmail.com" } });
  });

  it("is believed about no address that neither Google nor an organisation runs", async () => {
    await database.db.signInMethod.updateMany({
      data: { allowedDomains: [], joinWorkspaceId: null, joinRole: null },
    });
    expect(await signIn({ email: "ops@harbour.test" })).toMatchObject({ failure: "unverified" });
    expect(await signIn({ email: "ops@harbour.test", hd: "harbour.test" })).toMatchObject({
      failure: "no-account",
    });
  });
});

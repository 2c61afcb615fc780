import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";
import { type IssuerLies, type OpenIdIssuer, startOpenIdIssuer } from "#lib/testing/open-id-issuer.ts";
import { readOpenIdPerson } from "./open-id-person.ts";
import { readOpenIdServer } from "./open-id-server.ts";

let issuer: OpenIdIssuer;
const person = { sub: "person-1", email: "Ada@Example.com", email_verified: true, name: "Ada \u202eMarlow" };
const now = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  issuer = await startOpenIdIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  issuer.lies = {};
  issuer.next = { nonce: "nonce-1", person };
  issuer.asked.clear();
});

async function signIn(lies: IssuerLies = {}, answer: Record<string, string> = {}) {
  issuer.lies = lies;
  const fetch = globalThis.fetch as Parameters<typeof readOpenIdServer>[0]["fetch"];
  const server = await readOpenIdServer({ issuer: issuer.origin, insecureOrigin: issuer.origin, fetch });
  const params = new URLSearchParams({ code: "code-1", state: "state-1", iss: issuer.origin, ...answer });
  for (const [name, value] of Object.entries(answer)) if (value === "") params.delete(name);
  const clientSecret = new Secret("secret-of-the-client");
  return readOpenIdPerson({
    ...{ server, params, fetch, nonce: "nonce-1", codeVerifier: new Secret("v".repeat(43)) },
    client: { clientId: "client-1", clientSecret, authentication: server.authentication },
    redirectUri: "https://mooring.example/api/auth/callback/issuer",
    now: new Date(),
  });
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => "signed in",
    (error) => (isAppError(error) ? error.code : `threw ${error}`),
  );

describe("an ID token", () => {
  it("names the person: subject, verified address in lower case, a name without tricks", async () => {
    expect(await signIn()).toEqual({
      subject: "person-1",
      email: "ada@example.com",
      isEmailVerified: true,
      name: "Ada Marlow",
      hostedDomain: null,
    });
  });

  const atHash = (token: string) =>
    createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");

  it("within 60 seconds of our clock, with an at_hash of its own access token, is good", async () => {
    const claims = { iat: now() + 50, exp: now() - 50, nbf: now() + 50, at_hash: atHash("access-1") };
    expect(await codeOf(signIn({ claims }))).toBe("signed in");
  });

  it.each<[string, () => IssuerLies]>([
    ["another nonce", () => ({ claims: { nonce: "nonce-2" } })],
    ["no nonce", () => ({ claims: { nonce: undefined } })],
    ["another audience", () => ({ claims: { aud: "client-2" } })],
    [
      "a second audience and another authorized party",
      () => ({ claims: { aud: ["client-1", "x"], azp: "x" } }),
    ],
    ["another issuer", () => ({ claims: { iss: "https://elsewhere.example" } })],
    ["an end in the past", () => ({ claims: { exp: now() - 61 } })],
    ["no end", () => ({ claims: { exp: undefined } })],
    ["a beginning in the future", () => ({ claims: { nbf: now() + 70 } })],
    ["an issue in the future", () => ({ claims: { iat: now() + 70 } })],
    ["no subject", () => ({ claims: { sub: undefined } })],
    ["an empty subject", () => ({ claims: { sub: "" } })],
    ["the at_hash of another access token", () => ({ claims: { at_hash: atHash("access-2") } })],
    ["the signature of a foreign key", () => ({ isForeignKey: true })],
    ["a key that nobody publishes", () => ({ header: { kid: "key-77" }, isForeignKey: true })],
    ["alg none", () => ({ header: { alg: "none" } })],
    ["alg HS256 with the client secret", () => ({ header: { alg: "HS256" } })],
    ["a header that must be understood", () => ({ header: { crit: ["exp"], exp: 1 } })],
    ["one byte of its claims changed", () => ({ spoil: (token) => token.replace(/\.(.)/, ".A") })],
    ["no signature", () => ({ spoil: (token) => token.replace(/[^.]*$/, "") })],
    ["no parts", () => ({ spoil: () => "x" })],
  ])("F-17: with %s signs nobody in", async (_, lies) => {
    expect(await codeOf(signIn(lies()))).toBe("provider-misbehaved");
  });

  it("F-17: an address counts as verified only by the boolean true", async () => {
    for (const isVerified of ["true", 1, null, undefined, false]) {
      const { isEmailVerified } = await signIn({ claims: { email_verified: isVerified } });
      expect(isEmailVerified).toBe(false);
    }
  });

  it("without an address has the user info asked, which must be about the same subject", async () => {
    issuer.next.person = { sub: "person-1" };
    const userinfo = { email: "ada@example.com", email_verified: true };
    expect(await signIn({ userinfo })).toMatchObject({ email: "ada@example.com", isEmailVerified: true });
    const other = { ...userinfo, sub: "person-2" };
    expect(await codeOf(signIn({ userinfo: other }))).toBe("provider-misbehaved");
  });
});

describe("signing keys", () => {
  it("are remembered, and asked for once more when another one signs", async () => {
    await signIn();
    issuer.asked.clear();
    await signIn();
    expect(issuer.asked.get("/jwks")).toBeUndefined();
    issuer.rotate();
    await signIn();
    await signIn();
    expect(issuer.asked.get("/jwks")).toBe(1);
    issuer.asked.clear();
    await codeOf(signIn({ header: { kid: "key-77" } }));
    expect(issuer.asked.get("/jwks")).toBe(1);
  });
});

describe("an authorization response", () => {
  it.each([
    ["of another issuer", { iss: "https://elsewhere.example" }, "state-mismatch"],
    ["without a code", { code: "" }, "state-mismatch"],
    ["with both a code and an error", { error: "access_denied" }, "state-mismatch"],
    ["in which the person said no", { code: "", error: "access_denied" }, "authorization-denied"],
    ["with another error", { code: "", error: "temporarily_unavailable" }, "provider-rejected"],
  ])("RFC 9207: %s sends no code anywhere", async (_, answer, code) => {
    expect(await codeOf(signIn({}, answer))).toBe(code);
    expect(issuer.asked.get("/token")).toBeUndefined();
  });

  it("RFC 9207: without the issuer that was promised, or with a parameter twice, sends no code anywhere", async () => {
    const server = await readOpenIdServer({
      ...{ issuer: issuer.origin, insecureOrigin: issuer.origin },
      fetch: globalThis.fetch as never,
    });
    for (const text of ["code=c&state=s", `code=c&code=d&state=s&iss=${encodeURIComponent(issuer.origin)}`]) {
      const work = readOpenIdPerson({
        ...{ server, params: new URLSearchParams(text), fetch: globalThis.fetch as never, nonce: "n" },
        client: {
          clientId: "client-1",
          clientSecret: new Secret("s"),
          authentication: server.authentication,
        },
        ...{
          codeVerifier: new Secret("v".repeat(43)),
          redirectUri: "https://mooring.example/x",
          now: new Date(),
        },
      });
      expect(await codeOf(work)).toBe("state-mismatch");
    }
    expect(issuer.asked.get("/token")).toBeUndefined();
  });
});

describe("a token endpoint", () => {
  it.each([
    ["refuses the code", { status: 400, body: '{"error":"invalid_grant"}' }, "provider-rejected"],
    ["refuses the client", { status: 401, body: '{"error":"invalid_client"}' }, "provider-rejected"],
    ["sends a page", { status: 200, body: "<html>" }, "provider-misbehaved"],
    ["fails", { status: 503, body: "{}" }, "provider-misbehaved"],
    ["sends too much", { status: 200, body: `{"x":"${"x".repeat(300_000)}"}` }, "provider-misbehaved"],
    [
      "sends no ID token",
      { status: 200, body: '{"access_token":"a","token_type":"bearer"}' },
      "provider-misbehaved",
    ],
  ])("that %s signs nobody in, and is asked once", async (_, token, code) => {
    expect(await codeOf(signIn({ token }))).toBe(code);
    expect(issuer.asked.get("/token")).toBe(1);
  });
});

describe("a discovery document", () => {
  it.each([
    ["names another issuer", { issuer: "https://elsewhere.example" }],
    ["publishes no keys", { jwks_uri: undefined }],
    ["has its keys at a plain http address", { jwks_uri: "http://elsewhere.example/jwks" }],
    ["takes no client secret", { token_endpoint_auth_methods_supported: ["private_key_jwt"] }],
  ])("F-04: that %s is not used", async (_, metadata) => {
    expect(await codeOf(signIn({ metadata }))).toBe("provider-misbehaved");
  });
});

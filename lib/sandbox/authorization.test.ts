import { afterAll, beforeAll, expect, it } from "vitest";
import {
  authorizationUrl,
  authorizeAs,
  startTestProvider,
  type TestProvider,
  testScopes,
} from "#lib/testing/provider.ts";

let provider: TestProvider;
beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.close());

function ask(
  changes: Record<string, string | null | undefined> = {},
  scopes: readonly string[] = testScopes,
) {
  const asked = authorizationUrl(provider.origin, provider.client.clientId, provider.redirectUri, scopes);
  for (const [name, value] of Object.entries(changes)) {
    if (value == null) asked.url.searchParams.delete(name);
    else asked.url.searchParams.set(name, value);
  }
  return asked;
}

function exchange(code: string, verifier: string, redirectUri = provider.redirectUri) {
  return provider.requestToken({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}

it("gives a code, the state and its issuer after sign-in and consent, and tokens for the code", async () => {
  const { url, verifier, state } = ask();
  const landed = await authorizeAs(url, "ada");
  expect(landed.origin + landed.pathname).toBe(provider.redirectUri);
  expect(landed.searchParams.get("state")).toBe(state);
  expect(landed.searchParams.get("iss")).toBe(provider.origin);
  const response = await exchange(landed.searchParams.get("code") ?? "", verifier.reveal());
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    token_type: "Bearer",
    expires_in: 120,
    scope: testScopes.join(" "),
  });
});

it("takes a code once, and ends its tokens when it comes again", async () => {
  const { url, verifier } = ask();
  const code = (await authorizeAs(url, "ada")).searchParams.get("code") ?? "";
  const first = (await (await exchange(code, verifier.reveal())).json()) as { access_token: string };
  const second = await exchange(code, verifier.reveal());
  expect(second.status).toBe(400);
  expect(await second.json()).toMatchObject({ error: "invalid_grant" });
  const call = await fetch(`${provider.origin}/api/me`, {
    headers: { authorization: `Bearer ${first.access_token}` },
  });
  expect(call.status).toBe(401);
});

it("gives exactly one of many simultaneous exchanges of a code its tokens", async () => {
  const { url, verifier } = ask();
  const code = (await authorizeAs(url, "ada")).searchParams.get("code") ?? "";
  const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(code, verifier.reveal())));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

it("refuses an authorization request without PKCE, and one with the plain method", async () => {
  for (const changes of [
    { code_challenge: null, code_challenge_method: null },
    { code_challenge_method: "plain" },
  ]) {
    const landed = await authorizeAs(ask(changes).url, "ada");
    expect(landed.searchParams.get("error")).toBe("invalid_request");
    expect(landed.searchParams.has("code")).toBe(false);
  }
});

it("refuses a verifier that does not belong to the challenge", async () => {
  const code = (await authorizeAs(ask().url, "ada")).searchParams.get("code") ?? "";
  const response = await exchange(code, "x".repeat(43));
  expect(await response.json()).toMatchObject({ error: "invalid_grant" });
});

it("sends access_denied with the state and the issuer when the person denies", async () => {
  const { url, state } = ask();
  const landed = await authorizeAs(url, "grace", "deny");
  expect(Object.fromEntries(landed.searchParams)).toMatchObject({
    error: "access_denied",
    state,
    iss: provider.origin,
  });
});

it.each(["/oauth/callback", "/oauth2/callback", `/oauth/callback/${"k3y".repeat(8)}`])(
  "accepts %s of the console as a redirect URI",
  async (path) => {
    const redirectUri = provider.consoleOrigin + path;
    const { url, verifier } = ask({ redirect_uri: redirectUri });
    const landed = await authorizeAs(url, "ada");
    expect(landed.pathname).toBe(path);
    const response = await exchange(landed.searchParams.get("code") ?? "", verifier.reveal(), redirectUri);
    expect(response.status).toBe(200);
  },
);

it.each([
  "/oauth/callback/short",
  "/oauth/callback/",
  "/oauth/callback?x=1",
  `/oauth/callback/${"K3Y".repeat(8)}`,
  `/oauth/callback/${"k3y".repeat(8)}/..`,
])("shows an error page, and redirects nowhere, for the redirect URI %s", async (path) => {
  await expect(authorizeAs(ask({ redirect_uri: provider.consoleOrigin + path }).url, "ada")).rejects.toThrow(
    "The callback URL does not match",
  );
});

it("takes any client's secret in the body or in the header, and tells a wrong secret from a wrong code", async () => {
  for (const { clientId, clientSecret } of [provider.client, provider.secondClient, provider.thirdClient]) {
    const made = {
      grant_type: "authorization_code",
      code: "made-up",
      redirect_uri: provider.redirectUri,
      code_verifier: "v".repeat(43),
    };
    for (const [secret, status, error] of [
      [clientSecret.reveal(), 400, "invalid_grant"],
      ["made-up", 401, "invalid_client"],
    ] as const) {
      const inBody = await provider.requestToken({ ...made, client_id: clientId, client_secret: secret });
      const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
      const inHeader = await fetch(`${provider.origin}/token`, {
        method: "POST",
        headers: { authorization },
        body: new URLSearchParams(made),
      });
      expect([inBody.status, inHeader.status]).toEqual([status, status]);
      expect([await inBody.json(), await inHeader.json()]).toMatchObject([{ error }, { error }]);
    }
  }
});

it("asks somebody who is signed in for consent only, and anew for a password when told to", async () => {
  const first = new Map<string, string>();
  await authorizeAs(ask().url, "ada", "allow", first);
  const page = async (changes: Record<string, string>) => {
    const cookie = [...first].map(([name, value]) => `${name}=${value}`).join("; ");
    const step = await fetch(ask(changes).url, { headers: { cookie }, redirect: "manual" });
    const own = step.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const response = await fetch(new URL(step.headers.get("location") ?? "", provider.origin), {
      headers: { cookie: `${own}; ${cookie}` },
    });
    return response.text();
  };
  expect(await page({})).toContain("Use another account");
  expect(await page({ prompt: "select_account" })).toContain("Nobody here is real");
});

it("promises in its metadata what it does", async () => {
  const response = await fetch(`${provider.origin}/.well-known/oauth-authorization-server`);
  expect(await response.json()).toMatchObject({
    issuer: provider.origin,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ["S256"],
    revocation_endpoint: `${provider.origin}/revoke`,
    introspection_endpoint: `${provider.origin}/introspect`,
  });
});

it("signs ID tokens when openid is asked for", async () => {
  const tokens = (await provider.issueTokens({ scopes: ["openid", "profile"] })) as { id_token?: string };
  const [, payload = ""] = (tokens.id_token ?? "").split(".");
  expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
    iss: provider.origin,
    sub: "person-ada",
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OAuthClient, Provider, TokenGrant } from "#lib/core/provider.ts";
import { Secret } from "#lib/core/secret.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { findOffering } from "#lib/offerings/registry.ts";
import { authorizeAs, startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import { findAccount } from "./account.ts";
import { resolveApiBase } from "./api-base.ts";
import { buildAuthorizationRequest } from "./authorization-request.ts";
import { readCallback } from "./callback.ts";
import { checkClient } from "./client-check.ts";
import { exchangeCode } from "./code-exchange.ts";
import { newCodeVerifier } from "./pkce.ts";
import { refreshTokens } from "./refresh-grant.ts";
import { revokeTokens } from "./revocation.ts";
import { newState } from "./state.ts";

const now = () => new Date();

describe("the protocol against a certified provider", () => {
  let practice: TestProvider;
  let provider: Provider;
  let client: OAuthClient;

  beforeAll(async () => {
    practice = await startTestProvider({ rotation: "strict", accessTokenLifetimeSeconds: 60 });
    const offering = findOffering({ sandboxOrigin: practice.origin }, "sandbox");
    if (!offering) throw new Error("the practice provider is not offered");
    provider = toProvider(offering, {});
    client = { ...practice.client, authentication: "client_secret_post" };
  });

  afterAll(() => practice.close());

  async function connect(scopes: string[], codeVerifier = newCodeVerifier()): Promise<TokenGrant> {
    const { redirectUri } = practice;
    const url = await buildAuthorizationRequest({
      ...{ provider, client, redirectUri, scopes, codeVerifier },
      state: newState(),
      prompt: null,
      requestRefreshToken: true,
    });
    const landed = await authorizeAs(url, "ada");
    const { code, callbackParams } = readCallback({ provider, params: landed.searchParams });
    return exchangeCode({ provider, client, redirectUri, code, codeVerifier, callbackParams, fetch, now });
  }

  const refresh = (refreshToken: Secret<string> | null) =>
    refreshTokens({
      ...{ provider, client, redirectUri: practice.redirectUri, scopes: [], fetch, now },
      refreshToken: refreshToken ?? new Secret("none"),
    });

  it("F-03: connects with PKCE, names the account and finds the API", async () => {
    const before = Date.now();
    const grant = await connect(["openid", "profile", "email", "files:read"]);
    expect(grant.refreshToken).not.toBeNull();
    expect(grant.scopes).toEqual(expect.arrayContaining(["openid", "files:read", "offline_access"]));
    expect(grant.subject).toBe("person-ada");
    const lifeMs = (grant.expiresAt?.getTime() ?? 0) - before;
    expect(lifeMs).toBeGreaterThan(58_000);
    expect(lifeMs).toBeLessThan(70_000);
    await expect(findAccount({ provider, client, grant, fetch })).resolves.toMatchObject({
      id: "person-ada",
      label: "Ada Marlow",
      email: "ada@sandbox.test",
    });
    expect(resolveApiBase(provider, grant.data)).toBe(`${practice.origin}/api`);
  });

  it("F-03: a provider that enforces PKCE refuses another verifier", async () => {
    const { redirectUri } = practice;
    const url = await buildAuthorizationRequest({
      ...{ provider, client, redirectUri, scopes: ["profile"], prompt: null, requestRefreshToken: true },
      state: newState(),
      codeVerifier: newCodeVerifier(),
    });
    const { code, callbackParams } = readCallback({
      provider,
      params: (await authorizeAs(url, "ada")).searchParams,
    });
    const stolen = {
      provider,
      client,
      redirectUri,
      code,
      callbackParams,
      codeVerifier: newCodeVerifier(),
      fetch,
      now,
    };
    await expect(exchangeCode(stolen)).rejects.toMatchObject({
      class: "permanent-grant",
      error: "invalid_grant",
    });
  });

  it("F-04: answers with its issuer, and another provider's expectations refuse it", async () => {
    const url = await buildAuthorizationRequest({
      ...{ provider, client, redirectUri: practice.redirectUri, scopes: ["profile"] },
      ...{ state: newState(), codeVerifier: newCodeVerifier(), prompt: null, requestRefreshToken: true },
    });
    const params = (await authorizeAs(url, "ada")).searchParams;
    expect(params.get("iss")).toBe(practice.origin);
    const other = { ...provider, issuer: "https://honest.example" };
    expect(() => readCallback({ provider: other, params })).toThrow(
      expect.objectContaining({ code: "state-mismatch" }),
    );
  });

  it("F-11: a person who refuses is reported as that", async () => {
    const url = await buildAuthorizationRequest({
      ...{ provider, client, redirectUri: practice.redirectUri, scopes: ["profile"] },
      ...{ state: newState(), codeVerifier: newCodeVerifier(), prompt: null, requestRefreshToken: true },
    });
    const params = (await authorizeAs(url, "ada", "deny")).searchParams;
    expect(() => readCallback({ provider, params })).toThrow(
      expect.objectContaining({ code: "authorization-denied" }),
    );
  });

  it("refreshes with rotation; the replaced refresh token is dead", async () => {
    const first = await connect(["profile"]);
    const second = await refresh(first.refreshToken);
    expect(second.accessToken.reveal()).not.toBe(first.accessToken.reveal());
    expect(second.refreshToken?.reveal()).not.toBe(first.refreshToken?.reveal());
    await expect(refresh(first.refreshToken)).rejects.toMatchObject({ class: "permanent-grant" });
  });

  it("F-07: revokes, and nothing works afterwards", async () => {
    const { refreshToken, accessToken } = await connect(["profile"]);
    const outcome = await revokeTokens({ provider, client, refreshToken, accessToken, fetch });
    expect(outcome).toMatchObject({ status: "revoked" });
    await expect(refresh(refreshToken)).rejects.toMatchObject({ class: "permanent-grant" });
    const again = await revokeTokens({ provider, client, refreshToken, accessToken, fetch });
    expect(again.status).toBe("revoked");
  });

  it.each([
    ["invalid-grant", "permanent-grant", null],
    ["rate-limited", "transient", 7_000],
    ["server-error", "transient", null],
    ["bad-gateway", "transient", null],
    ["lost-answer", "ambiguous", null],
  ] as const)("R-02: the drill %s is %s", async (answer, wanted, retryAfterMs) => {
    const { refreshToken } = await connect(["profile"]);
    await practice.setDrills({ next: { answer, count: 1, retryAfterSeconds: 7 } });
    await expect(refresh(refreshToken)).rejects.toMatchObject({ class: wanted, retryAfterMs });
    await practice.resetDrills();
  });

  it("R-16: a narrower answer is stored as granted", async () => {
    const { refreshToken } = await connect(["profile", "files:read"]);
    await practice.setDrills({ next: { answer: "narrower-scope", count: 1 } });
    const { scopes } = await refresh(refreshToken);
    await practice.resetDrills();
    expect(scopes).not.toContain("files:read");
  });

  it.each(["client_secret_post", "client_secret_basic"] as const)(
    "verifies its client with %s",
    async (authentication) => {
      const check = await checkClient({
        provider,
        client: { ...client, authentication },
        redirectUri: practice.redirectUri,
        fetch,
      });
      expect(check).toMatchObject({
        verdict: "verified",
        cause: "control-refused",
        workingAuthentication: authentication,
      });
    },
  );

  it("rejects a client with a wrong secret, and one that it does not know", async () => {
    const wrong = { ...client, clientSecret: new Secret("not-the-secret") };
    const unknown = { ...client, clientId: "nobody" };
    for (const bad of [wrong, unknown]) {
      const check = await checkClient({ provider, client: bad, redirectUri: practice.redirectUri, fetch });
      expect(check).toMatchObject({
        verdict: "rejected",
        cause: "client-refused",
        workingAuthentication: null,
      });
    }
  });
});

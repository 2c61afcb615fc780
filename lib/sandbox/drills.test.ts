import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";

let provider: TestProvider;
let refreshToken: string;

beforeAll(async () => {
  provider = await startTestProvider({ rotation: "off" });
  refreshToken = (await provider.issueTokens()).refresh_token;
});
beforeEach(() => provider.resetDrills());
afterAll(() => provider.close());

const refresh = () => provider.requestToken({ grant_type: "refresh_token", refresh_token: refreshToken });

it.each([
  ["invalid-grant", 400, "application/json", "invalid_grant"],
  ["server-error", 500, "application/json", "server_error"],
  ["rate-limited", 429, "application/json", "temporarily_unavailable"],
  ["bad-gateway", 502, "text/html", "Bad Gateway"],
] as const)("answers %s as often as told, and then the truth", async (answer, status, type, words) => {
  await provider.setDrills({ next: { answer, count: 2 } });
  for (const response of [await refresh(), await refresh()]) {
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain(type);
    expect(await response.text()).toContain(words);
  }
  expect((await refresh()).status).toBe(200);
  expect(await provider.stats()).toMatchObject({
    drillsServed: { [answer]: 2 },
    tokenRequests: { total: 3 },
  });
});

it("says with 429 when to come again", async () => {
  await provider.setDrills({ next: { answer: "rate-limited", retryAfterSeconds: 7 } });
  expect((await refresh()).headers.get("retry-after")).toBe("7");
});

it("answers the truth late", async () => {
  await provider.setDrills({ next: { answer: "slow", delaySeconds: 0.2 } });
  const start = performance.now();
  expect((await refresh()).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThan(180);
});

it("grants fewer scopes than asked, in the answer and in the access token", async () => {
  await provider.setDrills({ next: { answer: "narrower-scope" } });
  const { scope, access_token } = (await (await refresh()).json()) as { scope: string; access_token: string };
  expect(scope).toBe("profile email offline_access");
  const call = await fetch(`${provider.origin}/api/files`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(call.status).toBe(403);
});

it("carries out a request whose answer it then loses", async () => {
  await provider.setDrills({ rotation: "strict", next: { answer: "lost-answer" } });
  const { refresh_token } = await provider.issueTokens().catch(async () => provider.issueTokens());
  await provider.setDrills({ next: { answer: "lost-answer" } });
  await expect(provider.requestToken({ grant_type: "refresh_token", refresh_token })).rejects.toThrow(
    "fetch failed",
  );
  const again = await provider.requestToken({ grant_type: "refresh_token", refresh_token });
  expect(await again.json()).toMatchObject({ error: "invalid_grant" });
  expect((await provider.stats()).familiesRevoked).toBe(1);
});

it("gives access tokens the lifetime of the knob", async () => {
  await provider.setDrills({ accessTokenLifetimeSeconds: 7 });
  expect(await (await refresh()).json()).toMatchObject({ expires_in: 7 });
});

it("expires every access token at once, and no refresh token", async () => {
  const { access_token } = (await (await refresh()).json()) as { access_token: string };
  const call = () =>
    fetch(`${provider.origin}/api/me`, { headers: { authorization: `Bearer ${access_token}` } });
  expect((await call()).status).toBe(200);
  await provider.expireAccessTokens();
  expect((await call()).status).toBe(401);
  expect((await refresh()).status).toBe(200);
});

/** Offers a made-up code with the credentials in one of the two ways; gives status and error. */
async function offer(way: "body" | "header", secret = provider.client.clientSecret.reveal()) {
  const { clientId } = provider.client;
  const body = new URLSearchParams({
    ...{ grant_type: "authorization_code", code: "made-up", redirect_uri: provider.redirectUri },
    code_verifier: "v".repeat(43),
    ...(way === "body" && { client_id: clientId, client_secret: secret }),
  });
  const authorization = `Basic ${btoa(`${clientId}:${secret}`)}`;
  const headers: Record<string, string> = way === "header" ? { authorization } : {};
  const response = await fetch(`${provider.origin}/token`, { method: "POST", body, headers });
  return `${response.status} ${((await response.json()) as { error: string }).error}`;
}

it.each([
  ["either", "400 invalid_grant", "400 invalid_grant"],
  ["body", "400 invalid_grant", "401 invalid_client"],
  ["header", "401 invalid_client", "400 invalid_grant"],
] as const)("takes a client's secret by %s way, as told", async (clientAuthentication, inBody, inHeader) => {
  await provider.setDrills({ clientAuthentication });
  expect([await offer("body"), await offer("header")]).toEqual([inBody, inHeader]);
});

it("looks at the code first when told, so that a wrong secret shows only with a code that it gave out", async () => {
  const wrong = "not-the-secret-of-this-client";
  expect([await offer("body", wrong), await offer("header", wrong)]).toEqual([
    "401 invalid_client",
    "401 invalid_client",
  ]);
  await provider.setDrills({ looksFirstAt: "code" });
  expect([await offer("body", wrong), await offer("header", wrong)]).toEqual([
    "400 invalid_grant",
    "400 invalid_grant",
  ]);
  expect(await offer("body")).toBe("400 invalid_grant");
  expect((await provider.issueTokens()).access_token).toEqual(expect.any(String));
  const response = await provider.requestToken({
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_secret: wrong,
  });
  expect(response.status).toBe(401);
});

it("counts token requests by grant type and keeps the latest, without anything secret", async () => {
  await refresh();
  await provider.requestToken({
    grant_type: "authorization_code",
    code: "x",
    redirect_uri: provider.redirectUri,
  });
  const stats = await provider.stats();
  expect(stats.tokenRequests).toEqual({ total: 2, byGrantType: { refresh_token: 1, authorization_code: 1 } });
  expect(stats.recent).toMatchObject([
    { grantType: "authorization_code", status: 400, error: "invalid_grant" },
    { grantType: "refresh_token", status: 200, error: null },
  ]);
  expect(JSON.stringify(stats)).not.toContain(refreshToken);
});

it.each([
  { accessTokenLifetimeSeconds: 0 },
  { rotation: "sometimes" },
  { next: { answer: "slow", count: 0 } },
  { clientAuthentication: "carrier-pigeon" },
  { looksFirstAt: "the weather" },
  { unknown: 1 },
])("refuses the knob %j and turns none", async (body) => {
  const before = await (await fetch(`${provider.origin}/drills`)).json();
  const response = await fetch(`${provider.origin}/drills`, { method: "PUT", body: JSON.stringify(body) });
  expect(response.status).toBe(422);
  expect(await (await fetch(`${provider.origin}/drills`)).json()).toEqual(before);
});

it("takes the same knobs from the form of its start page", async () => {
  const form = {
    act: "apply",
    lifetime: "60",
    rotation: "strict",
    grace: "5",
    way: "header",
    first: "code",
    answer: "slow",
    count: "3",
  };
  const response = await fetch(`${provider.origin}/drills`, {
    method: "POST",
    body: new URLSearchParams(form),
    redirect: "manual",
  });
  expect(response.headers.get("location")).toBe("/?done=apply#drills");
  expect(await (await fetch(`${provider.origin}/drills`)).json()).toMatchObject({
    accessTokenLifetimeSeconds: 60,
    rotation: "strict",
    graceSeconds: 5,
    clientAuthentication: "header",
    looksFirstAt: "code",
    next: { answer: "slow", count: 3, delaySeconds: 20 },
  });
});

import { afterEach, expect, it } from "vitest";
import { startTestProvider, type TestProvider, type TokenAnswer } from "#lib/testing/provider.ts";

let provider: TestProvider;
afterEach(() => provider.close());

async function refresh(
  refreshToken: string,
): Promise<{ status: number } & Partial<TokenAnswer> & { error?: string }> {
  const response = await provider.requestToken({ grant_type: "refresh_token", refresh_token: refreshToken });
  return { status: response.status, ...((await response.json()) as TokenAnswer) };
}

async function callApi(accessToken: string | undefined): Promise<number> {
  return (await fetch(`${provider.origin}/api/me`, { headers: { authorization: `Bearer ${accessToken}` } }))
    .status;
}

it("keeps the refresh token for ever with rotation off", async () => {
  provider = await startTestProvider({ rotation: "off" });
  const { refresh_token } = await provider.issueTokens();
  expect(await refresh(refresh_token)).toMatchObject({ status: 200, refresh_token });
  expect(await refresh(refresh_token)).toMatchObject({ status: 200, refresh_token });
});

it("with grace, lets a used refresh token answer again for a while, each time with a successor of its own", async () => {
  provider = await startTestProvider({ rotation: "grace", graceSeconds: 60 });
  const { refresh_token } = await provider.issueTokens();
  const [first, again] = [await refresh(refresh_token), await refresh(refresh_token)];
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(new Set([refresh_token, first.refresh_token, again.refresh_token]).size).toBe(3);
  expect(await refresh(first.refresh_token ?? "")).toMatchObject({ status: 200 });
  expect(await provider.stats()).toMatchObject({ familiesRevoked: 0, activeFamilies: 1 });
});

it("with grace, ends the family when the used token comes after its time", async () => {
  provider = await startTestProvider({ rotation: "grace", graceSeconds: 60 });
  const { refresh_token } = await provider.issueTokens();
  const first = await refresh(refresh_token);
  await provider.setDrills({ graceSeconds: 0 });
  expect(await refresh(refresh_token)).toMatchObject({ status: 400, error: "invalid_grant" });
  expect(await refresh(first.refresh_token ?? "")).toMatchObject({ status: 400, error: "invalid_grant" });
});

it("with strict rotation, ends the whole family when a used token comes back", async () => {
  provider = await startTestProvider({ rotation: "strict" });
  const { refresh_token } = await provider.issueTokens();
  const first = await refresh(refresh_token);
  expect(await callApi(first.access_token)).toBe(200);
  expect(await refresh(refresh_token)).toMatchObject({ status: 400, error: "invalid_grant" });
  expect(await refresh(first.refresh_token ?? "")).toMatchObject({ status: 400, error: "invalid_grant" });
  expect(await callApi(first.access_token)).toBe(401);
  expect(await provider.stats()).toMatchObject({ familiesRevoked: 1, activeFamilies: 0 });
});

it("with strict rotation, counts two uses at the same moment as one use and one replay", async () => {
  provider = await startTestProvider({ rotation: "strict" });
  for (let round = 0; round < 5; round++) {
    const { refresh_token } = await provider.issueTokens();
    const answers = await Promise.all([1, 2, 3].map(() => refresh(refresh_token)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners.length).toBeLessThanOrEqual(1);
    for (const { access_token, refresh_token: next } of winners) {
      expect(await callApi(access_token)).toBe(401);
      expect(await refresh(next ?? "")).toMatchObject({ error: "invalid_grant" });
    }
  }
  expect(await provider.stats()).toMatchObject({ activeFamilies: 0 });
});

it("leaves another connection of the same person alone when one family ends", async () => {
  provider = await startTestProvider({ rotation: "strict" });
  const [one, other] = [await provider.issueTokens(), await provider.issueTokens()];
  await refresh(one.refresh_token);
  await refresh(one.refresh_token);
  expect(await refresh(other.refresh_token)).toMatchObject({ status: 200 });
});

it.each(["refresh_token", "access_token"] as const)(
  "ends the grant, and only that one, when its %s is revoked",
  async (kind) => {
    provider = await startTestProvider();
    const [one, other] = [await provider.issueTokens(), await provider.issueTokens()];
    const { clientId, clientSecret } = provider.client;
    const body = new URLSearchParams({
      token: one[kind],
      client_id: clientId,
      client_secret: clientSecret.reveal(),
    });
    const response = await fetch(`${provider.origin}/revoke`, { method: "POST", body });
    expect(response.status).toBe(200);
    expect(await callApi(one.access_token)).toBe(401);
    expect(await refresh(one.refresh_token)).toMatchObject({ error: "invalid_grant" });
    expect(await callApi(other.access_token)).toBe(200);
  },
);

it("answers 200 to the revocation of a token that nobody knows (RFC 7009 §2.2)", async () => {
  provider = await startTestProvider();
  const { clientId, clientSecret } = provider.client;
  const body = new URLSearchParams({
    token: "unknown",
    client_id: clientId,
    client_secret: clientSecret.reveal(),
  });
  expect((await fetch(`${provider.origin}/revoke`, { method: "POST", body })).status).toBe(200);
});

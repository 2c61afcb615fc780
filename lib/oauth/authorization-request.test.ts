import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/core/errors.ts";
import { plainClient, plainProvider } from "#lib/testing/plain-provider.ts";
import { buildAuthorizationRequest } from "./authorization-request.ts";
import { codeChallenge, newCodeVerifier } from "./pkce.ts";
import { newState } from "./state.ts";

const redirectUri = "https://mooring.example/oauth/callback/abcdefghijklmnopqrst";

function build(overrides: Partial<Parameters<typeof buildAuthorizationRequest>[0]> = {}): Promise<URL> {
  return buildAuthorizationRequest({
    provider: plainProvider(),
    client: plainClient(),
    redirectUri,
    scopes: ["files:read", "profile"],
    state: newState(),
    codeVerifier: newCodeVerifier(),
    prompt: null,
    requestRefreshToken: true,
    ...overrides,
  });
}

function withAuthorizeUrl(url: string) {
  const provider = plainProvider();
  return { provider: { ...provider, authorize: { ...provider.authorize, url } } };
}

describe("the authorization request", () => {
  it("carries exactly what RFC 6749 §4.1.1 and RFC 7636 §4.3 ask for", async () => {
    const state = newState();
    const codeVerifier = newCodeVerifier();
    const url = await build({ state, codeVerifier });
    expect(`${url.origin}${url.pathname}`).toBe("https://id.plain.example/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: "code",
      client_id: "client-1",
      redirect_uri: redirectUri,
      scope: "files:read profile",
      state,
      code_challenge: await codeChallenge(codeVerifier),
      code_challenge_method: "S256",
    });
    expect(url.href).not.toContain(codeVerifier.reveal());
  });

  it("F-03: 1,000 requests carry 1,000 different 43-character S256 challenges and states", async () => {
    const urls = await Promise.all(Array.from({ length: 1_000 }, () => build()));
    const values = (name: string) => urls.flatMap((url) => url.searchParams.getAll(name));
    for (const name of ["code_challenge", "state"]) {
      expect(new Set(values(name)).size).toBe(1_000);
      for (const value of values(name)) expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
    expect(new Set(values("code_challenge_method"))).toEqual(new Set(["S256"]));
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://id.plain.example/authorize",
    "ftp://id.plain.example/",
    "https://user:secret@id.plain.example/authorize",
    "https://user@id.plain.example/authorize",
    "https://id.plain.example/authorize#fragment",
    "https://id.plain.example/authorize#",
    "https://id.plain.example/auth\r\norize",
    "https://id.plain\t.example/authorize",
    " https://id.plain.example/authorize",
    "https://id.plain.example\\@evil.example/",
    "https://{tenant}.plain.example/authorize",
    "//id.plain.example/authorize",
    "/authorize",
    "",
  ])("F-05: sends no browser to %o, even when it stands in the database", async (url) => {
    const refusal = await build(withAuthorizeUrl(url)).catch((error: unknown) => error);
    expect(isAppError(refusal) && refusal.code).toBe("egress-blocked");
  });

  it("takes plain http for the one origin of the practice provider and no other", async () => {
    const { provider } = withAuthorizeUrl("http://127.0.0.1:4000/authorize");
    const practice = { ...provider, insecureOrigin: "http://127.0.0.1:4000" };
    await expect(build({ provider: practice })).resolves.toBeInstanceOf(URL);
    await expect(
      build({ provider: { ...practice, insecureOrigin: "http://127.0.0.1:4001" } }),
    ).rejects.toMatchObject({
      code: "egress-blocked",
    });
  });

  it("F-16: no step of an offering can replace what binds the answer to its flow", async () => {
    const forged = ["client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"];
    const provider = plainProvider();
    provider.steps.authorize.push((params) => ({
      ...params,
      ...Object.fromEntries(forged.map((name) => [name, "forged"])),
    }));
    const url = await build({ provider });
    for (const name of forged) {
      expect(url.searchParams.getAll(name)).toHaveLength(1);
      expect(url.searchParams.get(name)).not.toBe("forged");
    }
  });

  it("keeps what the stored address already asks, and asks nothing twice", async () => {
    const url = await build(withAuthorizeUrl("https://id.plain.example/authorize?region=eu&client_id=other"));
    expect(url.searchParams.get("region")).toBe("eu");
    expect(url.searchParams.getAll("client_id")).toEqual(["client-1"]);
  });

  it("sends the chosen prompt, and no scope when none is asked", async () => {
    const url = await build({ prompt: "login", scopes: [] });
    expect(url.searchParams.get("prompt")).toBe("login");
    expect(url.searchParams.has("scope")).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signIn, signInWithCode } from "./sign-in.ts";

const origin = "http://localhost:3000";
const sent: { url: string; body: string }[] = [];

function answerWith(status: number, body: unknown) {
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    sent.push({ url, body: String(init?.body ?? "") });
    return url.endsWith("/csrf") ? Response.json({ csrfToken: "t0ken" }) : Response.json(body, { status });
  });
}

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("location", { href: `${origin}/sign-in` });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("signIn", () => {
  it("fetches the form's token and sends it along, as a form", async () => {
    answerWith(200, { url: `${origin}/` });
    expect(await signIn("ada@example.com", "a&b")).toBe("signed-in");
    expect(sent.map(({ url }) => url)).toEqual(["/api/auth/csrf", "/api/auth/callback/credentials"]);
    expect(sent[1]?.body).toBe("csrfToken=t0ken&email=ada%40example.com&password=a%26b&json=true");
  });

  it.each([
    [401, "/api/auth/error?error=CredentialsSignin&provider=credentials", "refused"],
    [401, "/api/auth/error?error=rate-limited", "rate-limited"],
    [401, "/api/auth/error?error=unavailable", "failed"],
    [401, "/api/auth/error?error=second-factor-required", "second-factor-required"],
    [401, "/api/auth/error?error=unauthenticated", "expired"],
    [200, "/sign-in?csrf=true", "failed"],
  ])("reads %i %s as %s", async (status, url, result) => {
    answerWith(status, { url: origin + url });
    expect(await signIn("ada@example.com", "x")).toBe(result);
  });

  it("sends the code of the second step alone", async () => {
    answerWith(200, { url: `${origin}/` });
    expect(await signInWithCode("123 456")).toBe("signed-in");
    expect(sent[1]?.body).toBe("csrfToken=t0ken&code=123+456&json=true");
  });

  it("says that it failed when no sensible answer comes", async () => {
    answerWith(500, { code: "internal" });
    expect(await signIn("ada@example.com", "x")).toBe("failed");
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("no network");
    });
    expect(await signIn("ada@example.com", "x")).toBe("failed");
  });
});

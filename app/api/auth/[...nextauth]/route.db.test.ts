import { beforeEach, describe, expect, it } from "vitest";
import { setRuntime } from "#lib/context/runtime.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { hashPassword } from "#lib/crypto/password-hash.ts";
import { testSettings } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, testRuntime, useRuntime } from "#lib/testing/requests.ts";
import { GET as getSession } from "../../session/route.ts";
import { GET, POST } from "./route.ts";

const database = useDatabase();
useRuntime(database);
const password = "correct horse battery";

let owner: MemberActor;

beforeEach(async () => {
  owner = await createOwner(database.db);
  await database.db.user.update({
    where: { id: owner.userId },
    data: { passwordHash: await hashPassword(new Secret(password)) },
  });
});

type Cookies = Map<string, string>;

async function send(
  cookies: Cookies,
  method: "GET" | "POST",
  action: string,
  form: Record<string, string> = {},
  headers = {},
) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new Request(new URL(`/api/auth/${action}`, testSettings.origin), {
    method,
    headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
    body: method === "POST" ? new URLSearchParams(form).toString() : undefined,
  });
  const response = await (method === "GET" ? GET : POST)(
    request,
    routeParams({ nextauth: action.split("/") }),
  );
  for (const line of response.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }
  return response;
}

async function signIn(form: Record<string, string> = {}, headers = {}) {
  const cookies: Cookies = new Map();
  const { csrfToken } = await (await send(cookies, "GET", "csrf")).json();
  const response = await send(
    cookies,
    "POST",
    "callback/credentials",
    { csrfToken, email: owner.email, password, json: "true", ...form },
    headers,
  );
  return { cookies, response, csrfToken };
}

const whoAmI = async (cookies: Cookies) => {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return getSession(await testRequest("GET", "/api/session", { headers: { cookie } }));
};

describe("signing in", () => {
  it("gives a cookie that is a session, under the e-mail in any case", async () => {
    const { cookies, response } = await signIn({ email: ` ${owner.email.toUpperCase()} ` });
    expect(response.status).toBe(200);
    expect(await (await whoAmI(cookies)).json()).toMatchObject({
      user: { id: owner.userId },
      role: "owner",
      isPlatformAdmin: true,
    });
  });

  it("S-03: the cookie is HttpOnly, Lax and for all paths; under https it is a Secure __Host- cookie", async () => {
    const line = (response: Response) =>
      response.headers.getSetCookie().find((it) => it.includes("session")) ?? "";
    expect(line((await signIn()).response)).toMatch(
      /^mooring-session=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/,
    );
    setRuntime({
      ...testRuntime(database),
      settings: { ...testSettings, origin: "https://mooring.example", isSecure: true },
    });
    const { response } = await signIn();
    setRuntime(testRuntime(database));
    for (const cookie of response.headers.getSetCookie())
      expect(cookie).toMatch(/^__Host-mooring-.*; Path=\/; .*Secure/);
    expect(line(response)).toContain("HttpOnly");
  });

  it.each([
    ["a wrong password", { password: "wrong" }],
    ["an unknown account", { email: "nobody@example.com" }],
    ["no e-mail", { email: "" }],
    ["no password", { password: "" }],
  ])("S-08: %s gets the same answer and no session", async (_, form) => {
    const { response, cookies } = await signIn(form);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ url: expect.stringContaining("error=CredentialsSignin") });
    expect((await whoAmI(cookies)).status).toBe(401);
  });

  it("S-08: says that it were too many attempts, and nothing else", async () => {
    const headers = { "x-mooring-client-address": "192.0.2.44" };
    for (let n = 0; n < 10; n++) await signIn({ password: "wrong" }, headers);
    const { response } = await signIn({}, headers);
    expect(await response.json()).toEqual({
      url: `${testSettings.origin}/api/auth/error?error=rate-limited`,
    });
  });

  it("S-01: needs the token of its own form", async () => {
    const { response, cookies } = await signIn({ csrfToken: "made up" });
    expect((await response.json()).url).toContain("csrf=true");
    expect((await whoAmI(cookies)).status).toBe(401);
  });

  it.each(["https://evil.example", "null"])("S-01: is refused from the origin %j", async (origin) => {
    expect((await signIn({}, { origin })).response.status).toBe(403);
  });

  it.each(["https://evil.example/", "//evil.example", "/\\evil.example"])(
    "F-10: never leads to %j afterwards",
    async (callbackUrl) => {
      const { response } = await signIn({ callbackUrl });
      const { url } = await response.json().catch(() => ({ url: testSettings.origin }));
      expect(new URL(url, testSettings.origin).origin).toBe(testSettings.origin);
    },
  );

  it("F-05: takes its own address from the settings, whatever the headers say", async () => {
    const hostile = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    const { response } = await signIn({ password: "wrong" }, hostile);
    expect((await response.json()).url).toMatch(new RegExp(`^${testSettings.origin}/`));
  });
});

describe("signing out", () => {
  it("ends the session itself, so that a kept cookie is worth nothing", async () => {
    const { cookies, csrfToken } = await signIn();
    const kept = new Map(cookies);
    await send(cookies, "POST", "signout", { csrfToken, json: "true" });
    expect((await whoAmI(cookies)).status).toBe(401);
    expect((await whoAmI(kept)).status).toBe(401);
  });

  it("S-01: does nothing without the token of the form", async () => {
    const { cookies } = await signIn();
    await send(new Map(cookies), "POST", "signout", {});
    expect((await whoAmI(cookies)).status).toBe(200);
  });
});

describe("the rest of next-auth", () => {
  it("shows nothing of the person in its session answer", async () => {
    const { cookies } = await signIn();
    const session = await (await send(cookies, "GET", "session")).json();
    expect(Object.keys(session)).toEqual(["expires"]);
  });

  it.each([
    ["GET", "signin"],
    ["GET", "signout"],
    ["GET", "error"],
    ["GET", "verify-request"],
    ["GET", "callback/credentials"],
    ["POST", "_log"],
    ["POST", "session"],
    ["POST", "signin/credentials"],
    ["GET", "csrf/more"],
  ] as const)("%s %s is not there", async (method, action) => {
    expect((await send(new Map(), method, action)).status).toBe(404);
  });

  it("V-01: a broken or huge body is no crash", async () => {
    const cookies: Cookies = new Map([["mooring-csrf", "%E0%A4%A"]]);
    for (const body of ["%E0%A4%A", "a".repeat(100_000), "__proto__=x&password=y"]) {
      const request = new Request(new URL("/api/auth/callback/credentials", testSettings.origin), {
        method: "POST",
        headers: { cookie: [...cookies].join("="), "content-type": "application/x-www-form-urlencoded" },
        body,
      });
      expect(
        (await POST(request, routeParams({ nextauth: ["callback", "credentials"] }))).status,
      ).toBeLessThan(500);
    }
  });
});

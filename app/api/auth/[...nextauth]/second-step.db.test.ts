import { beforeEach, describe, expect, it } from "vitest";
import { confirmSecondFactor, startSecondFactor } from "#lib/auth/own-second-factor.ts";
import { setRuntime } from "#lib/context/runtime.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { hashPassword } from "#lib/crypto/password-hash.ts";
import { appCode } from "#lib/testing/authenticator.ts";
import { testContext, testSettings } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { routeParams, testRequest, testRuntime, useRuntime } from "#lib/testing/requests.ts";
import { GET as getSession } from "../../session/route.ts";
import { GET, POST } from "./route.ts";

const database = useDatabase();
const { lines } = useRuntime(database);
const password = "correct horse battery";

let owner: MemberActor;
let key: string;
let recoveryCodes: string[];

beforeEach(async () => {
  await database.db.rateLimit.deleteMany();
  owner = await createOwner(database.db);
  await database.db.user.update({
    where: { id: owner.userId },
    data: { passwordHash: await hashPassword(new Secret(password)) },
  });
  // Half a minute ago, so that the app's next code is not the one that confirmed it.
  const now = () => new Date(Date.now() - 30_000);
  const ctx = testContext({ db: database.db, actor: owner, now });
  ({ key } = await startSecondFactor(ctx, { password: new Secret(password) }));
  ({ recoveryCodes } = await confirmSecondFactor(ctx, { code: new Secret(appCode(key, now())) }));
});

/** A browser: it keeps its cookies, those that end too. */
function openBrowser() {
  const cookies = new Map<string, string>();
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  async function send(method: "GET" | "POST", action: string, form: Record<string, string> = {}) {
    const request = new Request(new URL(`/api/auth/${action}`, testSettings.origin), {
      method,
      headers: { cookie: header(), "content-type": "application/x-www-form-urlencoded" },
      body: method === "POST" ? new URLSearchParams(form).toString() : undefined,
    });
    const params = routeParams({ nextauth: action.split("/") });
    const response = await (method === "GET" ? GET : POST)(request, params);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (line.includes("Max-Age=0")) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
  return {
    cookies,
    step: async (fields: Record<string, string>) => {
      const { csrfToken } = await (await send("GET", "csrf")).json();
      return send("POST", "callback/credentials", { csrfToken, json: "true", ...fields });
    },
    status: async () =>
      (await getSession(await testRequest("GET", "/api/session", { headers: { cookie: header() } }))).status,
  };
}

const firstStep = () => ({ email: owner.email, password });
const errorIn = async (response: Response) =>
  new URL((await response.json()).url, testSettings.origin).searchParams.get("error");
const pendingName = "mooring-second-step";

describe("signing in with a second factor", () => {
  it("S-02: asks for the code, and nobody is signed in before it", async () => {
    const browser = openBrowser();
    const first = await browser.step(firstStep());
    expect([first.status, await errorIn(first)]).toEqual([401, "second-factor-required"]);
    expect([...browser.cookies.keys()].filter((name) => name.includes("session"))).toEqual([]);
    expect(await browser.status()).toBe(401);
    const second = await browser.step({ code: appCode(key, new Date()) });
    expect(second.status).toBe(200);
    expect(await browser.status()).toBe(200);
    expect(browser.cookies.has(pendingName)).toBe(false);
  });

  it("S-03: binds the second step to the browser by a cookie of five minutes, HttpOnly and under https __Host-", async () => {
    const line = (response: Response) =>
      response.headers.getSetCookie().find((it) => it.includes(pendingName)) ?? "";
    expect(line(await openBrowser().step(firstStep()))).toMatch(
      /^mooring-second-step=[A-Za-z0-9_-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    setRuntime({
      ...testRuntime(database),
      settings: { ...testSettings, origin: "https://mooring.example", isSecure: true },
    });
    const secure = line(await openBrowser().step(firstStep()));
    setRuntime(testRuntime(database, lines));
    expect(secure).toMatch(/^__Host-mooring-second-step=.*; Secure$/);
    const other = openBrowser();
    expect(await errorIn(await other.step({ code: appCode(key, new Date()) }))).toBe("unauthenticated");
    expect(await other.status()).toBe(401);
  });

  it("S-08: answers a wrong code, a used one and a wrong recovery code alike, and a right one goes on", async () => {
    const browser = openBrowser();
    const code = appCode(key, new Date());
    await browser.step(firstStep());
    await browser.step({ code });
    const answers: string[] = [];
    await browser.step(firstStep());
    for (const wrong of ["000000", code, "0000-0000-0000-0000", "x"]) {
      const response = await browser.step({ code: wrong });
      answers.push(`${response.status} ${await response.text()}`);
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^401 .*error=CredentialsSignin/);
    expect((await browser.step({ code: recoveryCodes[0] ?? "" })).status).toBe(200);
    expect(await browser.status()).toBe(200);
  });

  it("S-08: asks whoever has a wrong password for no code", async () => {
    const browser = openBrowser();
    const response = await browser.step({ email: owner.email, password: "wrong" });
    expect(await errorIn(response)).toBe("CredentialsSignin");
    expect(browser.cookies.has(pendingName)).toBe(false);
  });

  it("D-21: writes neither password, cookie, code nor key into the log or an address", async () => {
    const browser = openBrowser();
    const code = appCode(key, new Date());
    const answers = [await browser.step(firstStep())];
    const pending = browser.cookies.get(pendingName) ?? "";
    answers.push(await browser.step({ code: recoveryCodes[1] ?? "" }), await browser.step({ code }));
    const told = JSON.stringify([lines, await Promise.all(answers.map((answer) => answer.text()))]);
    for (const secret of [password, pending, key, recoveryCodes[1] ?? ""]) {
      expect(secret.length).toBeGreaterThan(12);
      expect(told).not.toContain(secret);
    }
  });
});

import { type Browser, chromium, type Page } from "@playwright/test";
import { openDataFolder } from "../lib/testing/open-data-folder.ts";
import config from "../playwright.config.ts";
import { type Populated, populate } from "./fixtures/populate.ts";
import { owner, signIn } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const nameOf = (what: string) => `Kelp ${what}`;

test.describe("a session", () => {
  test.describe.configure({ mode: "serial" });
  let browser: Browser;
  let page: Page;
  let populated: Populated;

  // Playwright's own browser never takes a page back out of memory; people's browsers do.
  test.beforeAll(async ({ mooring }) => {
    const launch = { ...config.use?.launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] };
    browser = await chromium.launch(launch);
    page = await (await browser.newContext()).newPage();
    populated = await populate(page, mooring, nameOf);
  });
  test.afterAll(() => browser.close());

  test("S-02: is a new one at every sign-in, whatever a browser brings along, and dead after it @walls", async ({
    mooring,
  }) => {
    const { origin } = mooring;
    const folder = await openDataFolder(mooring.dataFolder);
    const [name = "", value = ""] = (await folder.signInAs("stranger")).split("=");
    await folder.close();
    const context = await browser.newContext();
    const whoIs = async (cookie: string) => {
      const answer = await fetch(`${origin}/api/session`, { headers: { cookie: `${name}=${cookie}` } });
      return answer.ok ? ((await answer.json()).user.email as string) : answer.status;
    };
    const stranger = await whoIs(value);
    expect(stranger).toMatch(/@example\.com$/);
    // As somebody plants it who wants to know what its next person does.
    await context.addCookies([{ name, value, url: origin }]);
    const tab = await context.newPage();
    await tab.goto(`${origin}/oauth`);
    await tab.request.delete(`${origin}/api/session`, { headers: { origin } });
    expect(await whoIs(value)).toBe(401);
    await context.addCookies([{ name, value, url: origin }]);
    await signIn(tab, origin);
    const own = (await context.cookies(origin)).find((cookie) => cookie.name === name)?.value ?? "";
    expect(own).not.toBe(value);
    expect([await whoIs(own), await whoIs(value)]).toEqual([owner.email, 401]);
    await tab.request.delete(`${origin}/api/session`, { headers: { origin } });
    expect(await whoIs(own)).toBe(401);
    await context.close();
  });

  test("S-03: its cookies, and those of an authorization, are for the server alone @walls", async ({
    mooring,
  }) => {
    await page.goto(`${mooring.origin}/oauth`);
    const cookies = await page.context().cookies(mooring.origin);
    const ours = cookies.filter(({ name }) => name.startsWith("mooring-"));
    expect(ours.map(({ name }) => name.replace(/-[0-9a-f]{12}$/, "")).sort()).toEqual([
      "mooring-callback-url",
      "mooring-csrf",
      "mooring-flow",
      "mooring-session",
    ]);
    for (const { httpOnly, sameSite, path } of ours)
      expect([httpOnly, sameSite, path]).toEqual([true, "Lax", "/"]);
    const flow = ours.find(({ name }) => name.startsWith("mooring-flow"));
    const lifeSeconds = (flow?.expires ?? 0) - Date.now() / 1000;
    expect(lifeSeconds > 0 && lifeSeconds <= 600, `${lifeSeconds} s`).toBe(true);
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });

  test("S-09: the back button shows nothing after it @walls", async ({ mooring }) => {
    test.setTimeout(120_000);
    const { origin } = mooring;
    const own = [`/connections/${populated.ids.connections}`, "/oauth", "/settings/api-keys"];

    await test.step("a page without secrets does come back from memory: the test can fail", async () => {
      await page.goto(`${mooring.sandboxOrigin}/`);
      await page.evaluate(() =>
        addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted })),
      );
      await page.goto("about:blank");
      await goBack(page);
      expect(await page.evaluate(() => (window as { persisted?: boolean }).persisted)).toBe(true);
    });

    for (const path of own) await page.goto(origin + path);
    await expect(page.getByText(nameOf("key")).first()).toBeVisible();
    const apart = await page.context().newPage();
    await apart.goto(`${origin}/oauth`);
    await expect(apart.getByText(nameOf("integration")).first()).toBeVisible();
    await apart.goto(`${origin}/problems/conflict`);

    await page.getByRole("button", { name: /account and settings/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in/);
    for (const _ of own) {
      await goBack(page);
      await expectNothing(page);
    }
    await page.goto(`${origin}/sign-in`);
    await goBack(page);
    await expectNothing(page);
    await goBack(apart);
    await expectNothing(apart);
  });
});

// A page that comes back from memory loads nothing, so nothing but its address tells that it is there.
async function goBack(page: Page): Promise<void> {
  await page.goBack({ waitUntil: "commit" });
}

/** The page asks to sign in, and nothing of the workspace is in it. */
async function expectNothing(page: Page): Promise<void> {
  await page.waitForURL(/\/sign-in/);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(await page.content()).not.toContain("Kelp ");
}

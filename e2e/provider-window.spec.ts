import type { BrowserContext, Page } from "@playwright/test";
import type { Mooring } from "./fixtures/mooring.ts";
import { startSeveringPage } from "./fixtures/severing-page.ts";
import { createPracticeIntegration, setUp, signInAtProvider } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

// One integration for all of them; each test opens its page and connects anew.
test.describe.configure({ mode: "serial" });

let state: Awaited<ReturnType<BrowserContext["storageState"]>>;

test.beforeAll(async ({ browser, mooring }) => {
  const page = await browser.newPage();
  await setUp(page, mooring);
  await createPracticeIntegration(page, mooring, "Practice");
  state = await page.context().storageState();
  await page.close();
});

test.use({ storageState: async ({ mooring: _ }, use) => use(state) });

const dialogOf = (page: Page) => page.getByRole("dialog");
const connectionIn = (page: Page) => page.getByRole("row", { name: /Ada Marlow/ });

/** Clicks Connect on the integration's page and gives the window that opens, standing at the provider's sign-in. */
async function openWindow(page: Page, mooring: Mooring): Promise<Page> {
  await page.goto(`${mooring.origin}/oauth/practice`);
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Connect", exact: true }).first().click(),
  ]);
  await expect(popup.getByLabel("E-mail address")).toBeVisible();
  return popup;
}

/** The answer of our callback, once any window of the browser gets it. */
async function callbackAnswer(context: BrowserContext) {
  const answer = await context.waitForEvent("response", {
    predicate: (response) => new URL(response.url()).pathname === "/oauth/callback",
  });
  return { status: answer.status(), headers: answer.headers() };
}

test("F-06: the window ends at a clean address of ours and tells only which flow ended and how", async ({
  page,
  context,
  mooring,
}) => {
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Reflect.set(window, "heard", heard);
    new BroadcastChannel("mooring-flows").onmessage = ({ data }) => heard.push(data);
    window.addEventListener("message", ({ data }) => heard.push({ posted: data }));
  });
  const popup = await openWindow(page, mooring);
  const asked: string[] = [];
  popup.on("request", (request) => asked.push(request.url()));
  const [answer] = await Promise.all([callbackAnswer(context), signInAtProvider(popup)]);
  expect(answer).toMatchObject({
    status: 303,
    headers: { "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
  });
  expect(answer.headers.location).toMatch(/^\/oauth\/flows\/[\w-]+$/);
  await expect(connectionIn(page)).toContainText("Active");
  const afterwards = asked.slice(asked.findIndex((url) => url.includes("/oauth/callback")) + 1);
  expect(afterwards.length).toBeGreaterThan(0);
  expect(afterwards.filter((url) => !url.startsWith(mooring.origin) || url.includes("code="))).toEqual([]);
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, "heard") as unknown[]))
    .toEqual([{ flowId: expect.any(String), handle: expect.any(String), status: "succeeded" }]);
});

test("F-06: where a provider's page cuts the window off (COOP), polling alone tells within 3 s", async ({
  page,
  context,
  mooring,
}) => {
  await context.addInitScript(() => {
    const mute = class extends EventTarget {
      postMessage(): void {}
      close(): void {}
    };
    Reflect.set(window, "BroadcastChannel", mute);
    const open = window.open.bind(window);
    window.open = (...args) => {
      const opened = open(...args);
      Reflect.set(window, "opened", opened);
      return opened;
    };
  });
  const severing = await startSeveringPage();
  const popup = await openWindow(page, mooring);
  await popup.evaluate((address) => location.assign(address), severing.address(popup.url()));
  await popup.getByRole("link", { name: "Go on" }).click();
  await expect(popup.getByLabel("E-mail address")).toBeVisible();
  await severing.close();
  expect(await popup.evaluate(() => window.opener)).toBeNull();
  expect(await page.evaluate(() => (Reflect.get(window, "opened") as Window).closed)).toBe(true);
  await expect(dialogOf(page)).toContainText("Finish signing in");
  await Promise.all([callbackAnswer(context), signInAtProvider(popup)]);
  const answeredAt = Date.now();
  await expect(page.getByText("Account connected")).toBeVisible();
  expect(Date.now() - answeredAt).toBeLessThanOrEqual(3_000);
  // A window that was cut off cannot close itself, and a page behind it draws nothing.
  await popup.close();
  await expect(dialogOf(page)).toHaveCount(0);
});

test("F-06: a blocked window leaves three ways: this tab, the window again, a copied link", async ({
  page,
  context,
  mooring,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: mooring.origin });
  await page.addInitScript(() => {
    window.open = () => null;
  });
  await page.goto(`${mooring.origin}/oauth/practice`);
  await page.getByRole("button", { name: "Connect", exact: true }).first().click();
  await expect(dialogOf(page)).toContainText("Your browser blocked the window");
  await expect(dialogOf(page).getByRole("button", { name: "Open the window again" })).toBeVisible();

  await dialogOf(page).getByRole("button", { name: "Copy link" }).click();
  const other = await context.newPage();
  await other.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await signInAtProvider(other);
  await expect(other.getByText("The account is connected")).toBeVisible();
  await expect(dialogOf(page)).toHaveCount(0);
  await other.close();

  await page.getByRole("button", { name: "Connect", exact: true }).first().click();
  await dialogOf(page).getByRole("link", { name: "Continue in this tab" }).click();
  // Signed in there already, the person is only asked again.
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("link", { name: "Back to Mooring" }).click();
  await expect(page).toHaveURL(`${mooring.origin}/oauth/practice`);
});

test("F-06: a refusal at the provider is told in our own words, in the window and on the page", async ({
  page,
  mooring,
}) => {
  const popup = await openWindow(page, mooring);
  await popup.getByLabel("E-mail address").fill("ada@sandbox.test");
  await popup.getByLabel("Password").fill("calm-tide-41");
  await popup.getByRole("button", { name: "Sign in" }).click();
  await popup.getByRole("button", { name: "Deny" }).click();
  for (const place of [popup.getByRole("main"), dialogOf(page)]) {
    await expect(place).toContainText("Access was not granted");
    await expect(place).not.toContainText("did not agree");
  }
  await dialogOf(page).getByRole("button", { name: "Leave it" }).click();
  await expect(page.getByRole("button", { name: "Connect", exact: true }).first()).toBeFocused();
});

test("F-06: nothing that a hostile answer carries is reflected, run or linked", async ({ page, mooring }) => {
  const asked = page
    .context()
    .waitForEvent("request", (request) => request.url().startsWith(`${mooring.sandboxOrigin}/authorize`));
  const popup = await openWindow(page, mooring);
  const begun = new URL((await asked).url()).searchParams.get("state") ?? "";
  const hostile = `<img src=x onerror="document.title='reflected'">4711`;
  const answer = {
    error: hostile,
    error_description: hostile,
    error_uri: "javascript:document.title='reflected'//4711",
  };
  for (const state of [begun, hostile]) {
    const query = new URLSearchParams({ ...answer, state, iss: mooring.sandboxOrigin });
    const arrived = await popup.goto(`${mooring.origin}/oauth/callback?${query}`);
    expect(new URL(popup.url()).pathname).toMatch(/^\/oauth\/flows\/[\w-]+$/);
    expect(popup.url() + (await arrived?.text()) + (await popup.content())).not.toContain("4711");
    expect(await popup.title()).not.toBe("reflected");
  }
  await expect(dialogOf(page)).toContainText("The provider refused to finish");
  expect(await page.content()).not.toContain("4711");
});

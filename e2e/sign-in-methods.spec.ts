import type { Page } from "@playwright/test";
import { inspect } from "./fixtures/inspect.ts";
import { looks } from "./fixtures/pages.ts";
import { practicePerson, setUp, signInAtProvider } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");
const alertOf = (page: Page) => page.getByRole("alertdialog");

/** The same page in each of its looks, in this browser. */
async function inspectAll(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.theme });
    await page.evaluate((theme) => localStorage.setItem("mooring-theme", theme), look.theme);
    await page.reload();
    await inspect(page, look, name);
  }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => localStorage.setItem("mooring-theme", "light"));
  await page.reload();
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies({ name: /mooring-session$/ });
}

test("an admin sets up a provider, proves it, and signs in by it alone @login", async ({ page, mooring }) => {
  test.setTimeout(300_000);
  await setUp(page, mooring);
  const settings = `${mooring.origin}/settings/sign-in`;
  const name = "Practice";

  // The practice provider's page shows the client that is to be entered by hand.
  await page.goto(mooring.sandboxOrigin);
  const clientSecret = await page.locator("dt", { hasText: "Client secret" }).locator("+ dd").innerText();

  await test.step("passwords stay on while there is no other way in", async () => {
    await page.goto(settings);
    await page.getByRole("button", { name: "Switch passwords off" }).click();
    await alertOf(page).getByRole("button", { name: "Switch passwords off" }).click();
    await expect(alertOf(page).getByText("you could not get in again")).toBeVisible();
    await page.keyboard.press("Escape");
    await inspectAll(page, "sign-in-methods-none");
  });

  await test.step("the form says what is wrong, then adds a draft", async () => {
    await page.getByRole("button", { name: "Add a way to sign in" }).click();
    const dialog = dialogOf(page);
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await expect(dialog.getByText("/api/auth/callback/practice")).toBeVisible();
    await dialog.getByLabel("Issuer").fill("https://127.0.0.1:9/");
    await dialog.getByLabel("Client ID").fill("mooring-practice-2");
    await dialog.getByLabel("Client secret").fill(clientSecret);
    await dialog.getByLabel("Allowed e-mail domains").fill("sandbox.test");
    await dialog.getByRole("button", { name: "Add as a draft" }).click();
    await expect(dialog.getByText("127.0.0.1").first()).toBeVisible();
    await dialog.getByLabel("Issuer").fill(mooring.sandboxOrigin);
    await inspect(page, looks[0], "sign-in-method-add");
    await dialog.getByRole("button", { name: "Add as a draft" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("list", { name: "Other ways" })).toContainText("Draft");
  });

  await test.step("nobody is offered a draft", async () => {
    const other = await (await page.context().browser()?.newContext())?.newPage();
    if (!other) throw new Error("no other browser");
    await other.goto(`${mooring.origin}/sign-in`);
    await expect(other.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    await expect(other.getByRole("button", { name: `Sign in with ${name}` })).toHaveCount(0);
    await other.context().close();
  });

  await test.step("the test sign-in puts it on the sign-in page, and links the admin", async () => {
    await page.getByRole("button", { name: `Test ${name} by signing in` }).click();
    await signInAtProvider(page);
    await expect(page).toHaveURL(settings);
    const list = page.getByRole("list", { name: "Other ways" });
    await expect(list).toContainText("On the sign-in page");
    await expect(list).toContainText("linked to you");
    await inspectAll(page, "sign-in-methods");
  });

  await test.step("Your account shows the link", async () => {
    await page.goto(`${mooring.origin}/settings/account`);
    await expect(page.getByRole("list", { name: "Connected sign-ins" })).toContainText(practicePerson.email);
    await inspectAll(page, "account-connected");
  });

  await test.step("signed out, she signs in by it", async () => {
    await signOut(page);
    await page.goto(`${mooring.origin}/sign-in?returnTo=/apis`);
    await inspectAll(page, "sign-in-choices");
    await page.getByRole("button", { name: `Sign in with ${name}` }).click();
    // The provider knows her still, and asks whether she agrees.
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByRole("heading", { name: "APIs", level: 1 })).toBeVisible();
    await expect(page).toHaveURL(`${mooring.origin}/apis`);
  });

  await test.step("passwords can be switched off now, and the sign-in page has one way left", async () => {
    await page.goto(settings);
    await page.getByRole("button", { name: "Switch passwords off" }).click();
    await alertOf(page).getByRole("button", { name: "Switch passwords off" }).click();
    await expect(page.getByText("Passwords are kept, and sign nobody in.")).toBeVisible();
    await page.goto(`${mooring.origin}/settings/account`);
    await page.getByRole("button", { name: /^Unlink / }).click();
    await alertOf(page).getByRole("button", { name: "Unlink" }).click();
    await expect(alertOf(page).getByText("This is your last way to sign in")).toBeVisible();
    await signOut(page);
    await page.goto(`${mooring.origin}/sign-in`);
    await expect(page.getByLabel("E-mail")).toHaveCount(0);
    await page.getByRole("button", { name: `Sign in with ${name}` }).click();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();
  });

  await test.step("the audit log tells by which way", async () => {
    await page.goto(`${mooring.origin}/settings/audit-log?action=session.create`);
    await expect(page.getByText("Signed in").first()).toBeVisible();
  });

  await test.step("somebody without an account is told so", async () => {
    const other = await (await page.context().browser()?.newContext())?.newPage();
    if (!other) throw new Error("no other browser");
    await other.goto(`${mooring.origin}/sign-in`);
    await other.getByRole("button", { name: `Sign in with ${name}` }).click();
    await other.getByLabel("E-mail address").fill("grace@sandbox.test");
    await other.getByLabel("Password").fill("north-pier-27");
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByRole("button", { name: "Allow" }).click();
    await expect(other.getByText("There is no account for you here")).toBeVisible();
    await inspect(other, looks[0], "sign-in-no-account");
    await other.context().close();
  });
});

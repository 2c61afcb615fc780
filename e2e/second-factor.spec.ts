import type { Page } from "@playwright/test";
import decodeQR from "qr/decode.js";
import { appCode } from "../lib/testing/authenticator.ts";
import { inspect } from "./fixtures/inspect.ts";
import { type JourneyMailbox, openMailbox } from "./fixtures/mailbox.ts";
import { type Mooring, startMooring } from "./fixtures/mooring.ts";
import { looks } from "./fixtures/pages.ts";
import { owner, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");

let mailbox: JourneyMailbox;
let mooring: Mooring;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  mailbox = await openMailbox();
  mooring = await startMooring({ SMTP_URL: mailbox.url, SMTP_FROM: "Mooring <mooring@example.test>" });
});
test.afterAll(async () => {
  await mooring?.stop();
  await mailbox?.close();
});

/** What is open stays open while the window and the theme change. */
async function inspectAll(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.theme });
    await inspect(page, look, name);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

async function enterPassword(page: Page, password: string = owner.password): Promise<void> {
  await page.goto(`${mooring.origin}/sign-in`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Confirm" }).click();
}

const isSignedIn = (page: Page) =>
  expect(page.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();

async function signOut(page: Page): Promise<void> {
  await page.request.delete(`${mooring.origin}/api/session`, { headers: { origin: mooring.origin } });
}

/** The code of the next step: each is taken once. */
async function nextCode(key: string): Promise<string> {
  const now = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 30_000 - (now % 30_000) + 500));
  return appCode(key, new Date());
}

/** What a camera reads from the picture on the page. */
async function scan(page: Page): Promise<string> {
  const picture = page.getByRole("img", { name: "QR code" });
  const size = Number((await picture.getAttribute("viewBox"))?.split(" ")[2]);
  const path = (await picture.locator("path").getAttribute("d")) ?? "";
  const scale = 4;
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  const paint = (x: number, y: number) => data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g)) {
    for (let dot = 0; dot < scale * scale; dot++)
      paint(Number(x) * scale + (dot % scale), Number(y) * scale + Math.floor(dot / scale));
  }
  return decodeQR({ width: side, height: side, data });
}

test("a second factor is set up and asked for, and a link to a new password is mailed @login", async ({
  page,
  browser,
}) => {
  test.setTimeout(420_000);
  await setUp(page, mooring);
  let key = "";
  let recovery: string[] = [];
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));

  await test.step("she sets it up: password, key, first code, recovery codes", async () => {
    await page.goto(`${mooring.origin}/settings/account`);
    await page.getByRole("button", { name: "Set up" }).click();
    await dialogOf(page).getByLabel("Your password").fill("wrong-password");
    await dialogOf(page).getByRole("button", { name: "Continue" }).click();
    await expect(dialogOf(page).getByText("This is not your current password").first()).toBeVisible();
    await inspectAll(page, "second-factor-password");
    await dialogOf(page).getByLabel("Your password").fill(owner.password);
    await dialogOf(page).getByRole("button", { name: "Continue" }).click();
    const shown = dialogOf(page).getByRole("group", { name: "Key" }).locator("code");
    key = ((await shown.textContent()) ?? "").replace(/[^A-Z2-7]/g, "");
    expect(key).toHaveLength(32);
    const uri = new URL(await scan(page));
    expect([uri.protocol, uri.searchParams.get("secret")]).toEqual(["otpauth:", key]);
    await inspectAll(page, "second-factor-key");
    await dialogOf(page).getByLabel("Code that the app shows now").fill("000000");
    await dialogOf(page).getByRole("button", { name: "Switch on" }).click();
    await expect(dialogOf(page).getByText("This code is wrong").first()).toBeVisible();
    await dialogOf(page).getByLabel("Code that the app shows now").fill(appCode(key, new Date()));
    await dialogOf(page).getByRole("button", { name: "Switch on" }).click();
    await expect(dialogOf(page).getByRole("listitem")).toHaveCount(10);
    recovery = await dialogOf(page).getByRole("listitem").allTextContents();
    await inspectAll(page, "second-factor-codes");
    await dialogOf(page).getByRole("button", { name: "I have kept them" }).click();
    await expect(page.getByText("10 recovery codes are left")).toBeVisible();
    await inspectAll(page, "settings-account-second-factor");
  });

  await test.step("signing in asks for the code; a wrong one is refused, the app's is taken", async () => {
    await signOut(page);
    await enterPassword(page);
    await expect(page.getByLabel("Code")).toBeVisible();
    await enterCode(page, "000000");
    await expect(page.getByText("This code is not right")).toBeVisible();
    await inspectAll(page, "sign-in-code");
    await enterCode(page, await nextCode(key));
    await isSignedIn(page);
  });

  await test.step("a recovery code stands in for it, once", async () => {
    await signOut(page);
    await enterPassword(page);
    await enterCode(page, recovery[0] ?? "");
    await isSignedIn(page);
    await signOut(page);
    await enterPassword(page);
    await enterCode(page, recovery[0] ?? "");
    await expect(page.getByText("This code is not right")).toBeVisible();
    await enterCode(page, recovery[1] ?? "");
    await isSignedIn(page);
    await page.goto(`${mooring.origin}/settings/account`);
    await expect(page.getByText("8 recovery codes are left")).toBeVisible();
  });

  await test.step("somebody who forgot the password gets a link by mail", async () => {
    const other = await (await browser.newContext()).newPage();
    other.on("request", (request) => addresses.push(request.url()));
    await other.goto(`${mooring.origin}/sign-in`);
    await other.getByRole("link", { name: "Forgot your password?" }).click();
    await expect(other.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
    await inspectAll(other, "forgot-password");
    await other.getByLabel("E-mail").fill(owner.email);
    await other.getByRole("button", { name: "Send the link" }).click();
    await expect(other.getByText("Look into your mailbox")).toBeVisible();
    await inspectAll(other, "forgot-password-sent");
    await expect.poll(() => mailbox.received.length, { timeout: 60_000 }).toBe(1);
    const link = /http:\/\/\S+\/reset-password#[A-Za-z0-9_-]{43}/.exec(mailbox.received[0]?.text ?? "")?.[0];
    const secrets = [new URL(link ?? "").hash.slice(1), key, owner.password, ...recovery];
    const printed = mooring.output();
    for (const secret of secrets) {
      expect(printed).not.toContain(secret);
      expect(addresses.filter((address) => address.split("#")[0]?.includes(secret))).toEqual([]);
    }
    await other.context().close();
  });
});

import type { Browser, Page } from "@playwright/test";
import { inspect } from "./fixtures/inspect.ts";
import { looks } from "./fixtures/pages.ts";
import { owner, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const grace = { name: "Grace Pier", email: "grace@example.test", password: "a-lamp-on-the-quay-3" };

const [light] = looks;

const dialogOf = (page: Page) => page.getByRole("dialog");
const alertOf = (page: Page) => page.getByRole("alertdialog");
const rowOf = (page: Page, name: RegExp) => page.getByRole("row", { name });

async function openElsewhere(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
}

async function signInAs(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function choose(page: Page, field: string, option: RegExp): Promise<void> {
  await dialogOf(page).getByRole("combobox", { name: field }).click();
  await page.getByRole("option", { name: option }).click();
}

test("somebody is invited, joins, becomes an admin, ends a session, and is removed @teams", async ({
  page,
  browser,
  mooring,
}) => {
  test.setTimeout(240_000);
  await setUp(page, mooring);
  const members = `${mooring.origin}/settings/members`;
  let link = "";
  let other: Page = page;

  await test.step("the owner invites an address and gets the link once", async () => {
    await page.goto(members);
    await page.getByRole("button", { name: "Invite" }).click();
    await dialogOf(page).getByRole("button", { name: "Invite" }).click();
    await expect(dialogOf(page).getByText("Enter an e-mail address").first()).toBeVisible();
    await dialogOf(page).getByLabel("E-mail").fill("Grace@Example.test");
    await dialogOf(page).getByRole("button", { name: "Invite" }).click();
    await expect(dialogOf(page).getByText("Copy the link now")).toBeVisible();
    await inspect(page, light, "invitation-link");
    link =
      (await dialogOf(page).getByRole("group", { name: "Invitation link" }).locator("code").textContent()) ??
      "";
    expect(link).toMatch(/\/invite#[A-Za-z0-9_-]{43}$/);
    await dialogOf(page).getByRole("button", { name: "Done" }).click();
    await expect(rowOf(page, /grace@example\.test/)).toContainText("Open");
    await inspect(page, light, "members-invited");
  });

  await test.step("the link tells whoever is signed in as somebody else", async () => {
    await page.goto(link);
    await expect(page.getByText("You are signed in with another address")).toBeVisible();
    await expect(page.getByText(`You are ${owner.email}`)).toBeVisible();
  });

  await test.step("in another browser Grace joins with a name and a password; no address ever held the token", async () => {
    const addresses: string[] = [];
    other = await openElsewhere(browser, "about:blank");
    other.on("request", (request) => addresses.push(request.url()));
    await other.goto(link);
    await expect(other.getByText("invites grace@example.test to Northwind")).toBeVisible();
    await inspect(other, light, "invite");
    await other.getByLabel("Your name").fill(grace.name);
    await other.getByLabel("Password", { exact: true }).fill("short");
    await other.getByRole("button", { name: "Join Northwind" }).click();
    await expect(other.getByText("Use at least 10 characters").first()).toBeVisible();
    await other.getByLabel("Password", { exact: true }).fill(grace.password);
    await other.getByRole("button", { name: "Join Northwind" }).click();
    await expect(other.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();
    const token = new URL(link).hash.slice(1);
    expect(addresses.filter((address) => new URL(address).href.split("#")[0]?.includes(token))).toEqual([]);
    await other.goto(members);
    await expect(rowOf(other, /Grace Pier/)).toContainText("Member");
    await expect(other.getByRole("button", { name: "Invite" })).toHaveCount(0);
  });

  await test.step("the link works once", async () => {
    const third = await openElsewhere(browser, link);
    await expect(third.getByText("This invitation was accepted already")).toBeVisible();
    await third.context().close();
  });

  await test.step("S-02: the owner makes her an admin; it counts at once, in a new session", async () => {
    await page.goto(members);
    await page.getByRole("button", { name: "Change the role of Grace Pier" }).click();
    await choose(page, "Role", /^Admin/);
    await dialogOf(page).getByRole("button", { name: "Change role" }).click();
    await expect(rowOf(page, /Grace Pier/)).toContainText("Admin");
    await other.reload();
    await expect(other.getByText("Your role was changed")).toBeVisible();
    await inspect(other, light, "sign-in-new-role");
    await signInAs(other, grace);
    await expect(other.getByRole("button", { name: "Invite" })).toBeVisible();
    await expect(other.getByRole("button", { name: `Remove ${owner.name}` })).toHaveCount(0);
  });

  await test.step("the last owner cannot step down", async () => {
    await page.getByRole("button", { name: `Change the role of ${owner.name}` }).click();
    await choose(page, "Role", /^Member/);
    await dialogOf(page).getByRole("button", { name: "Change role" }).click();
    await expect(dialogOf(page).getByText("is the only owner of this workspace")).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a second browser of hers is signed out from the first", async () => {
    const third = await openElsewhere(browser, `${mooring.origin}/sign-in`);
    await signInAs(third, grace);
    await expect(third.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();
    await other.goto(`${mooring.origin}/settings/account`);
    await expect(other.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(2);
    await inspect(other, light, "account-sessions");
    await other.getByRole("button", { name: "Sign out everywhere else" }).click();
    await alertOf(other).getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(other.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(1);
    await third.reload();
    await expect(third.getByRole("heading", { name: "Sign in", level: 1 })).toBeVisible();
    await third.context().close();
  });

  await test.step("she is removed, and is nobody from her next click on", async () => {
    await page.goto(members);
    await page.getByRole("button", { name: "Remove Grace Pier" }).click();
    await expect(alertOf(page).getByText("They have connected nothing here")).toBeVisible();
    await inspect(page, light, "remove-member");
    await alertOf(page).getByRole("button", { name: "Remove" }).click();
    await expect(rowOf(page, /Grace Pier/)).toHaveCount(0);
    await other.goto(`${mooring.origin}/oauth`);
    await expect(other.getByRole("heading", { name: "Sign in", level: 1 })).toBeVisible();
    await other.context().close();
  });
});

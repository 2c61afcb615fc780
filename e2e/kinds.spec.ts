import type { Page } from "@playwright/test";
import type { Mooring } from "./fixtures/mooring.ts";
import { findSecrets, secretText } from "./fixtures/secret-search.ts";
import { chooseSandbox, practicePerson, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

/** A practice person's API key, as somebody copies it from the practice provider's page. */
async function findKey(page: Page, mooring: Mooring, person: string): Promise<string> {
  await page.goto(mooring.sandboxOrigin);
  return page
    .locator("dt", { hasText: `Key of ${person}` })
    .locator("+ dd")
    .innerText();
}

/** The create form, at the practice provider, with accounts that connect in this way. */
async function beginIntegration(page: Page, mooring: Mooring, name: string, kind: RegExp): Promise<void> {
  await page.goto(`${mooring.origin}/oauth/create`);
  await chooseSandbox(page);
  await page.getByLabel("Integration Name").fill(name);
  await page.getByRole("radio", { name: kind }).click();
}

async function create(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Create Integration" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** Sends `GET /me` through the connection that the page shows. */
async function tryIt(page: Page, expected: string): Promise<void> {
  await page.getByLabel("Path").fill("/me");
  await page.getByRole("button", { name: "Send request" }).click();
  const answer = page.getByRole("region", { name: "The provider's answer" });
  await expect(answer.getByRole("status").first()).toContainText("answered 200");
  await expect(answer).toContainText(expected);
}

test("accounts connect by a key, a password and the client itself @offerings", async ({ page, mooring }) => {
  test.setTimeout(300_000);
  await setUp(page, mooring);
  const ada = await findKey(page, mooring, "Ada Marlow");
  const grace = await findKey(page, mooring, "Grace Okafor");
  expect(ada).not.toBe(grace);

  await test.step("signing in stays the usual way, with its callback URL and its client", async () => {
    await page.goto(`${mooring.origin}/oauth/create`);
    await chooseSandbox(page);
    await expect(page.getByRole("radio", { name: /Signing in/ })).toBeChecked();
    await expect(page.getByRole("group", { name: "Callback URL" })).toBeVisible();
    await expect(page.getByLabel("Client ID")).toBeVisible();
  });

  await test.step("for a key there is no client, no callback URL and no scope to enter", async () => {
    await beginIntegration(page, mooring, "By key", /^API key/);
    await expect(page.getByRole("group", { name: "Callback URL" })).toHaveCount(0);
    await expect(page.getByLabel("Client ID")).toHaveCount(0);
    await expect(page.getByRole("checkbox")).toHaveCount(0);
    await create(page, "By key");
    await expect(page.getByText("Configured", { exact: true }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Connect", exact: true })).toHaveCount(0);
  });

  await test.step("the next step is the key's field; what is missing or refused is said there", async () => {
    const form = page.getByRole("form", { name: "Enter a key" });
    await form.getByRole("button", { name: "Test and save" }).click();
    await expect(form.getByText("Enter the key").first()).toBeVisible();
    await form.getByLabel("API key").fill("sbx_not-a-key-of-anybody");
    await form.getByRole("button", { name: "Test and save" }).click();
    await expect(form.getByText("does not accept this key").first()).toBeVisible();
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toHaveCount(0);
  });

  await test.step("the right key, blanks around it gone, connects its account", async () => {
    const field = page.getByLabel("API key");
    await expect(field).toHaveAttribute("type", "password");
    await field.fill(`  ${ada} `);
    await expect(page.getByRole("status").filter({ hasText: /removed/i })).toBeVisible();
    await page.getByRole("button", { name: "Test and save" }).click();
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
    await expect(page.getByRole("form", { name: "Enter a key" })).toHaveCount(0);
  });

  await test.step("Try it and Test work through it, and nothing speaks of a token's end", async () => {
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await expect(page.getByRole("heading", { name: "Ada Marlow", level: 1 })).toBeVisible();
    await expect(
      page.getByText("Its key works until Sandbox (practice provider) withdraws it."),
    ).toBeVisible();
    await expect(page.getByText("Token expires")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Refresh now" })).toHaveCount(0);
    await tryIt(page, "ada@sandbox.test");
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await expect(page.getByText("The provider answers for this account.")).toBeVisible();
  });

  await test.step("replacing it by another account's key asks first", async () => {
    await page.getByRole("button", { name: "Replace key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("API key").fill(grace);
    await dialog.getByRole("button", { name: "Test and save" }).click();
    await expect(dialog.getByText("That is another account than before")).toBeVisible();
    await dialog.getByRole("button", { name: "Switch to the other account" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "Grace Okafor", level: 1 })).toBeVisible();
  });

  await test.step("Disconnect says that the key itself lives on", async () => {
    await page.getByRole("button", { name: "Disconnect" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText("Remove the key at the provider");
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByRole("form", { name: "Enter a key" })).toBeVisible();
  });

  await test.step("a user name with a password does the same", async () => {
    await beginIntegration(page, mooring, "By password", /^User name and password/);
    await create(page, "By password");
    await page.getByRole("textbox", { name: "User name" }).fill(practicePerson.email);
    await page.getByLabel("Password", { exact: true }).fill("wrong-password");
    await page.getByRole("button", { name: "Test and save" }).click();
    await expect(page.getByText("does not accept this user name with this password").first()).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(practicePerson.password);
    await page.getByRole("button", { name: "Test and save" }).click();
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await expect(page.getByRole("button", { name: "Replace password" })).toBeVisible();
    await tryIt(page, "ada@sandbox.test");
  });

  await test.step("client credentials are proven by a token, and connect with one click", async () => {
    await beginIntegration(page, mooring, "By client", /^Client credentials/);
    await page.getByRole("button", { name: "Use the practice client" }).click();
    await page.getByRole("checkbox", { name: "profile" }).click();
    await create(page, "By client");
    await expect(page.getByText("gave this client a token and refused a made-up secret")).toBeVisible();
    await page.getByRole("button", { name: "Connect this client" }).first().click();
    await page.getByRole("link", { name: /mooring-practice/ }).click();
    await expect(page.getByText("The client gets itself a new token before this one expires.")).toBeVisible();
    await tryIt(page, "client-mooring-practice");
    await page.request.delete(`${mooring.sandboxOrigin}/drills/access-tokens`);
    await page.reload();
    await tryIt(page, "client-mooring-practice");
  });

  await test.step("K-03: neither key nor password is on a page, in an answer or in what was printed", async () => {
    const heard = [{ where: "output", text: mooring.output() }];
    for (const path of [
      "/oauth/by-key",
      "/oauth/by-key/settings",
      "/oauth/by-password",
      "/settings/audit-log",
    ]) {
      await page.goto(mooring.origin + path);
      await page.waitForLoadState("networkidle");
      heard.push({ where: path, text: await page.content() });
    }
    for (const path of ["/api/connections?scope=all", "/api/audit-events", "/api/integrations"]) {
      heard.push({ where: path, text: await (await page.request.get(mooring.origin + path)).text() });
    }
    const secrets = [ada, grace, practicePerson.password].map((text) => secretText("credential", text));
    expect(findSecrets(secrets, heard)).toEqual([]);
  });
});

import type { Page } from "@playwright/test";
import type { Mooring } from "./fixtures/mooring.ts";
import { chooseSandbox, connectAccount, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");
/** The second practice client's secret, as a person copies it from the practice provider's page. */
async function findSecret(page: Page, mooring: Mooring): Promise<string> {
  await page.goto(mooring.sandboxOrigin);
  return page.locator("dt", { hasText: "Client secret" }).locator("+ dd").innerText();
}

const rowOf = (page: Page) => page.getByRole("row", { name: /sandbox/ });

test("a platform admin keeps the deployment's OAuth app, and an integration connects through it @offerings", async ({
  page,
  mooring,
  request,
}) => {
  test.setTimeout(240_000);
  await setUp(page, mooring);
  const secret = await findSecret(page, mooring);

  await test.step("the admin console shows one redirect URI and nothing yet", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    await page.getByRole("link", { name: "OAuth credentials" }).click();
    await expect(page.getByRole("heading", { name: "OAuth credentials", level: 1 })).toBeVisible();
    await expect(page.getByRole("group", { name: "Redirect URI" })).toContainText(
      `${mooring.origin}/oauth/callback`,
    );
    await expect(page.getByText("No OAuth credentials yet")).toBeVisible();
    expect((await request.get(`${mooring.origin}/api/oauth-credentials`)).status()).toBe(401);
  });

  await test.step("what is missing or malformed is named at its field", async () => {
    await page.getByRole("button", { name: "Add credentials" }).first().click();
    await dialogOf(page).getByRole("combobox", { name: "Domain" }).click();
    await page.keyboard.type("sandbox");
    await page
      .getByRole("option", { name: /sandbox/i })
      .first()
      .click();
    await expect(dialogOf(page).getByLabel("Token URL")).toHaveValue(`${mooring.sandboxOrigin}/token`);
    await dialogOf(page).getByLabel("Client ID").fill("mooring-practice-2");
    await dialogOf(page).getByLabel("Token URL").fill("https://user:pass@sandbox.test/token");
    await dialogOf(page).getByLabel("Scopes").fill("");
    await dialogOf(page).getByRole("button", { name: "Add credentials" }).click();
    await expect(dialogOf(page).getByText("Enter at least one scope").first()).toBeVisible();
    await dialogOf(page).getByLabel("Scopes").fill("profile offline_access email files:read");
    await dialogOf(page).getByRole("button", { name: "Add credentials" }).click();
    await expect(dialogOf(page).getByText("Leave user and password out of it").first()).toBeVisible();
    await expect(dialogOf(page).getByText("Enter the client secret").first()).toBeVisible();
  });

  await test.step("complete, it is added, and the secret shows as its last four", async () => {
    await dialogOf(page).getByLabel("Token URL").fill(`${mooring.sandboxOrigin}/token`);
    await dialogOf(page).getByLabel("Client secret").fill(secret);
    await dialogOf(page).getByRole("button", { name: "Add credentials" }).click();
    await expect(rowOf(page)).toContainText(`•••• ${secret.slice(-4)}`);
    await expect(page.getByText(secret)).toHaveCount(0);
  });

  await test.step("editing with the secret left empty keeps it", async () => {
    await page.getByRole("button", { name: "Edit sandbox" }).click();
    await dialogOf(page).getByLabel("Scopes").fill("profile offline_access email");
    await dialogOf(page).getByRole("button", { name: "Save changes" }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(rowOf(page)).toContainText("profile offline_access email");
    await expect(rowOf(page)).toContainText(`•••• ${secret.slice(-4)}`);
  });

  await test.step("a new address asks for the secret again", async () => {
    await page.getByRole("button", { name: "Edit sandbox" }).click();
    await dialogOf(page).getByLabel("Token URL").fill("https://elsewhere.example/token");
    await expect(dialogOf(page).getByText("is wiped. Enter it again")).toBeVisible();
    await dialogOf(page).getByRole("button", { name: "Save changes" }).click();
    await expect(dialogOf(page).getByText("Enter the client secret again").first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("an integration on the deployment's app is proven and connects", async () => {
    await page.goto(`${mooring.origin}/oauth/create`);
    await chooseSandbox(page);
    await page.getByLabel("Integration Name").fill("On our app");
    await page.getByRole("radio", { name: /Use this deployment's OAuth app/ }).click();
    await expect(page.getByLabel("Client ID")).toHaveCount(0);
    await page.getByRole("button", { name: "Create Integration" }).click();
    await expect(page.getByRole("heading", { name: "On our app", level: 1 })).toBeVisible();
    await expect(page.getByText("accepts this client")).toBeVisible();
    await connectAccount(page);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
    await page.goto(`${mooring.origin}/oauth/on-our-app/settings`);
    await expect(page.getByRole("radio", { name: /Use this deployment's OAuth app/ })).toBeChecked();
    await expect(page.getByRole("button", { name: "Rotate secret" })).toHaveCount(0);
  });

  await test.step("deleting says what relies on it, and leaves a draft", async () => {
    await page.goto(`${mooring.origin}/admin/oauth-credentials`);
    await expect(rowOf(page)).toContainText("One integration");
    await page.getByRole("button", { name: "Delete sandbox" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText("One integration with one connection of one person");
    await expect(dialog).toContainText("On our app in Northwind");
    await dialog.getByRole("textbox").fill("sandbox");
    await dialog.getByRole("button", { name: "Delete credentials" }).click();
    await expect(page.getByText("No OAuth credentials yet")).toBeVisible();
    await page.goto(`${mooring.origin}/oauth/on-our-app`);
    await expect(page.getByText("Still a draft: members cannot connect yet")).toBeVisible();
  });
});

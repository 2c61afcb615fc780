import type { Page } from "@playwright/test";
import type { Mooring } from "./fixtures/mooring.ts";
import { chooseSandbox, connectAccount, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const dialogOf = (page: Page) => page.getByRole("dialog");

async function chooseOffering(page: Page, words: string, name: RegExp): Promise<void> {
  await page.getByRole("combobox", { name: "Integration Offering" }).click();
  await page.keyboard.type(words);
  await page.getByRole("option", { name }).first().waitFor();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listbox")).toHaveCount(0);
}

/** The second practice client's secret, as a person copies it from the practice provider's page. */
async function findSecret(page: Page, mooring: Mooring): Promise<string> {
  await page.goto(mooring.sandboxOrigin);
  return page.locator("dt", { hasText: "Client secret" }).locator("+ dd").innerText();
}

test("an admin sets an integration up, and knows what ends, what was proven and who depends on it @offerings", async ({
  page,
  mooring,
}) => {
  test.setTimeout(300_000);
  await setUp(page, mooring);
  const secret = await findSecret(page, mooring);

  await test.step("a variable that does not fit is refused before anything is sent, in the server's words", async () => {
    await page.goto(`${mooring.origin}/oauth/create`);
    await chooseOffering(page, "commerce shopify", /Shopify/);
    await page.getByLabel("Integration Name").fill("Our shop");
    const field = page.getByLabel(/^Shop name/);
    await field.fill("evil.example/x");
    await page.getByRole("button", { name: "Create Integration" }).click();
    await expect(page.getByText(/does not look right; it looks like/).first()).toBeVisible();
    await expect(page.getByText("Shopify takes only https, and this address is plain http")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Integration Name")).toHaveValue("Our shop");
    await expect(field).toHaveValue("evil.example/x");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(page.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();
  });

  await test.step("a secret is entered with the day on which it ends", async () => {
    await page.goto(`${mooring.origin}/oauth/create`);
    await chooseSandbox(page);
    await page.getByLabel("Integration Name").fill("Harbour");
    await page.getByLabel("Client ID").fill("mooring-practice-2");
    await page.getByLabel("Client Secret").fill(`  ${secret} `);
    await expect(page.getByText("Blanks around the secret were removed.")).toBeVisible();
    await page.getByLabel("Secret ends on").fill(inDays(12));
    await page.getByRole("button", { name: "Create Integration" }).click();
    await expect(page.getByRole("heading", { name: "Harbour", level: 1 })).toBeVisible();
    await expect(page.getByText("Needs attention: the client secret ends in 12 days")).toBeVisible();
  });

  await test.step("the list says so too, with a sign, a word and the day", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    const row = page.getByRole("row", { name: /Harbour/ });
    await expect(row).toContainText("Needs attention");
    await expect(row).toContainText("ends in 12 days");
    await row.getByRole("link").first().click();
    await expect(page.getByRole("heading", { name: "Harbour", level: 1 })).toBeVisible();
  });

  await test.step("a refused new secret is not stored, and stands in the history beside the proof", async () => {
    await page.goto(`${mooring.origin}/oauth/harbour/settings`);
    await page.getByRole("button", { name: "Rotate secret" }).click();
    await dialogOf(page).getByLabel("New client secret").fill("not-the-secret-at-all");
    await dialogOf(page).getByRole("button", { name: "Verify and activate" }).click();
    await expect(dialogOf(page).getByText("The secret that was there stays in force").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto(`${mooring.origin}/oauth/harbour`);
    await page.getByRole("button", { name: "History of proofs" }).click();
    const entries = dialogOf(page).getByRole("listitem");
    await expect(entries.first()).toContainText("Rejected by a check of the client");
    await expect(dialogOf(page)).toContainText("a new secret that was never stored");
    await expect(dialogOf(page)).toContainText("Verified by a check of the client");
    await expect(dialogOf(page)).toContainText(`secret in force, •••• ${secret.slice(-4)}`);
    await expect(page.getByText("not-the-secret-at-all")).toHaveCount(0);
    await page.keyboard.press("Escape");
  });

  await test.step("another day is noted by itself, and nothing needs attention any more", async () => {
    await page.goto(`${mooring.origin}/oauth/harbour/settings`);
    await page.getByRole("button", { name: "Change the day" }).click();
    await dialogOf(page).getByLabel("Secret ends on").fill(inDays(300));
    await dialogOf(page).getByRole("button", { name: "Save" }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await page.goto(`${mooring.origin}/oauth/harbour`);
    await expect(page.getByText("Configured").first()).toBeVisible();
    await expect(page.getByText("Needs attention")).toHaveCount(0);
  });

  await test.step("other scopes say before saving who reconnects to gain them", async () => {
    await connectAccount(page);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
    await page.goto(`${mooring.origin}/oauth/harbour/settings`);
    const more = page.getByRole("group", { name: "OAuth Scopes" }).getByRole("checkbox", { checked: false });
    await more.first().click();
    await expect(page.getByText("One connection lacks what you add")).toBeVisible();
    await expect(page.getByText(/Ada Marlow, connected by Mira Sand/)).toBeVisible();
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await expect(page.getByText("One connection lacks what you add")).toHaveCount(0);
    await page.goto(`${mooring.origin}/oauth/harbour/connections`);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
  });

  await test.step("the registered callback URL is compared letter by letter", async () => {
    await page.goto(`${mooring.origin}/oauth/harbour/settings`);
    const field = page.getByLabel("Compare with what is registered there");
    await field.fill(`${mooring.origin.replace("http:", "https:")}/oauth/callback/`);
    await expect(
      page.getByText("Not the same. Different: the scheme and the slash at the end."),
    ).toBeVisible();
    await field.fill(`${mooring.origin}/oauth/callback`);
    await expect(page.getByText("The same, letter by letter.")).toBeVisible();
  });

  await test.step("pausing says first whose calls stop", async () => {
    await page.getByRole("button", { name: "Pause integration" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText("One connection of one person will stop working");
    await expect(dialog).toContainText("Ada Marlow, connected by Mira Sand");
    await dialog.getByRole("button", { name: "Pause integration" }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole("button", { name: "Resume integration" }).click();
    await expect(page.getByRole("button", { name: "Pause integration" })).toBeVisible();
  });

  await test.step("a copy is a draft without a secret", async () => {
    await page.getByRole("button", { name: "Duplicate integration" }).click();
    await expect(page.getByRole("heading", { name: "Harbour copy", level: 1 })).toBeVisible();
    await expect(page.getByText("Still a draft: members cannot connect yet")).toBeVisible();
    await expect(page.getByLabel("Client ID")).toHaveValue("mooring-practice-2");
    await expect(page.getByLabel("Client Secret")).toHaveValue("");
  });
});

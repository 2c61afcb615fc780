import type { Page } from "@playwright/test";
import { setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");
const alertOf = (page: Page) => page.getByRole("alertdialog");
const rowOf = (page: Page, name: RegExp) => page.getByRole("row", { name });

/** A choice in a select of the open dialog. */
async function choose(page: Page, field: string, option: string): Promise<void> {
  await dialogOf(page).getByRole("combobox", { name: field }).click();
  await page.getByRole("option", { name: option }).click();
}

test("keys belong to an application and to where it runs, and neither goes while one lives @offerings", async ({
  page,
  mooring,
}) => {
  test.setTimeout(240_000);
  await setUp(page, mooring);
  const settings = `${mooring.origin}/settings`;

  await test.step("with one of each there is nothing to choose for a key", async () => {
    await page.goto(`${settings}/api-keys`);
    await page.getByRole("button", { name: "Create API key" }).first().click();
    await expect(dialogOf(page).getByLabel("Name")).toBeVisible();
    await expect(dialogOf(page).getByRole("combobox", { name: "Application" })).toHaveCount(0);
    await page.keyboard.press("Escape");
  });

  await test.step("a runtime configuration is added; its slug is unique", async () => {
    await page.getByRole("link", { name: "Runtime configurations" }).click();
    await expect(page.getByRole("heading", { name: "Runtime configurations" })).toBeVisible();
    await expect(rowOf(page, /Production/)).toContainText("Default");
    await page.getByRole("button", { name: "Add runtime configuration" }).click();
    await dialogOf(page).getByRole("button", { name: "Add runtime configuration" }).click();
    await expect(dialogOf(page).getByText("Give the runtime configuration a name").first()).toBeVisible();
    await dialogOf(page).getByLabel("Name").fill("Test");
    await dialogOf(page).getByLabel("Slug").fill("production");
    await dialogOf(page).getByRole("button", { name: "Add runtime configuration" }).click();
    await expect(dialogOf(page).getByText("has this slug").first()).toBeVisible();
    await dialogOf(page).getByLabel("Slug").fill("");
    await dialogOf(page).getByRole("button", { name: "Add runtime configuration" }).click();
    await expect(rowOf(page, /Test/)).toContainText("test");
  });

  await test.step("an application is added and renamed", async () => {
    await page.getByRole("link", { name: "Applications" }).click();
    await expect(page.getByRole("heading", { name: "Applications" })).toBeVisible();
    await page.getByRole("button", { name: "Add application" }).click();
    await dialogOf(page).getByLabel("Name").fill("Crawler");
    await dialogOf(page).getByRole("button", { name: "Add application" }).click();
    await page.getByRole("button", { name: "Edit Crawler" }).click();
    await dialogOf(page).getByLabel("Name").fill("Nightly crawler");
    await dialogOf(page).getByRole("button", { name: "Save changes" }).click();
    await expect(rowOf(page, /Nightly crawler/)).toContainText("crawler");
  });

  await test.step("a key is made for them, and the list says so", async () => {
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("button", { name: "Create API key" }).first().click();
    await dialogOf(page).getByLabel("Name").fill("Night shift");
    await choose(page, "Application", "Nightly crawler");
    await choose(page, "Runtime configuration", "Test");
    await dialogOf(page).getByRole("button", { name: "Create API key" }).click();
    await dialogOf(page).getByRole("button", { name: "I have copied it" }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(rowOf(page, /Night shift/)).toContainText("Nightly crawler");
    await expect(rowOf(page, /Night shift/)).toContainText("Test");
  });

  await test.step("the list is filtered by application, in the URL", async () => {
    await page.getByRole("combobox", { name: "Application" }).click();
    await page.getByRole("option", { name: "Default application" }).click();
    await expect(page.getByText("Nothing matches")).toBeVisible();
    expect(new URL(page.url()).searchParams.get("application")).toMatch(/^app-/);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(rowOf(page, /Night shift/)).toBeVisible();
  });

  await test.step("neither can be deleted while the key lives", async () => {
    for (const [tab, name] of [
      ["Applications", "Nightly crawler"],
      ["Runtime configurations", "Test"],
    ] as const) {
      await page.getByRole("link", { name: tab }).click();
      await page.getByRole("button", { name: `Delete ${name}` }).click();
      await expect(alertOf(page)).toContainText("One API key: Night shift. Revoke it first.");
      await expect(alertOf(page).getByRole("button", { name: /^Delete/ })).toBeDisabled();
      await alertOf(page).getByRole("button", { name: "Cancel" }).click();
      await expect(alertOf(page)).toHaveCount(0);
    }
  });

  await test.step("once it is revoked they can, and the key is still listed", async () => {
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("button", { name: "Revoke Night shift" }).click();
    await alertOf(page).getByRole("button", { name: "Revoke" }).click();
    await expect(rowOf(page, /Night shift/)).toContainText("Revoked");
    for (const [tab, name, act] of [
      ["Applications", "Nightly crawler", "Delete application"],
      ["Runtime configurations", "Test", "Delete runtime configuration"],
    ] as const) {
      await page.getByRole("link", { name: tab }).click();
      await page.getByRole("button", { name: `Delete ${name}` }).click();
      await expect(alertOf(page)).toContainText("Nothing uses it.");
      await alertOf(page).getByRole("button", { name: act }).click();
      await expect(page.getByRole("button", { name: `Delete ${name}` })).toHaveCount(0);
    }
    await page.getByRole("link", { name: "API keys" }).click();
    await expect(rowOf(page, /Night shift/)).toContainText("Default application");
    await expect(rowOf(page, /Night shift/)).toContainText("Production");
  });

  await test.step("another one becomes the default", async () => {
    await page.getByRole("link", { name: "Applications" }).click();
    await page.getByRole("button", { name: "Add application" }).click();
    await dialogOf(page).getByLabel("Name").fill("Billing");
    await dialogOf(page).getByRole("button", { name: "Add application" }).click();
    await page.getByRole("button", { name: "Make Billing the default" }).click();
    await alertOf(page).getByRole("button", { name: "Make default" }).click();
    await expect(rowOf(page, /Billing/)).toContainText("Default");
    await expect(page.getByRole("button", { name: "Make Default application the default" })).toBeVisible();
  });
});

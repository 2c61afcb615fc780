import type { Page } from "@playwright/test";
import { openDataFolder } from "#lib/testing/open-data-folder.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { connectAccount, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const formOf = (page: Page) => page.getByRole("form", { name: "Add an offering" });
const dialogOf = (page: Page) => page.getByRole("alertdialog");
const asideOf = (page: Page) => page.getByRole("complementary");

async function findSecret(page: Page, mooring: Mooring): Promise<string> {
  await page.goto(mooring.sandboxOrigin);
  return page.locator("dt", { hasText: "Client secret" }).locator("+ dd").innerText();
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).click();
  await page.keyboard.type(option);
  await page
    .getByRole("option", { name: new RegExp(option) })
    .first()
    .click();
  await expect(page.getByRole("listbox")).toHaveCount(0);
}

async function publish(page: Page, version: number): Promise<void> {
  await page.getByRole("button", { name: `Publish version ${version}` }).click();
  await dialogOf(page)
    .getByRole("button", { name: `Publish version ${version}` })
    .click();
  await expect(dialogOf(page)).toHaveCount(0);
}

test("a platform admin offers a provider from its discovery document, and moves it @offerings", async ({
  page,
  mooring,
  request,
}) => {
  test.setTimeout(300_000);
  await setUp(page, mooring);
  const secret = await findSecret(page, mooring);

  await test.step("the list has what Mooring brings, and says what is not confirmed or closed", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    await page.getByRole("link", { name: "Offerings" }).click();
    await expect(page.getByRole("heading", { name: "Offerings", level: 1 })).toBeVisible();
    await page.getByRole("searchbox", { name: /Search name/ }).fill("fitbit web");
    await expect(page.getByRole("row", { name: /Fitbit Web API/ })).toContainText(
      "Retired, use Google Health",
    );
    await expect(page).toHaveURL(/q=fitbit/);
    expect((await request.get(`${mooring.origin}/api/custom-offerings`)).status()).toBe(401);
  });

  await test.step("an address whose document is not its own is refused at the field", async () => {
    await page.goto(`${mooring.origin}/admin/offerings/create`);
    await page.getByLabel("Issuer or address").fill(`${mooring.sandboxOrigin}/somewhere`);
    await page.getByRole("button", { name: "Read it" }).click();
    await expect(page.getByText("No metadata was found").first()).toBeVisible();
    await page.getByLabel("Issuer or address").fill("http://169.254.169.254/");
    await page.getByRole("button", { name: "Read it" }).click();
    await expect(page.getByText("Enter an https address").first()).toBeVisible();
  });

  await test.step("the practice provider's fills the form", async () => {
    await page.getByLabel("Issuer or address").fill(mooring.sandboxOrigin);
    await page.getByRole("button", { name: "Read it" }).click();
    await expect(page.getByRole("list", { name: "What the document says" })).toContainText("PKCE with S256");
    await expect(formOf(page).getByLabel("Token URL")).toHaveValue(`${mooring.sandboxOrigin}/token`);
    await expect(formOf(page).getByLabel("Authorize URL")).toHaveValue(`${mooring.sandboxOrigin}/authorize`);
  });

  await test.step("what no document tells is asked for by name, then it is a draft", async () => {
    await formOf(page).getByRole("button", { name: "Save draft" }).click();
    await expect(formOf(page).getByRole("link", { name: /^Base URL:/ })).toBeVisible();
    await formOf(page).getByLabel("Name", { exact: true }).first().fill("Practice by hand");
    await formOf(page).getByLabel("Domain").fill("practice");
    await formOf(page).getByLabel("Category").fill("practice");
    await formOf(page).getByLabel("Documentation").fill("https://docs.example/");
    await formOf(page).getByLabel("Base URL").fill(`${mooring.sandboxOrigin}/api`);
    await formOf(page).getByLabel("Address", { exact: true }).fill(`${mooring.sandboxOrigin}/api/me`);
    await formOf(page).getByLabel("Where the id is").fill("id");
    await formOf(page).getByLabel("Steps").fill("Copy the second client of the start page.");
    await formOf(page).getByRole("button", { name: "Save draft" }).click();
    await expect(page.getByRole("heading", { name: "Practice by hand", level: 1 })).toBeVisible();
    await expect(page.getByText("Nobody else sees a draft")).toBeVisible();
  });

  const offeringUrl = page.url();

  await test.step("published, an integration is built on it, proven, connected, and called", async () => {
    await publish(page, 1);
    await expect(asideOf(page)).toContainText("version 1");
    await page.goto(`${mooring.origin}/oauth/create`);
    await choose(page, "Integration Offering", "Practice by hand");
    await page.getByLabel("Integration Name").fill("By hand");
    await page.getByLabel("Client ID").fill("mooring-practice-2");
    await page.getByLabel("Client secret").fill(secret);
    await page.getByText("offline_access", { exact: true }).click();
    await page.getByRole("button", { name: "Create Integration" }).click();
    await expect(page.getByRole("heading", { name: "By hand", level: 1 })).toBeVisible();
    await expect(page.getByText("accepts this client")).toBeVisible();
    await connectAccount(page);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
    const answer = await page.request.get(`${mooring.origin}/api/integrations/by-hand/request/me`);
    expect(await answer.json()).toMatchObject({ name: "Ada Marlow" });
  });

  await test.step("P-04: a new token URL tells what it costs, and costs it when published", async () => {
    await page.goto(offeringUrl);
    await page.getByLabel("Token URL").fill("https://elsewhere.example/token");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await expect(page.getByText("Newer version waits").first()).toBeVisible();
    await page.getByRole("button", { name: "See what changed" }).click();
    await expect(page.getByRole("dialog")).toContainText("https://elsewhere.example/token");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Publish version 2" }).click();
    await expect(dialogOf(page)).toContainText("One integration in one workspace");
    await expect(dialogOf(page)).toContainText("By hand in Northwind: one connection must reconnect");
    await dialogOf(page).getByRole("textbox").fill("Practice by hand");
    await dialogOf(page).getByRole("button", { name: "Publish version 2" }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await page.goto(`${mooring.origin}/oauth/by-hand`);
    await expect(page.getByText("Still a draft: members cannot connect yet")).toBeVisible();
    const connections = await page.request.get(`${mooring.origin}/api/connections`);
    expect((await connections.json()).items).toMatchObject([{ status: "suspended" }]);
  });

  await test.step("unpublished, it can no longer be chosen", async () => {
    await page.goto(offeringUrl);
    await page.getByRole("button", { name: "Unpublish" }).click();
    await expect(dialogOf(page)).toContainText("One integration works on");
    await dialogOf(page).getByRole("button", { name: "Unpublish" }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(page.getByText("Nothing new can be built on it")).toBeVisible();
    const offerings = await page.request.get(`${mooring.origin}/api/offerings?q=practice%20by%20hand`);
    expect((await offerings.json()).items).toEqual([]);
  });
});

test("a built-in offering is read-only, and a copy of it is not @offerings", async ({ page, mooring }) => {
  test.setTimeout(180_000);
  await page.goto(`${mooring.origin}/sign-in`);
  await page.getByLabel("E-mail").fill("mira@example.test");
  await page.getByLabel("Password", { exact: true }).fill("a-harbour-at-dusk-7");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();

  await page.goto(`${mooring.origin}/admin/offerings/salesforce`);
  await expect(page.getByText("Mooring brings this offering, so it is read-only")).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { name: /\(copy\)$/, level: 1 })).toBeVisible();
  await expect(page.getByLabel("Token URL")).toBeEditable();

  await test.step("a broken import names every mistake, and stores nothing", async () => {
    await page.goto(`${mooring.origin}/admin/offerings/create?from=file`);
    await page.getByLabel("JSON", { exact: true }).fill('{"provider":"A b","token":{"url":"ftp://x"}}');
    await page.getByRole("button", { name: "Import as a draft" }).click();
    await expect(page.getByRole("alert")).toContainText("/token/url");
    await expect(page.getByRole("alert")).toContainText("/provider");
    await page.goto(`${mooring.origin}/admin/offerings?state=draft`);
    await expect(page.getByRole("row")).toHaveCount(2);
  });

  await test.step("Z-01: whoever is no platform admin finds nothing there", async () => {
    const folder = await openDataFolder(mooring.dataFolder);
    await folder.demotePlatformAdmins();
    await folder.close();
    for (const path of ["", "/create", "/salesforce"]) {
      const answer = await page.goto(`${mooring.origin}/admin/offerings${path}`);
      expect(answer?.status()).toBe(404);
    }
    await expect(page.getByRole("link", { name: "Offerings" })).toHaveCount(0);
  });
});

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { startHostileSite } from "./fixtures/hostile-site.ts";
import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

async function choose(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.keyboard.type(words);
  await page.getByRole("option", { name: words }).first().click();
}

test("an owner finds who did what, points to it, takes it along and sees that nobody changed it @audit", async ({
  page,
  mooring,
}) => {
  test.setTimeout(240_000);
  await setUp(page, mooring);
  await createPracticeIntegration(page, mooring, "Harbour");
  const log = `${mooring.origin}/settings/audit-log`;

  await test.step("filters stand in the address and narrow the list", async () => {
    await page.goto(log);
    await choose(page, "Integration", "Harbour");
    await expect(page).toHaveURL(/integration=/);
    await choose(page, "Act", "Created an integration");
    await expect(page).toHaveURL(/action=integration\.create/);
    await expect(page.getByRole("row")).toHaveCount(2);
    await page.reload();
    await expect(page.getByRole("row", { name: /Created an integration/ })).toBeVisible();
    await expect(page.getByRole("row")).toHaveCount(2);
  });

  await test.step("an event has its own page", async () => {
    await page.getByRole("button", { name: /^Details of/ }).click();
    await expect(page.getByRole("dialog").getByText("What changed")).toBeVisible();
    await page.getByRole("link", { name: "Open on its own page" }).click();
    await expect(page).toHaveURL(/\/settings\/audit-log\/audit-/);
    await expect(page.getByRole("heading", { name: "Created an integration" })).toBeVisible();
    await page.goto(`${log}/audit-unknown`);
    await expect(page.getByRole("heading", { name: "Nothing is here" })).toBeVisible();
  });

  await test.step("an export holds exactly the filter, and is recorded", async () => {
    await page.goto(`${log}?action=integration.create`);
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "As CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("integration.create");
    await page.goto(`${log}?action=audit.export`);
    await expect(page.getByRole("row", { name: /Exported the audit log/ })).toBeVisible();
  });

  await test.step("U-04: a foreign page's link makes nobody's browser export", async () => {
    const site = await startHostileSite();
    for (const address of [site.crossSite, site.sameSite]) {
      const tab = await page.context().newPage();
      await tab.goto(address);
      const url = `${mooring.origin}/api/audit-events/export?format=csv&outcome=failed`;
      const [answer] = await Promise.all([
        tab.waitForResponse((response) => response.url() === url),
        tab.evaluate((place) => window.location.assign(place), url),
      ]);
      expect(answer.status()).toBe(403);
      await tab.close();
    }
    await site.close();
    await page.reload();
    await expect(page.getByRole("row", { name: /Exported the audit log/ })).toHaveCount(1);
  });

  await test.step("U-07: a call through a connection stands there with its path and its answer", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    await page
      .getByRole("link", { name: /Harbour/ })
      .first()
      .click();
    await connectAccount(page);
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await page.getByLabel("Path").fill("/me?hush=1");
    await page.getByRole("button", { name: "Send request" }).click();
    const answer = page.getByRole("region", { name: "The provider's answer" });
    await expect(answer.getByRole("status")).toContainText("answered 200");
    await expect(async () => {
      await page.goto(`${log}?action=connection.use`);
      await expect(page.getByRole("row", { name: /Called through a connection/ })).toHaveCount(1);
    }).toPass();
    await expect(page.getByRole("row", { name: /Ada Marlow.*GET \S*\/me → 200/ })).toBeVisible();
    await page.getByRole("button", { name: /^Details of/ }).click();
    await expect(page.getByRole("dialog").getByText("The call")).toBeVisible();
    await expect(page.getByText("hush")).toHaveCount(0);
  });

  await test.step("who signed in is named", async () => {
    await page.goto(`${log}?action=session.create`);
    await expect(page.getByRole("row", { name: /Signed in.*Mira Sand.*Mira Sand/ }).first()).toBeVisible();
  });

  await test.step("the chain is verified, and a checkpoint downloaded", async () => {
    await page.goto(log);
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await expect(page.getByText(/^\d+ events, all as they were written$/)).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download a checkpoint" }).click(),
    ]);
    const [checkpoint] = JSON.parse(await readFile(await download.path(), "utf8"));
    expect(checkpoint).toMatchObject({ sequence: expect.any(Number), signature: expect.any(String) });
  });

  await test.step("how long events are kept is set, and that is an event too", async () => {
    await page.getByRole("combobox", { name: "Keep events" }).click();
    await page.getByRole("option", { name: "For 90 days" }).click();
    await expect(page.getByRole("row", { name: /Changed the workspace/ })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("combobox", { name: "Keep events" })).toHaveText(/For 90 days/);
  });
});

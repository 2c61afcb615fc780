import type { Page } from "@playwright/test";
import { openDataFolder } from "#lib/testing/open-data-folder.ts";
import { contextOf, inspect, lookAt } from "./fixtures/inspect.ts";
import { looks } from "./fixtures/pages.ts";
import { sendAs } from "./fixtures/populate.ts";
import {
  connectAccount,
  createPracticeIntegration,
  practiceColleague,
  setUp,
  signIn,
} from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const colleague = { name: "Cole Harbour", email: "cole@example.test" };

const alertOf = (page: Page) => page.getByRole("alertdialog");
const dialogOf = (page: Page) => page.getByRole("dialog");
const menuOf = (page: Page, workspace: string) =>
  page.getByRole("button", { name: `${workspace}: account and settings` });
const section = (page: Page, heading: string) =>
  page.locator("section", { has: page.getByRole("heading", { name: heading, exact: true }) });

const openDeletion = (page: Page) => page.getByRole("button", { name: "Delete workspace" }).click();

async function goTo(page: Page, from: string, to: string): Promise<void> {
  await menuOf(page, from).click();
  await page.getByRole("menuitemradio", { name: to }).click();
  await expect(menuOf(page, to)).toBeVisible();
}

test("a second workspace is created, gone to, renamed, and deleted by its name @teams", async ({
  browser,
  mooring,
}) => {
  test.setTimeout(400_000);
  const page = await (await contextOf(browser, looks[0])).newPage();
  await setUp(page, mooring);
  const settings = `${mooring.origin}/settings/workspace`;

  await test.step("the only one stays, and the refusal names the way out", async () => {
    await page.goto(settings);
    await openDeletion(page);
    const dialog = alertOf(page);
    await expect(dialog.getByText("One member: you")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Delete workspace" })).toBeDisabled();
    await dialog.getByRole("textbox").fill("Northwind");
    await dialog.getByRole("button", { name: "Delete workspace" }).click();
    await expect(dialog.getByText("Create another workspace first", { exact: false })).toBeVisible();
    await inspect(page, looks[0], "delete-workspace-refused");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Delete workspace" })).toBeFocused();
  });

  await test.step("another one is created, and the browser goes there", async () => {
    await section(page, "Create another workspace").getByLabel("Name").fill("Harbour trial");
    await page.getByRole("button", { name: "Create workspace" }).click();
    await expect(menuOf(page, "Harbour trial")).toBeVisible();
    await lookAt(page, "workspace-new");
    await lookAt(page, "workspace-menu", async (view) => {
      if ((view.viewportSize()?.width ?? 0) < 640)
        await view
          .getByRole("button", { name: /menu|navigation/i })
          .first()
          .click();
      await menuOf(view, "Harbour trial").click();
    });
  });

  await test.step("the menu leads to the first and back", async () => {
    await goTo(page, "Harbour trial", "Northwind");
    await goTo(page, "Northwind", "Harbour trial");
  });

  await test.step("it is renamed", async () => {
    await page.goto(settings);
    const panel = section(page, "Name");
    await panel.getByRole("textbox", { name: "Name" }).fill("Dry dock");
    await panel.getByRole("button", { name: "Rename" }).click();
    await expect(menuOf(page, "Dry dock")).toBeVisible();
  });

  await test.step("it is deleted with what it holds, once its name is typed", async () => {
    await createPracticeIntegration(page, mooring, "Practice");
    await connectAccount(page);
    await expect(page.getByRole("link", { name: /Ada Marlow/ }).first()).toBeVisible();
    const gone = page.url();
    await page.goto(settings);
    await lookAt(page, "workspace-settings");
    await lookAt(page, "delete-workspace-dialog", openDeletion);
    const other = await page.context().newPage();
    await other.goto(settings);
    await openDeletion(page);
    const dialog = alertOf(page);
    await expect(dialog.getByText("One connection ends, and is revoked at its provider.")).toBeVisible();
    await expect(dialog.getByText("One integration: Practice")).toBeVisible();
    await dialog.getByRole("textbox").fill("Dry doc");
    await expect(dialog.getByRole("button", { name: "Delete workspace" })).toBeDisabled();
    await dialog.getByRole("textbox").fill("Dry dock");
    await dialog.getByRole("button", { name: "Delete workspace" }).click();
    await expect(menuOf(page, "Northwind")).toBeVisible();
    await page.goto(gone);
    await expect(page.getByRole("heading", { name: "Practice", level: 1 })).toHaveCount(0);
    await menuOf(page, "Northwind").click();
    await expect(page.getByRole("menuitemradio", { name: "Dry dock" })).toHaveCount(0);
    // A page that was left open there does nothing to the workspace that the browser is in by now.
    await openDeletion(other);
    await expect(alertOf(other).getByText("There is no such workspace", { exact: false })).toBeVisible();
  });

  await test.step("whose last one it was is told so", async () => {
    await page.goto(`${mooring.origin}/workspace-deleted`);
    await lookAt(page, "workspace-deleted");
  });
});

test("a connection is replaced in what uses it, called from Try it, and left to an heir @teams", async ({
  browser,
  mooring,
}) => {
  test.setTimeout(500_000);
  const { origin } = mooring;
  const mira = await (await contextOf(browser, looks[0])).newPage();
  await signIn(mira, origin);
  await createPracticeIntegration(mira, mooring, "Team practice");
  const integrationUrl = mira.url();
  await connectAccount(mira);
  await mira
    .getByRole("link", { name: /Ada Marlow/ })
    .first()
    .click();
  await expect(mira.getByRole("heading", { name: "Ada Marlow", level: 1 })).toBeVisible();
  const ada = mira.url();
  const folder = await openDataFolder(mooring.dataFolder);
  await folder.addMember(colleague);
  await folder.close();
  const cole = await (await contextOf(browser, looks[0])).newPage();

  await test.step("a colleague connects another account and shares it", async () => {
    await signIn(cole, origin, colleague);
    await cole.goto(integrationUrl);
    await connectAccount(cole, practiceColleague);
    await cole
      .getByRole("link", { name: /Grace Okafor/ })
      .first()
      .click();
    await section(cole, "Sharing").getByRole("button", { name: "Share with team" }).click();
    await dialogOf(cole).getByRole("radio", { name: "Can use" }).click();
    await dialogOf(cole).getByRole("button", { name: "Share with team" }).click();
    await expect(dialogOf(cole)).toHaveCount(0);
  });

  await test.step("Try it calls through the shared one, with nobody signing in again", async () => {
    await mira.reload();
    const panel = section(mira, "Try it");
    await panel.getByRole("combobox", { name: "Connection" }).click();
    await lookAt(mira, "try-it-picker", (view) =>
      section(view, "Try it").getByRole("combobox", { name: "Connection" }).click(),
    );
    await mira.getByRole("option", { name: /Grace Okafor/ }).click();
    await panel.getByRole("button", { name: "Send" }).click();
    await expect(panel.getByText(/answered 200/i).first()).toBeVisible();
    await expect(panel.getByText(practiceColleague.email, { exact: false }).first()).toBeVisible();
  });

  await test.step("a key that is limited to the one calls through the other afterwards", async () => {
    const allowedConnectionIds = [ada.split("/").at(-1)];
    const key = { name: "Nightly", scopes: ["connections:use"], expiresInDays: 30, allowedConnectionIds };
    await sendAs(mira, "POST", `${origin}/api/api-keys`, key);
    await mira.reload();
    const used = section(mira, "Where used");
    await expect(used.getByText("An API key is limited to it: Nightly")).toBeVisible();
    const open = async (view: Page) => {
      await section(view, "Where used").getByRole("button", { name: "Replace" }).click();
      await dialogOf(view).getByRole("combobox").click();
      await view.getByRole("option", { name: /Grace Okafor/ }).click();
    };
    await lookAt(mira, "replace-dialog", open);
    await open(mira);
    await dialogOf(mira).getByRole("button", { name: "Replace" }).click();
    await expect(dialogOf(mira).getByText("1 key calls through the other one now")).toBeVisible();
    await inspect(mira, looks[0], "replace-done");
    await dialogOf(mira).getByRole("button", { name: "Close" }).last().click();
    await expect(used.getByText("An API key is limited to it: Nightly")).toHaveCount(0);
  });

  await test.step("Settings → Integrations names what needs attention, and mends it there", async () => {
    const list = (page: Page) => page.getByRole("table", { name: "Connections" });
    const row = (page: Page, name: RegExp) => list(page).getByRole("row", { name });
    await mira.goto(`${origin}/settings/integrations`);
    await expect(row(mira, /Ada Marlow/)).toContainText("Active");
    await row(mira, /Ada Marlow/)
      .getByRole("button", { name: "Refresh Ada Marlow now" })
      .click();
    await expect(mira.getByText("The token is renewed").first()).toBeVisible();
    await mira.getByRole("button", { name: "Needs attention" }).click();
    await expect(mira.getByRole("button", { name: "Clear filters" })).toBeVisible();
    await sendAs(mira, "PATCH", integrationUrl.replace("/oauth/", "/api/integrations/"), {
      isDisabled: true,
    });
    await mira.reload();
    await expect(row(mira, /Grace Okafor/)).toContainText("The integration is paused by an admin");
    await lookAt(mira, "settings-connections");
    await sendAs(mira, "PATCH", integrationUrl.replace("/oauth/", "/api/integrations/"), {
      isDisabled: false,
    });
    await mira.goto(`${origin}/settings/integrations`);
    await row(mira, /Ada Marlow/)
      .getByRole("button", { name: "Disconnect Ada Marlow" })
      .click();
    await alertOf(mira).getByRole("button", { name: "Disconnect" }).click();
    await expect(row(mira, /Ada Marlow/)).toHaveCount(0);
    await expect(row(mira, /Grace Okafor/)).toBeVisible();
    expect(new URL(mira.url()).pathname).toBe("/settings/integrations");
  });

  await test.step("the colleague is removed, and the heir is chosen", async () => {
    await mira.goto(`${origin}/settings/members`);
    const open = (view: Page) => view.getByRole("button", { name: "Remove Cole Harbour" }).click();
    await lookAt(mira, "remove-member-heir", open);
    await open(mira);
    await expect(alertOf(mira).getByText("One shared connection stays", { exact: false })).toBeVisible();
    await alertOf(mira).getByRole("button", { name: "Remove" }).click();
    await expect(mira.getByRole("row", { name: /Cole Harbour/ })).toHaveCount(0);
    await cole.reload();
    await expect(cole.getByRole("heading", { name: "Sign in", level: 1 })).toBeVisible();
  });
});

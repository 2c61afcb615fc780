import type { Locator, Page } from "@playwright/test";
import type { Mooring } from "./fixtures/mooring.ts";
import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

interface Client {
  id: string;
  secret: string;
}

/** The practice provider's other clients, as a person copies them from its page. */
async function findClients(page: Page, mooring: Mooring): Promise<{ second: Client; third: Client }> {
  await page.goto(mooring.sandboxOrigin);
  const read = (term: string) => page.locator("dt", { hasText: term }).locator("+ dd").innerText();
  return {
    second: { id: await read("Client ID"), secret: await read("Client secret") },
    third: { id: await read("Another client’s ID"), secret: await read("Another client’s secret") },
  };
}

async function add(page: Page, address: string, button: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: button }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toBeVisible();
}

async function choose(scope: Locator, page: Page, label: string, option: string): Promise<void> {
  await scope.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}

async function replaceClient(dialog: Locator, { id, secret }: Client): Promise<void> {
  await dialog.getByRole("checkbox", { name: "Replace Client", exact: true }).click();
  await dialog.getByLabel("Client ID").fill(id);
  await dialog.getByLabel("Client secret").fill(secret);
}

/** Beside Connect: chooses under what. The provider knows the person by now, and asks again only for another client. */
async function connectUnder(page: Page, names: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "Connect under…" }).click();
  for (const name of names) await page.getByRole("menuitemradio", { name }).click();
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("menuitem", { name: "Connect under these" }).click(),
  ]);
  const closed = popup.waitForEvent("close");
  const allowed = popup.getByRole("button", { name: "Allow" }).click();
  await Promise.race([closed, allowed.catch(() => closed)]);
  await closed;
}

const panelOf = (page: Page, title: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, level: 2 }) });
const lineOf = (page: Page, term: string) =>
  panelOf(page, "Effective settings")
    .locator("dl > div")
    .filter({ has: page.getByText(term, { exact: true }) });

test("a client for a runtime configuration and one for an application, each proven alone and refreshed with its own @offerings", async ({
  page,
  mooring,
  request,
}) => {
  test.setTimeout(480_000);
  await setUp(page, mooring);
  const { second, third } = await findClients(page, mooring);
  await createPracticeIntegration(page, mooring, "Harbour");
  const settings = `${mooring.origin}/oauth/harbour/settings`;
  const dialog = page.getByRole("dialog", { name: /^(Add an override|Override for )/ });
  const rowOf = (name: string) => panelOf(page, "Overrides").getByRole("listitem").filter({ hasText: name });

  await test.step("with nothing but the default there is nothing to connect under", async () => {
    await expect(page.getByRole("button", { name: "Connect under…" })).toHaveCount(0);
    await connectAccount(page);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
  });

  await test.step("a runtime configuration and an application are added", async () => {
    await add(
      page,
      `${mooring.origin}/settings/runtime-configurations`,
      "Add runtime configuration",
      "Staging",
    );
    await add(page, `${mooring.origin}/settings/applications`, "Add application", "Crawler");
  });

  await test.step("an override that replaces nothing, or a client without its secret, is refused at its field", async () => {
    await page.goto(settings);
    await page.getByRole("button", { name: "Add override" }).click();
    await choose(dialog, page, "Runtime configuration", "Staging");
    await dialog.getByRole("button", { name: "Add override" }).click();
    await expect(dialog.getByText("Replace at least one setting").first()).toBeVisible();
    await dialog.getByRole("checkbox", { name: "Replace Client", exact: true }).click();
    await dialog.getByLabel("Client ID").fill(second.id);
    await dialog.getByRole("button", { name: "Add override" }).click();
    await expect(dialog.getByText("Enter the secret of this client").first()).toBeVisible();
  });

  await test.step("with its secret it is proven, by itself, at the address that is its own", async () => {
    await expect(
      dialog.getByRole("group", { name: "Register this callback URL for the client" }),
    ).toContainText(/\/oauth\/callback\/[a-z0-9]{20,32}-runtime-[a-z0-9]{26}/);
    await dialog.getByLabel("Client secret").fill(second.secret);
    await dialog.getByRole("button", { name: "Add override" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(rowOf("Staging")).toContainText("Configured");
    await expect(rowOf("Staging")).toContainText(`•••• ${second.secret.slice(-4)}`);
    await expect(page.getByText(second.secret)).toHaveCount(0);
  });

  await test.step("one with a wrong secret needs attention, and nobody connects under it", async () => {
    await page.getByRole("button", { name: "Add override" }).click();
    await dialog.getByRole("radio", { name: /An application/ }).click();
    await choose(dialog, page, "Application", "Crawler");
    await replaceClient(dialog, { id: third.id, secret: "not-the-secret-at-all" });
    await dialog.getByRole("button", { name: "Add override" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(rowOf("Crawler")).toContainText("Needs attention");
    await expect(rowOf("Staging")).toContainText("Configured");
    const refused = await page.request.get(
      `${mooring.origin}/api/integrations/harbour/connect?application=crawler`,
      { maxRedirects: 0, headers: { accept: "application/json" } },
    );
    expect(refused.status()).toBe(409);
    expect(await refused.json()).toMatchObject({
      code: "integration-not-configured",
      detail: expect.stringContaining("“Crawler”"),
    });
  });

  await test.step("with the right one it is proven too", async () => {
    await page.getByRole("button", { name: "Edit the override for Crawler" }).click();
    await dialog.getByLabel("Client secret").fill(third.secret);
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(rowOf("Crawler")).toContainText("Configured");
    await page.getByRole("button", { name: "Verify the override for Crawler" }).click();
    await expect(page.getByText("The provider accepts the client of Crawler")).toBeVisible();
  });

  await test.step("the effective view shows each value, where it comes from and what it hides", async () => {
    const panel = panelOf(page, "Effective settings");
    await expect(lineOf(page, "Client ID")).toContainText("mooring-practiceIntegration");
    await choose(panel, page, "Runtime configuration", "Staging");
    await expect(lineOf(page, "Client ID")).toContainText("mooring-practice-2Runtime configuration");
    await expect(lineOf(page, "Client ID")).toContainText("mooring-practice from Integration");
    await choose(panel, page, "Application", "Crawler");
    await expect(lineOf(page, "Client ID")).toContainText("mooring-practice-3Application");
    await expect(lineOf(page, "Client ID")).toContainText("mooring-practice-2 from Runtime configuration");
    await expect(lineOf(page, "Token URL")).toContainText("Offering");
    await expect(lineOf(page, "Callback URL")).toContainText("Application");
  });

  await test.step("accounts connect under each, and under both", async () => {
    await page.goto(`${mooring.origin}/oauth/harbour`);
    await connectUnder(page, ["Staging"]);
    await expect(page.getByRole("row", { name: /Ada Marlow.*Staging/ })).toContainText("Active");
    await page.reload();
    await connectUnder(page, ["Crawler"]);
    await expect(page.getByRole("row", { name: /Production · Crawler/ })).toContainText("Active");
    await page.reload();
    await connectUnder(page, ["Staging", "Crawler"]);
    await expect(page.getByRole("row", { name: /Staging · Crawler/ })).toContainText("Active");
  });

  await test.step("each is refreshed with its own client", async () => {
    const { items } = await (await page.request.get(`${mooring.origin}/api/connections`)).json();
    const seen: Record<string, string> = {};
    for (const { id, runtimeConfiguration, application } of items) {
      await request.delete(`${mooring.sandboxOrigin}/drills/access-tokens`);
      await page.goto(`${mooring.origin}/connections/${id}`);
      await page.getByRole("button", { name: "Refresh now" }).click();
      await expect(page.getByText("The token is renewed")).toBeVisible();
      const { recent } = await (await request.get(`${mooring.sandboxOrigin}/drills/stats`)).json();
      expect(recent[0]).toMatchObject({ grantType: "refresh_token", status: 200 });
      seen[`${runtimeConfiguration.name} · ${application?.name ?? "none"}`] = recent[0].clientId;
    }
    expect(seen).toEqual({
      "Production · none": "mooring-practice",
      "Staging · none": second.id,
      "Production · Crawler": third.id,
      "Staging · Crawler": third.id,
    });
  });

  await test.step("deleting says who must reconnect, and leaves the others alone", async () => {
    await page.goto(settings);
    await page.getByRole("button", { name: "Delete the override for Crawler" }).click();
    const alert = page.getByRole("alertdialog");
    await expect(alert).toContainText("2 connections of one person must reconnect");
    await alert.getByRole("textbox").fill("Crawler");
    await alert.getByRole("button", { name: "Delete override" }).click();
    await expect(rowOf("Crawler")).toHaveCount(0);
    await page.goto(`${mooring.origin}/oauth/harbour`);
    await expect(page.getByRole("row", { name: /Production · Crawler/ })).toContainText("Suspended");
    await expect(page.getByRole("row", { name: /Staging · Crawler/ })).toContainText("Suspended");
    await expect(page.getByText("Active", { exact: true })).toHaveCount(2);
  });
});

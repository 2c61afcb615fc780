import type { Locator, Page } from "@playwright/test";
import { owner, practicePerson, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const MOST_STOPS = 60;

/** Presses Tab until this has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target, `not reached within ${MOST_STOPS} stops`).toBeFocused();
}

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.type(text);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

test("an account is connected and disconnected by keyboard alone", async ({ page, browser, mooring }) => {
  test.setTimeout(300_000);
  const setup = await browser.newPage();
  await setUp(setup, mooring);
  await setup.close();

  await test.step("signing in", async () => {
    await page.goto(`${mooring.origin}/sign-in`);
    await typeInto(page, "E-mail", owner.email);
    await typeInto(page, "Password", owner.password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();
  });

  await test.step("the first stop of a page leads past the navigation", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the content" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("creating an integration", async () => {
    await press(page, page.getByRole("link", { name: "Add Integration" }).first());
    await expect(page.getByRole("heading", { name: "Create an integration", level: 1 })).toBeVisible();
    await typeInto(page, "Integration Name", "Practice");
    await press(page, page.getByRole("combobox", { name: "Integration Offering" }));
    await expect(page.getByRole("option").first()).toBeVisible();
    await page.keyboard.type("sandbox");
    await expect(page.getByRole("option").first()).toContainText("practice provider");
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("button", { name: "Use the practice client" }));
    await press(page, page.getByRole("button", { name: "Create Integration" }));
    await expect(page.getByRole("heading", { name: "Practice", level: 1 })).toBeVisible();
  });

  await test.step("connecting, with the focus back where it was", async () => {
    const connect = page.getByRole("button", { name: "Connect", exact: true }).first();
    const opened = page.waitForEvent("popup");
    await press(page, connect);
    const popup = await opened;
    const closed = popup.waitForEvent("close");
    await typeInto(popup, "E-mail address", practicePerson.email);
    await typeInto(popup, "Password", practicePerson.password);
    await popup.keyboard.press("Enter");
    await press(popup, popup.getByRole("button", { name: "Allow" }));
    await closed;
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(connect).toBeFocused();
  });

  await test.step("disconnecting: Escape gives the focus back, Enter on the named button acts", async () => {
    await press(page, page.getByRole("link", { name: /Ada Marlow/ }));
    const disconnect = page.getByRole("button", { name: "Disconnect" }).first();
    await press(page, disconnect);
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(disconnect).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: "Disconnect" })).toBeEnabled();
    await press(page, dialog.getByRole("button", { name: "Disconnect" }));
    await expect(page.getByRole("heading", { name: "Practice", level: 1 })).toBeVisible();
  });
});

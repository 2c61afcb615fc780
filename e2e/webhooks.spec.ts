import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { Webhook as Receiver } from "standardwebhooks";
import { inspect } from "./fixtures/inspect.ts";
import { looks } from "./fixtures/pages.ts";
import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

// What confirms an act briefly is a dialog too, beside the page.
const dialogOf = (page: Page) => page.locator("[role=dialog]:not([aria-modal=false])");
const rowOf = (page: Page, name: RegExp) => page.getByRole("row", { name });
const [light] = looks;

interface Message {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A service of somebody's that listens; it answers with `status`. */
async function startListener() {
  const seen: Message[] = [];
  const listener = { seen, status: 204, url: "", close: () => {} };
  const server = createServer(async (req, res) => {
    seen.push({ headers: req.headers, body: await text(req) });
    res.writeHead(listener.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  listener.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  listener.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return listener;
}

function open({ headers, body }: Message, secret: string) {
  return new Receiver(secret).verify(body, headers as Record<string, string>) as { type: string };
}

test("a webhook is told, signed, what happens to connections, and what failed is sent again @webhooks", async ({
  page,
  mooring,
}) => {
  test.setTimeout(240_000);
  const listener = await startListener();
  const last = () => listener.seen.at(-1) as Message;
  await setUp(page, mooring);
  let secret = "";

  await test.step("nobody is told yet; a wrong address is refused where it stands", async () => {
    await page.goto(`${mooring.origin}/settings/webhooks`);
    await expect(page.getByText("Nobody is told yet")).toBeVisible();
    await inspect(page, light, "webhooks-empty");
    await page.getByRole("button", { name: "Add webhook" }).first().click();
    await dialogOf(page).getByLabel("Name").fill("Pager");
    await dialogOf(page).getByLabel("Address").fill("ftp://example.com");
    await dialogOf(page).getByRole("button", { name: "Add webhook" }).click();
    await expect(dialogOf(page).getByText("Enter an https address").first()).toBeVisible();
    await inspect(page, light, "webhook-add");
  });

  await test.step("the secret is shown once", async () => {
    await dialogOf(page).getByLabel("Address").fill(listener.url);
    await dialogOf(page).getByRole("button", { name: "Add webhook" }).click();
    const shown = dialogOf(page).locator("code", { hasText: "whsec_" });
    await expect(shown).toBeVisible();
    secret = (await shown.textContent()) ?? "";
    await inspect(page, light, "webhook-secret");
    await dialogOf(page).getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByText("whsec_")).toHaveCount(0);
    await expect(rowOf(page, /Pager/)).toContainText("All events");
    await inspect(page, light, "webhooks");
  });

  await test.step("a test event arrives, and an independent receiver accepts its signature", async () => {
    await page.getByRole("link", { name: /Pager/ }).click();
    await expect(page.getByText("Nothing was to be sent yet")).toBeVisible();
    await page.getByRole("button", { name: "Send test event" }).click();
    await expect(page.getByText("The test event arrived: 204")).toBeVisible();
    expect(open(last(), secret).type).toBe("webhook.test");
    await expect(rowOf(page, /Test event/)).toContainText("Delivered");
  });

  await test.step("a test event that is refused says why", async () => {
    listener.status = 403;
    await page.getByRole("button", { name: "Send test event" }).click();
    await expect(dialogOf(page)).toContainText("403: It did not answer 2xx");
    await inspect(page, light, "webhook-test-failed");
    await page.keyboard.press("Escape");
  });

  await test.step("a connection is told of in a moment, and tried again when the receiver fails", async () => {
    const address = page.url();
    const before = listener.seen.length;
    await createPracticeIntegration(page, mooring, "Practice files");
    await connectAccount(page);
    await expect.poll(() => listener.seen.length, { timeout: 20_000 }).toBeGreaterThan(before);
    expect(open(last(), secret).type).toBe("connection.created");
    await page.goto(address);
    await expect(rowOf(page, /Somebody connected an account/)).toContainText("Tried once");
    await inspect(page, light, "webhook-failing");
  });

  await test.step("once the receiver is well, what failed is sent again under its id", async () => {
    listener.status = 204;
    const { headers } = last();
    await page.getByRole("button", { name: "Send “Somebody connected an account” again" }).click();
    await expect(rowOf(page, /Somebody connected an account/)).toContainText("Delivered", {
      timeout: 20_000,
    });
    expect(last().headers["webhook-id"]).toBe(headers["webhook-id"]);
    await page.getByRole("button", { name: "Details of “Somebody connected an account”" }).click();
    await expect(dialogOf(page)).toContainText("connection.created");
    await inspect(page, light, "webhook-delivery");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Send failed ones again" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Send again" }).click();
    await expect(page.getByText("One event is sent again")).toBeVisible();
    await expect(rowOf(page, /Test event/).first()).toContainText("Delivered", { timeout: 20_000 });
  });

  await test.step("a new secret and the former one sign side by side", async () => {
    await page.getByRole("button", { name: "New secret" }).click();
    await page.getByRole("button", { name: "Make a new secret" }).click();
    const shown = dialogOf(page).locator("code", { hasText: "whsec_" });
    await expect(shown).toBeVisible();
    const next = (await shown.textContent()) ?? "";
    expect(next).not.toBe(secret);
    await dialogOf(page).getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByText("Signs beside the present one, and ends in")).toBeVisible();
    await page.getByRole("button", { name: "Send test event" }).click();
    await expect(page.getByText("The test event arrived: 204").first()).toBeVisible();
    for (const one of [secret, next]) expect(open(last(), one).type).toBe("webhook.test");
  });

  await test.step("it is switched off, and deleted", async () => {
    await page.getByRole("button", { name: "Switch off" }).click();
    await expect(page.getByText("This webhook is off")).toBeVisible();
    for (const look of looks.slice(1)) {
      await page.setViewportSize({ width: look.width, height: look.height });
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
        localStorage.setItem("mooring-theme", theme);
      }, look.theme);
      await page.reload();
      await expect(page.getByText("This webhook is off")).toBeVisible();
      await inspect(page, look, "webhook");
    }
    await page.setViewportSize({ width: light.width, height: light.height });
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
    await expect(page.getByText("Nobody is told yet")).toBeVisible();
  });
  listener.close();
});

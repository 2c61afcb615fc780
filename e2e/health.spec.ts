import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { authorizeAs } from "#lib/testing/authorize-as.ts";
import { contextOf, lookAt } from "./fixtures/inspect.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { looks } from "./fixtures/pages.ts";
import { connectAccount, createPracticeIntegration, setUp, signInAtProvider } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

/** An access token of the practice provider without a refresh token, got the way any client gets one. */
async function tokenAlone(page: Page, mooring: Mooring, secret: string): Promise<string> {
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = `${mooring.origin}/oauth/callback`;
  const ask = new URLSearchParams({
    ...{
      response_type: "code",
      client_id: "mooring-practice-2",
      redirect_uri: redirectUri,
      scope: "profile",
    },
    ...{ state: "of-the-test", code_challenge_method: "S256" },
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  });
  const landed = await authorizeAs(`${mooring.sandboxOrigin}/authorize?${ask}`, "ada");
  const code = landed.searchParams.get("code") ?? "";
  const answer = await page.request.post(`${mooring.sandboxOrigin}/token`, {
    form: {
      ...{ grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier },
      ...{ client_id: "mooring-practice-2", client_secret: secret },
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).access_token;
}

test("a connection says how it stands, how long it lives and what to do @health", async ({
  browser,
  mooring,
}) => {
  test.setTimeout(300_000);
  const page = await (await contextOf(browser, looks[0])).newPage();
  const health = page.locator("section", { has: page.getByRole("heading", { name: "Health" }) });
  const history = page.locator("section", { has: page.getByRole("heading", { name: "History" }) });
  const api = (path: string, data?: object) => {
    const headers = { origin: mooring.origin, "x-mooring-request": "1" };
    const url = `${mooring.origin}/api/${path}`;
    return data ? page.request.post(url, { data, headers }) : page.request.get(url, { headers });
  };

  await setUp(page, mooring);
  await page.goto(mooring.sandboxOrigin);
  const secret = await page.locator("dt", { hasText: "Client secret" }).first().locator("+ dd").innerText();
  await createPracticeIntegration(page, mooring, "Practice");
  await connectAccount(page);
  await page.getByRole("link", { name: /Ada Marlow/ }).click();
  await expect(page.getByRole("heading", { name: "Ada Marlow", level: 1 })).toBeVisible();
  const address = page.url();

  await test.step("a grant that is renewed has no known end, and the page says why", async () => {
    await expect(health).toContainText("Lives on, no end is known.");
    await expect(health).toContainText("renewed at least every 30 days; Mooring does that by itself");
  });

  await test.step("a 403 for a scope that the integration asks nobody for names who must add it", async () => {
    const refused = await api("integrations/practice/request/files", { name: "A note" });
    expect(refused.status()).toBe(403);
    expect(refused.headers()["www-authenticate"]).toContain("insufficient_scope");
    await expect(async () => {
      await page.reload();
      await expect(health).toContainText("refused a call for want of a scope", { timeout: 1_000 });
    }).toPass();
    await expect(health).toContainText("files:write, which this integration asks nobody for");
    await expect(page.getByRole("button", { name: "Reconnect with these scopes" })).toHaveCount(0);
    await expect(history).toContainText("Refused for want of a scope");
    await health.getByRole("link", { name: "integration's settings" }).click();
    await page.getByRole("checkbox", { name: "files:write" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
  });

  await test.step("then a reconnect adds it to what is granted", async () => {
    await page.goto(address);
    await expect(health).toContainText("files:write, which this connection does not have");
    await lookAt(page, "connection-wants-scope");
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("button", { name: "Reconnect with these scopes" }).click(),
    ]);
    const closed = popup.waitForEvent("close");
    const allow = popup.getByRole("button", { name: "Allow" });
    await allow.or(popup.getByLabel("E-mail address")).first().waitFor();
    if (await allow.isVisible()) await allow.click();
    else await signInAtProvider(popup);
    await closed;
    await expect(health).not.toContainText("for want of a scope");
    await expect(page.locator("dt", { hasText: "Scopes granted" }).locator("+ dd")).toContainText(
      "files:write",
    );
    const again = await api("integrations/practice/request/files", { name: "A note" });
    expect(again.status()).not.toBe(403);
    await expect(history).toContainText("Came: files:write");
  });

  await test.step("a provider that wants a pause makes it retry, and says when", async () => {
    await page.request.put(`${mooring.sandboxOrigin}/drills`, {
      data: { next: { answer: "rate-limited", count: 1, retryAfterSeconds: 240 } },
    });
    await page.getByRole("button", { name: "Refresh now" }).click();
    await expect(page.getByRole("button", { name: /^Retrying, again in \d min$/ })).toBeVisible();
    await lookAt(page, "connection-retrying");
    await page.request.delete(`${mooring.sandboxOrigin}/drills`);
  });

  await test.step("a paused integration holds its connections", async () => {
    await page.goto(`${mooring.origin}/oauth/practice/settings`);
    await page.getByRole("button", { name: "Pause integration" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Pause integration" }).click();
    await expect(page.getByRole("button", { name: "Resume integration" }).first()).toBeVisible();
    await page.goto(address);
    await expect(health).toContainText("The integration is paused by an admin");
    await expect(health).toContainText("at present it is not renewed");
    await expect(history).toContainText("Integration paused");
    await page.getByRole("button", { name: "On hold" }).click();
    await expect(page.getByRole("dialog")).toContainText("Resume it in the integration's settings.");
    await lookAt(page, "connection-on-hold");
    await page.goto(`${mooring.origin}/oauth/practice/settings`);
    await page.getByRole("button", { name: "Resume integration" }).first().click();
    await expect(page.getByRole("button", { name: "Pause integration" })).toBeVisible();
  });

  await test.step("a token that nothing renews is one that expires soon, on page and in the filtered list", async () => {
    const accessToken = await tokenAlone(page, mooring, secret);
    await createPracticeIntegration(page, mooring, "Alone");
    const made = await api("integrations/alone/connect", { accessToken, expiresIn: 120 });
    expect(made.status(), await made.text()).toBe(201);
    expect(await made.json()).toMatchObject({ status: "active", health: "expiring_soon" });
    await page.goto(`${mooring.origin}/connections`);
    await page.getByRole("button", { name: "Expiring soon" }).first().click();
    await expect(page).toHaveURL(/health=expiring_soon/);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toHaveCount(1);
    await lookAt(page, "connections-expiring");
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await expect(health).toContainText("gave no refresh token, so nothing can be renewed");
    await expect(health).toContainText("Lives until");
    await lookAt(page, "connection-expiring");
  });

  await page.context().close();
});

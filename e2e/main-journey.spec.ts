import { connectAccount, createPracticeIntegration, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

test("a newcomer sets up, connects an account and calls its API by page and by key @main", async ({
  page,
  mooring,
  request,
}) => {
  await test.step("set-up makes the first admin, and is gone afterwards", async () => {
    await setUp(page, mooring);
    expect((await request.get(`${mooring.origin}/setup`)).status()).toBe(404);
    await expect(page.getByText("0 of 4 done")).toBeVisible();
  });

  await test.step("the callback URL stands first, and required scopes cannot be unticked", async () => {
    await page.getByRole("link", { name: "Add Integration" }).first().click();
    await expect(page.getByRole("group", { name: "Callback URL" })).toContainText(
      `${mooring.origin}/oauth/callback`,
    );
    await page.getByRole("combobox", { name: "Integration Offering" }).click();
    await page.keyboard.type("sandbox");
    await page
      .getByRole("option", { name: /sandbox/i })
      .first()
      .click();
    const required = page.getByRole("checkbox", { name: "offline_access" });
    await required.click();
    await expect(required).toBeChecked();
  });

  await test.step("without credentials an integration is a draft, and a draft connects nobody", async () => {
    await page.getByLabel("Integration Name").fill("Half done");
    await page.getByRole("button", { name: "Create Integration" }).click();
    await expect(page.getByRole("heading", { name: "Half done", level: 1 })).toBeVisible();
    await expect(page.getByText("Still a draft: members cannot connect yet")).toBeVisible();
    await expect(page.getByRole("button", { name: "Connect", exact: true })).toHaveCount(0);
    const refused = await page.request.post(`${mooring.origin}/api/integrations/half-done/connect`, {
      data: { accessToken: "made-up" },
      headers: { origin: mooring.origin },
    });
    expect(refused.status()).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "integration-not-configured" });
  });

  await test.step("with the practice client it is proven and configured", async () => {
    await createPracticeIntegration(page, mooring, "Practice");
    await expect(page.getByText("accepts this client")).toBeVisible();
  });

  await test.step("a member connects an account in a popup", async () => {
    await connectAccount(page);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await expect(page.getByRole("heading", { name: "Ada Marlow", level: 1 })).toBeVisible();
    await expect(page.getByText("renewed by itself before that")).toBeVisible();
    await expect(page.getByText(/offline_access/).first()).toBeVisible();
  });

  await test.step("Try it shows the provider's answer with its timing", async () => {
    await page.getByLabel("Path").fill("/me");
    await page.getByRole("button", { name: "Send request" }).click();
    const answer = page.getByRole("region", { name: "The provider's answer" });
    await expect(answer.getByRole("status")).toContainText("answered 200");
    await expect(answer.getByRole("status")).toContainText("ms at the provider");
    await expect(answer).toContainText("ada@sandbox.test");
    await expect(page.getByText("Bearer $MOORING_KEY").first()).toBeVisible();
  });

  const key = await test.step("an API key is shown once", async () => {
    await page.goto(`${mooring.origin}/settings/api-keys`);
    await page.getByRole("button", { name: "Create API key" }).first().click();
    await page.getByLabel("Name").fill("Nightly script");
    await page.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
    const shown = await page.getByRole("group", { name: "API key" }).locator("code").innerText();
    await page.getByRole("button", { name: "I have copied it" }).click();
    await expect(page.getByText(shown)).toHaveCount(0);
    return shown;
  });

  const call = (path: string) =>
    request.get(`${mooring.origin}/api/integrations/practice/request/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });

  await test.step("the key does the same from outside, without ever seeing a token", async () => {
    const answer = await call("me");
    expect(answer.status()).toBe(200);
    expect(answer.headers()["mooring-origin"]).toBe("provider");
    expect(await answer.json()).toMatchObject({ email: "ada@sandbox.test" });
    expect((await request.get(`${mooring.origin}/api/integrations/practice/request/me`)).status()).toBe(401);
  });

  await test.step("an expired token is refreshed unseen", async () => {
    const before = await (await request.get(`${mooring.sandboxOrigin}/drills/stats`)).json();
    await request.delete(`${mooring.sandboxOrigin}/drills/access-tokens`);
    expect((await call("me")).status()).toBe(200);
    const after = await (await request.get(`${mooring.sandboxOrigin}/drills/stats`)).json();
    expect(after).not.toEqual(before);
  });

  await test.step("a wrong new secret is refused and the old one stays in force", async () => {
    await page.goto(`${mooring.origin}/oauth/practice/settings`);
    await page.getByRole("button", { name: "Rotate secret" }).click();
    await page.getByLabel("New client secret").fill("not-the-secret-at-all");
    await page.getByRole("button", { name: "Verify and activate" }).click();
    await expect(page.getByRole("dialog").getByRole("alert").first()).toBeVisible();
    await page.keyboard.press("Escape");
    expect((await call("me")).status()).toBe(200);
  });

  await test.step("Disconnect says what depends on it, revokes at the provider and erases here", async () => {
    await page.goto(`${mooring.origin}/connections`);
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await page.getByRole("button", { name: "Disconnect" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText("One person loses it");
    await expect(dialog).toContainText("revoked at the provider too");
    await dialog.getByRole("button", { name: "Disconnect" }).click();
    await expect(page.getByRole("heading", { name: "Practice", level: 1 })).toBeVisible();
    expect((await call("me")).status()).not.toBe(200);
  });

  await test.step("the checklist has ticked itself", async () => {
    const steps = await page.request.get(`${mooring.origin}/api/workspace/first-steps`);
    expect(await steps.json()).toMatchObject({ hasCredentials: true, hasIntegration: true });
  });
});

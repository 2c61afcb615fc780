import type { Page } from "@playwright/test";
import { contextOf, inspect } from "./fixtures/inspect.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { looks } from "./fixtures/pages.ts";
import { chooseSandbox, connectAccount, setUp, signInAtProvider } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

test.describe.configure({ mode: "serial", timeout: 240_000 });

const clientId = "mooring-practice-2";
const [light] = looks;

let page: Page;
let mooring: Mooring;
let secret: string;

test.beforeAll(async ({ browser, mooring: started }) => {
  mooring = started;
  page = await (await contextOf(browser, light)).newPage();
  await setUp(page, mooring);
  await page.goto(mooring.sandboxOrigin);
  secret = await page.locator("dt", { hasText: "Client secret" }).locator("+ dd").innerText();
});
test.afterAll(() => page.context().close());
test.beforeEach(async ({ request }) => {
  // Nobody is signed in at the practice provider, whose pages a person then sees every time.
  await page.context().clearCookies({ domain: "127.0.0.1" });
  expect((await request.delete(`${mooring.sandboxOrigin}/drills`)).ok()).toBe(true);
});

/** Turns the practice provider's knobs on its own page, as a person does. */
async function turnKnobs(words: Record<string, string>): Promise<void> {
  await page.goto(mooring.sandboxOrigin);
  for (const [label, option] of Object.entries(words))
    await page.getByLabel(label).selectOption({ label: option });
  await page.getByRole("button", { name: "Set the knobs" }).click();
  await expect(page.getByRole("status")).toContainText("The knobs are set");
}

/** `/oauth/create` with credentials that somebody types. Ends on the new integration's page. */
async function create(name: string, typed: string): Promise<void> {
  await page.goto(`${mooring.origin}/oauth/create`);
  await chooseSandbox(page);
  await page.getByLabel("Integration Name").fill(name);
  await page.getByLabel("Client ID").fill(clientId);
  await page.getByLabel("Client Secret").fill(typed);
  await page.getByRole("button", { name: "Create Integration" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

const proof = () =>
  page.locator("section", { has: page.getByRole("heading", { name: "Proven at the provider" }) });
const connectButton = () => page.getByRole("button", { name: "Connect", exact: true });
const answers = () =>
  proof()
    .getByRole("listitem")
    .filter({ hasText: /secret, / });

/** Signs in at the provider's window to prove the client. */
async function proveBySigningIn(): Promise<void> {
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Verify by signing in" }).first().click(),
  ]);
  const closed = popup.waitForEvent("close");
  await signInAtProvider(popup);
  await closed;
}

test("the right secret is verified, and says how @offerings", async () => {
  await create("Right", secret);
  await expect(proof()).toContainText("Sandbox (practice provider) accepts this client");
  await expect(proof()).toContainText(
    "A made-up code was refused as a code, a made-up secret as a secret. Sent in the body.",
  );
  await expect(connectButton().first()).toBeVisible();
  await proof().getByText("What was answered").click();
  await expect(answers()).toHaveText([
    /Stored secret, in the body\s*400 invalid_grant/,
    /Made-up secret, in the body\s*401 invalid_client/,
    /Made-up secret, in the body\s*401 invalid_client/,
    /Stored secret, in the body\s*400 invalid_grant/,
  ]);
  await inspect(page, light, "verdict-verified");
});

test("a wrong secret is rejected with both things that may be wrong, and mended in place @offerings", async () => {
  await create("Mistyped", "not-the-secret-of-this-client-at-all");
  await expect(page.getByText("The provider refuses this client: members cannot connect yet")).toBeVisible();
  await expect(proof()).toContainText("refuses this client");
  await expect(proof()).toContainText(
    `Either the client ID or the secret is wrong, or ${mooring.origin}/oauth/callback is not registered there`,
  );
  await expect(connectButton()).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Send it that way" })).toHaveCount(0);
  await inspect(page, light, "verdict-rejected");
  await page.getByLabel("Client Secret").fill(secret);
  await page.getByRole("button", { name: "Save and verify" }).click();
  await expect(proof()).toContainText("accepts this client");
  await expect(connectButton().first()).toBeVisible();
});

test("the right secret sent the wrong way is rejected, and the other way is offered and taken @offerings", async () => {
  await turnKnobs({ "Takes a client’s secret": "as a Basic header only" });
  await page.goto(`${mooring.origin}/oauth/right`);
  await proof().getByRole("button", { name: "Verify again" }).click();
  await expect(proof()).toContainText(
    "The provider refuses these credentials in the body and accepts them as a Basic header. Send them that way.",
  );
  await inspect(page, light, "verdict-other-way");
  await page.getByRole("button", { name: "Send it that way" }).click();
  await expect(proof()).toContainText("accepts this client");
  await expect(proof()).toContainText("Sent as a Basic header.");
  await connectAccount(page);
  await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");

  await test.step("F-16: a scope that is added later leaves the connection alone and says how to gain it", async () => {
    await page.goto(`${mooring.origin}/oauth/right/settings`);
    await page.getByRole("checkbox", { name: "files:write" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await page.goto(`${mooring.origin}/connections`);
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await expect(page.locator("dt", { hasText: "Reconnect to gain" }).locator("+ dd")).toHaveText(
      "files:write",
    );
    await expect(page.locator("dt", { hasText: "Scopes granted" }).locator("+ dd")).not.toContainText(
      "files:write",
    );
    await expect(page.getByText("Active since")).toBeVisible();
  });

  await turnKnobs({ "Takes a client’s secret": "in the body only" });
  await page.goto(`${mooring.origin}/oauth/right`);
  await proof().getByRole("button", { name: "Verify again" }).click();
  await expect(proof()).toContainText("as a Basic header and accepts them in the body. Send them that way.");
});

test("nobody who never chose a way is asked for one: the way that works is taken @offerings", async () => {
  await turnKnobs({ "Takes a client’s secret": "as a Basic header only" });
  await create("Unasked", secret);
  await expect(proof()).toContainText("accepts this client");
  await expect(proof()).toContainText("Sent as a Basic header.");
});

test("answers that are the same prove nothing, and signing in proves the client @offerings", async () => {
  await turnKnobs({ "Looks first at": "the code: a made-up one hides the client" });
  await create("Unclear", secret);
  await expect(page.getByText("Still a draft: members cannot connect yet")).toBeVisible();
  await expect(proof()).toContainText("gave no clear answer");
  await expect(proof()).toContainText(
    "The provider answered this secret and a made-up one alike, so nothing is proven either way. Verify by signing in.",
  );
  await expect(connectButton()).toHaveCount(0);
  await inspect(page, light, "verdict-inconclusive");
  await proveBySigningIn();
  await expect(proof()).toContainText("accepts this client");
  await expect(proof()).toContainText("An admin signed in through this client");
  await expect(proof()).toContainText("No connection yet");
  await expect(connectButton().first()).toBeVisible();
});

test("a wrong secret that gets the same answers is not verified, and signing in finds it out @offerings", async () => {
  await turnKnobs({ "Looks first at": "the code: a made-up one hides the client" });
  await create("Hidden", "not-the-secret-of-this-client-at-all");
  await expect(proof()).toContainText("gave no clear answer");
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Verify by signing in" }).first().click(),
  ]);
  await signInAtProvider(popup);
  await expect(popup.getByText("The provider refuses the client", { exact: true })).toBeVisible();
  await popup.close();
  await page.goto(`${mooring.origin}/oauth/hidden`);
  await expect(page.getByText("Still a draft: members cannot connect yet")).toBeVisible();
  await expect(connectButton()).toHaveCount(0);
});

test("a sign-in that may show no page ends with the provider's reason, and works once it may @offerings", async () => {
  await create("Silent", secret);
  const setPrompt = async (name: string) => {
    await page.goto(`${mooring.origin}/oauth/silent/settings`);
    await page.getByRole("combobox", { name: "What the provider is asked to show" }).click();
    await page.getByRole("option", { name }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Settings saved")).toBeVisible();
    await page.goto(`${mooring.origin}/oauth/silent`);
  };
  await setPrompt("Nothing, when already agreed");
  const [popup] = await Promise.all([page.waitForEvent("popup"), connectButton().first().click()]);
  await expect(popup.getByText("The provider wants you to sign in first")).toBeVisible();
  await expect(popup.getByText("This integration asks the provider to show nothing.")).toBeVisible();
  expect(new URL(popup.url()).search).toBe("");
  await inspect(popup, light, "flow-login-required");
  await popup.getByRole("button", { name: "Close this window" }).click();
  await expect(page.getByRole("dialog")).toContainText("The provider wants you to sign in first");
  await page.keyboard.press("Escape");
  await setPrompt("As this provider needs it");
  await connectAccount(page);
  await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
});

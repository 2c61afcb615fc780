import type { Page } from "@playwright/test";
import { practiceDocument } from "../lib/testing/api-document.ts";
import { type BrowserState, contextOf, inspect, type Look } from "./fixtures/inspect.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { consolePages, looks } from "./fixtures/pages.ts";
import {
  chooseSandbox,
  connectAccount,
  createPracticeIntegration,
  practicePerson,
  setUp,
  signIn,
} from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

// First a workspace with nothing in it, then one where a person has lived a little.
test.describe.configure({ mode: "serial", timeout: 600_000 });

const lookNames = "light, dark and at 320 px";

test(`axe finds nothing where nothing is yet, ${lookNames} @axe`, async ({ page, browser, mooring }) => {
  const visit = async (paths: Record<string, string>, state?: BrowserState) => {
    for (const look of looks) {
      const context = await contextOf(browser, look, state);
      const tab = await context.newPage();
      for (const [name, path] of Object.entries(paths)) {
        await tab.goto(mooring.origin + path);
        await inspect(tab, look, name);
      }
      await context.close();
    }
  };
  await visit({ setup: "/setup" });
  await setUp(page, mooring);
  await visit({ "sign-in": "/sign-in" });
  const empty = {
    "integrations-empty": "/oauth",
    "connections-empty": "/connections",
    "settings-integrations-empty": "/settings/integrations",
    "settings-api-keys-empty": "/settings/api-keys",
  };
  await visit(empty, await page.context().storageState());
});

test.describe("with an account connected", () => {
  let state: BrowserState;
  let pages: Record<string, string>;

  test.beforeAll(async ({ browser, mooring }) => {
    const page = await browser.newPage();
    const world = await live(page, mooring);
    const { cookies, origins } = await page.context().storageState();
    // The provider's own cookies stay behind: its sign-in is looked at as well.
    state = { origins, cookies: cookies.filter(({ domain }) => domain === "localhost") };
    pages = {
      ...consolePages({ ...world, slug: "practice", draftSlug: "half-done" }),
      "flow-succeeded": `/oauth/flows/${world.flowHandle}`,
      "integration-by-key": "/oauth/by-key",
      "integration-by-password-settings": "/oauth/by-password/settings",
      "connection-by-password": `/connections/${world.passwordConnectionId}`,
      "admin-custom-offering": `/admin/offerings/${world.offeringId}`,
      api: "/apis/practice-files",
    };
    await page.close();
  });

  for (const look of looks) {
    test(`axe finds nothing on any page, ${look.name} @axe`, async ({ browser, mooring }) => {
      const tab = await (await contextOf(browser, look, state)).newPage();
      for (const [name, path] of Object.entries(pages)) {
        await tab.goto(mooring.origin + path);
        await inspect(tab, look, name);
      }
      await tab.goto(mooring.sandboxOrigin);
      await inspect(tab, look, "sandbox");
      await tab.context().close();
    });

    test(`axe finds nothing on any open dialog or menu, ${look.name} @axe`, async ({ browser, mooring }) => {
      const tab = await (await contextOf(browser, look, state)).newPage();
      const open = (name: string) => tab.goto(`${mooring.origin}${pages[name]}`);
      for (const { name, page, button } of dialogs) {
        await open(page);
        await tab.getByRole("button", { name: button }).first().click();
        await expect(tab.getByRole("dialog").or(tab.getByRole("alertdialog"))).toBeVisible();
        await inspect(tab, look, `dialog-${name}`);
      }
      await open("settings-api-keys");
      await lookAtNewKey(tab, look);
      await open("integrations");
      await lookAtShell(tab, look);
      await tab.context().close();
    });

    test(`axe finds nothing while something is under way, ${look.name} @axe`, async ({
      browser,
      mooring,
    }) => {
      const tab = await (await contextOf(browser, look, state)).newPage();
      const open = (name: string) => tab.goto(`${mooring.origin}${pages[name]}`);
      await open("create-integration");
      await lookAtForm(tab, look);
      await open("connection");
      await tab.getByLabel("Path").fill("/me");
      await tab.getByRole("button", { name: "Send request" }).click();
      await expect(tab.getByText("answered 200")).toBeVisible();
      await inspect(tab, look, "connection-answer");
      await open("integration");
      await lookAtFlow(tab, look);
      await tab.context().close();
    });
  }
});

/** What opens a dialog on a page. */
const dialogs = [
  { name: "disconnect", page: "connection", button: /^Disconnect$/ },
  { name: "rotate-secret", page: "integration-settings", button: /^Rotate secret$/ },
  { name: "add-override", page: "integration-settings", button: /^Add override$/ },
  { name: "edit-override", page: "integration-settings", button: /^Edit the override for Test$/ },
  { name: "delete-override", page: "integration-settings", button: /^Delete the override for Test$/ },
  { name: "secret-expiry", page: "integration-settings", button: /^Note when it ends$/ },
  { name: "proof-history", page: "integration", button: /^History of proofs$/ },
  { name: "pause-integration", page: "integration-settings", button: /^Pause integration$/ },
  { name: "delete-integration", page: "integration-settings", button: /^Delete integration$/ },
  { name: "create-api-key", page: "settings-api-keys", button: /^Create API key$/ },
  { name: "revoke-api-key", page: "settings-api-keys", button: /^Revoke / },
  { name: "add-application", page: "settings-applications", button: /^Add application$/ },
  { name: "delete-application", page: "settings-applications", button: /^Delete Crawler$/ },
  { name: "edit-runtime-configuration", page: "settings-runtime-configurations", button: /^Edit Test$/ },
  { name: "default-runtime-configuration", page: "settings-runtime-configurations", button: /^Make Test / },
  { name: "publish-offering", page: "admin-custom-offering", button: /^Publish version 2$/ },
  { name: "unpublish-offering", page: "admin-custom-offering", button: /^Unpublish$/ },
  { name: "delete-offering", page: "admin-custom-offering", button: /^Delete$/ },
  { name: "offering-changes", page: "admin-custom-offering", button: /^See what changed$/ },
  { name: "import-api", page: "api", button: /^Import again$/ },
  { name: "edit-api", page: "api", button: /^Edit$/ },
  { name: "delete-api", page: "api", button: /^Delete API$/ },
  { name: "audit-event", page: "settings-audit-log", button: /^Details of/ },
];

interface World {
  connectionId: string;
  flowHandle: string;
  passwordConnectionId: string;
  offeringId: string;
}

async function live(page: Page, mooring: Mooring): Promise<World> {
  const { origin } = mooring;
  await signIn(page, origin);
  await createPracticeIntegration(page, mooring, "Practice");
  const flow = page
    .context()
    .waitForEvent("request", (request) => request.url().includes("/connect?handle="));
  await connectAccount(page);
  const flowHandle = new URL((await flow).url()).searchParams.get("handle") ?? "";
  await page.getByRole("link", { name: /Ada Marlow/ }).click();
  await page.waitForURL(/\/connections\//);
  const draft = { name: "Half done", offeringId: "sandbox", scopes: ["profile", "offline_access"] };
  const key = { name: "Nightly script", scopes: ["connections:use"] };
  const headers = { origin };
  await page.request.post(`${origin}/api/integrations`, { headers, data: draft });
  await page.request.post(`${origin}/api/api-keys`, { headers, data: key });
  await page.request.post(`${origin}/api/applications`, { headers, data: { name: "Crawler" } });
  await page.request.post(`${origin}/api/runtime-configurations`, { headers, data: { name: "Test" } });
  const byKey = { name: "By key", offeringId: "sandbox", kind: "api_key" };
  const byPassword = { name: "By password", offeringId: "sandbox", kind: "basic" };
  await page.request.post(`${origin}/api/integrations`, { headers, data: byKey });
  await page.request.post(`${origin}/api/integrations`, { headers, data: byPassword });
  const entered = { username: practicePerson.email, password: practicePerson.password };
  const address = `${origin}/api/integrations/by-password/connect`;
  const connected = await (await page.request.post(address, { headers, data: entered })).json();
  const connectionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const offeringId = await liveAsAdmin(page, mooring);
  return { connectionId, flowHandle, passwordConnectionId: connected.id, offeringId };
}

/** An override, an API of its own and an offering whose second version waits. Gives the offering's id. */
async function liveAsAdmin(page: Page, { origin, sandboxOrigin }: Mooring): Promise<string> {
  const send = async (method: string, path: string, data: object) => {
    const answer = await page.request.fetch(`${origin}/api${path}`, { method, headers: { origin }, data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return answer.json();
  };
  const settings = { prompt: "consent" };
  await send("POST", "/integrations/practice/overrides", { runtimeConfiguration: "test", settings });
  await send("POST", "/apis", {
    name: "Practice files",
    document: JSON.stringify(practiceDocument(sandboxOrigin)),
    baseUrl: `${sandboxOrigin}/api`,
    authorizeUrl: `${sandboxOrigin}/authorize`,
    tokenUrl: `${sandboxOrigin}/token`,
  });
  const { id } = await send("POST", "/custom-offerings", { copyOf: "github" });
  const counts = { integrations: 0, draftIntegrations: 0, connections: 0 };
  await send("PUT", `/custom-offerings/${id}/publication`, { version: 1, ...counts });
  const data = await (await page.request.get(`${origin}/api/custom-offerings/${id}/export`)).json();
  const docsUrl = "https://docs.example/";
  await send("POST", `/custom-offerings/${id}/versions`, { data: { ...data, docsUrl }, expectedVersion: 1 });
  return id;
}

async function lookAtNewKey(tab: Page, look: Look): Promise<void> {
  await tab.getByRole("button", { name: "Create API key" }).first().click();
  await tab.getByLabel("Name").fill(`Report, ${look.name}`);
  await tab.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
  await expect(tab.getByRole("button", { name: "I have copied it" })).toBeVisible();
  await inspect(tab, look, "dialog-api-key-created");
}

/** The palette, the keys' sheet, the menu of the narrow window and that of the workspace. */
async function lookAtShell(tab: Page, look: Look): Promise<void> {
  // The first one is a filter, the second one the row's status.
  await tab.getByRole("button", { name: "Draft", exact: true }).nth(1).click();
  await inspect(tab, look, "popover-status");
  await tab.keyboard.press("Escape");
  await tab.keyboard.press("Control+k");
  await expect(tab.getByRole("dialog")).toBeVisible();
  await inspect(tab, look, "palette");
  await tab.keyboard.press("Escape");
  await expect(tab.getByRole("dialog")).toHaveCount(0);
  await tab.keyboard.press("?");
  await expect(tab.getByRole("dialog")).toBeVisible();
  await inspect(tab, look, "shortcuts");
  await tab.keyboard.press("Escape");
  await expect(tab.getByRole("dialog")).toHaveCount(0);
  if (look.name === "narrow") {
    await tab.getByRole("button", { name: "Open the menu" }).click();
    await inspect(tab, look, "menu");
  }
  await tab.getByRole("button", { name: /account and settings/ }).click();
  await expect(tab.getByRole("menu")).toBeVisible();
  await inspect(tab, look, "workspace-menu");
}

async function lookAtForm(tab: Page, look: Look): Promise<void> {
  await tab.getByRole("combobox", { name: "Integration Offering" }).click();
  await expect(tab.getByRole("listbox")).toBeVisible();
  await inspect(tab, look, "create-integration-offerings");
  await tab.keyboard.press("Escape");
  await chooseSandbox(tab);
  await inspect(tab, look, "create-integration-chosen");
  await tab.getByLabel("Integration Name").fill("");
  await tab.getByRole("button", { name: "Create Integration" }).click();
  await expect(tab.getByRole("alert").first()).toBeVisible();
  await inspect(tab, look, "create-integration-refused");
}

/** An authorization from the click to a refusal, on both sides; then one whose window is blocked. */
async function lookAtFlow(tab: Page, look: Look): Promise<void> {
  const connect = tab.getByRole("button", { name: "Connect", exact: true }).first();
  const [popup] = await Promise.all([tab.waitForEvent("popup"), connect.click()]);
  await popup.setViewportSize({ width: Math.min(look.width, 560), height: 760 });
  await inspect(popup, look, "sandbox-sign-in");
  await inspect(tab, look, "connect-waiting");
  await popup.getByLabel("E-mail address").fill(practicePerson.email);
  await popup.getByLabel("Password").fill(practicePerson.password);
  await popup.getByRole("button", { name: "Sign in" }).click();
  await expect(popup.getByRole("button", { name: "Deny" })).toBeVisible();
  await inspect(popup, look, "sandbox-consent");
  await popup.getByRole("button", { name: "Deny" }).click();
  await expect(popup.getByText("Access was not granted")).toBeVisible();
  await inspect(popup, look, "flow-failed");
  await expect(tab.getByRole("dialog")).toContainText("Access was not granted");
  await inspect(tab, look, "connect-refused");
  await tab.getByRole("button", { name: "Leave it" }).click();
  await tab.evaluate(() => {
    window.open = () => null;
  });
  await connect.click();
  await expect(tab.getByRole("dialog")).toContainText("blocked the window");
  await inspect(tab, look, "connect-blocked");
}

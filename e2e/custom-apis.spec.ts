import type { Page } from "@playwright/test";
import { practiceDocument, practicePaths } from "../lib/testing/api-document.ts";
import { inspect } from "./fixtures/inspect.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { looks } from "./fixtures/pages.ts";
import { connectAccount, setUp } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const [light, , narrow] = looks;

/** The second practice client's secret, as a person copies it from the practice provider's page. */
async function findSecret(page: Page, mooring: Mooring): Promise<string> {
  await page.goto(mooring.sandboxOrigin);
  return page.locator("dt", { hasText: "Client secret" }).locator("+ dd").innerText();
}

/** The page as it is, in every look; it is loaded anew for each. */
async function inspectAll(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.evaluate((theme) => localStorage.setItem("mooring-theme", theme), look.theme);
    await page.reload();
    await inspect(page, look, name);
  }
  await page.setViewportSize({ width: light.width, height: light.height });
}

const fileOf = (name: string, text: string) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(text),
});

test("an OpenAPI document becomes an API, is connected, called, and imported again @offerings", async ({
  page,
  mooring,
}) => {
  test.setTimeout(240_000);
  await setUp(page, mooring);
  const secret = await findSecret(page, mooring);
  const document = practiceDocument(mooring.sandboxOrigin);

  await test.step("the list says what an API is and how to get one", async () => {
    await page.goto(`${mooring.origin}/oauth`);
    await page.getByRole("link", { name: "APIs", exact: true }).click();
    await expect(page.getByRole("heading", { name: "APIs", level: 1 })).toBeVisible();
    await expect(page.getByText("No APIs yet")).toBeVisible();
    await page.getByRole("link", { name: "Import or create" }).first().click();
    await expect(page.getByRole("heading", { name: "Import or create an API", level: 1 })).toBeVisible();
    await inspect(page, light, "create-api-empty");
  });

  await test.step("a broken document gets its place and reason, and nothing is stored", async () => {
    await page.getByLabel("File").setInputFiles(fileOf("broken.yaml", "openapi: 3.0.3\ninfo:\n\ttitle: x\n"));
    await expect(page.getByText(/Line 3, column 1: tab characters/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Create API" })).toBeDisabled();
    const lost = JSON.stringify({
      ...document,
      paths: { "/a": { get: { parameters: [{ $ref: "other.yaml#/A" }] } } },
    });
    await page.getByLabel("File").setInputFiles(fileOf("external.json", lost));
    await expect(page.getByText(/lies outside the document/)).toBeVisible();
    await page.getByRole("button", { name: "From URL" }).click();
    await page.getByLabel("Document address").fill("https://10.0.0.7/openapi.json");
    await page.getByRole("button", { name: "Read document" }).click();
    await expect(page.getByText(/not a public address/)).toBeVisible();
    const list = await page.request.get(`${mooring.origin}/api/apis`, {
      headers: { "x-mooring-request": "1" },
    });
    expect(await list.json()).toMatchObject({ items: [] });
  });

  await test.step("a whole one says what was found and fills in the rest", async () => {
    await page.getByRole("button", { name: "Upload" }).click();
    await page.getByLabel("File").setInputFiles(fileOf("practice.json", JSON.stringify(document)));
    await expect(page.getByRole("heading", { name: "What was found" })).toBeVisible();
    await expect(page.getByText("OpenAPI 3.0", { exact: true })).toBeVisible();
    await expect(page.getByLabel("API name")).toHaveValue("Practice files");
    await expect(page.getByLabel("Base URL")).toHaveValue(`${mooring.sandboxOrigin}/api`);
    await expect(page.getByLabel("Authorization URL")).toHaveValue(`${mooring.sandboxOrigin}/authorize`);
    await expect(page.getByLabel("Token URL")).toHaveValue(`${mooring.sandboxOrigin}/token`);
    await expect(page.getByLabel("Scopes")).toHaveValue("profile offline_access files:read");
    await expect(page.getByRole("group", { name: "Callback URL" })).toContainText(
      new RegExp(`${mooring.origin}/oauth/callback/[a-z0-9]{24}`),
    );
    for (const look of [narrow, light]) {
      await page.setViewportSize({ width: look.width, height: look.height });
      await inspect(page, look, "create-api");
    }
  });

  await test.step("what is wrong with an address stands at its field", async () => {
    await page.getByLabel("Token URL").fill("http://elsewhere.example/token");
    await page.getByRole("button", { name: "Create API" }).click();
    await expect(page.getByText("Only https addresses are used").first()).toBeVisible();
    await page.getByLabel("Token URL").fill(`${mooring.sandboxOrigin}/token`);
  });

  await test.step("with the second practice client it is created, proven and shown with its operations", async () => {
    await page.getByLabel("Client ID").fill("mooring-practice-2");
    await page.getByLabel("Client Secret").fill(secret);
    await page.getByLabel("Account path").fill("/me");
    await page.getByLabel("Account ID in the answer").fill("id");
    await page.getByRole("button", { name: "Create API" }).click();
    await expect(page.getByRole("heading", { name: "Practice files", level: 1 })).toBeVisible();
    await expect(page.getByText("Configured").first()).toBeVisible();
    await expect(page.getByText("/files/{id}/content")).toBeVisible();
    await page.getByRole("searchbox", { name: "Search path, summary or tag" }).fill("echo");
    await expect(page.getByText("/files/{id}/content")).toHaveCount(0);
    await inspectAll(page, "api");
    await page.getByRole("link", { name: "Open integration" }).click();
    await expect(page.getByText("accepts this client")).toBeVisible();
  });

  await test.step("an account connects through the API's own callback address", async () => {
    await connectAccount(page);
    await expect(page.getByRole("row", { name: /Ada Marlow/ })).toContainText("Active");
  });

  await test.step("the first call is an operation with its parameters", async () => {
    await page.getByRole("link", { name: /Ada Marlow/ }).click();
    await page.getByRole("combobox", { name: "Operation" }).click();
    await page.keyboard.type("echo");
    await page.getByRole("option", { name: /GET \/echo/ }).click();
    await expect(page.getByLabel("word")).toHaveValue("hello");
    await page.getByLabel("word").fill("");
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByText("The operation cannot do without it")).toBeVisible();
    await page.getByLabel("word").fill("ahoy there");
    await expect(page.getByLabel("Path")).toHaveValue("/echo?word=ahoy%20there");
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByText(/answered 200/)).toBeVisible();
    await expect(page.getByRole("region", { name: "The provider's answer" })).toContainText("ahoy");
    await inspect(page, light, "connection-operation");
  });

  await test.step("a changed document shows the difference before it is applied", async () => {
    await page.goto(`${mooring.origin}/apis/practice-files`);
    await page.getByRole("button", { name: "Import again" }).click();
    const dialog = page.getByRole("dialog");
    const { "/echo": _, ...kept } = practicePaths;
    const changed = practiceDocument(mooring.sandboxOrigin, {
      ...kept,
      "/files": {
        get: { summary: "List all files", tags: ["Files"] },
        post: { summary: "Add a file", tags: ["Files"] },
      },
    });
    await dialog.getByLabel("File").setInputFiles(fileOf("practice.json", JSON.stringify(changed)));
    await dialog.getByRole("button", { name: "Compare" }).click();
    await expect(dialog.getByRole("list", { name: "Added" })).toContainText("POST/files");
    await expect(dialog.getByRole("list", { name: "Removed" })).toContainText("GET/echo");
    await expect(dialog.getByRole("list", { name: "Changed" })).toContainText("summary");
    await inspect(page, light, "api-difference");
    await dialog.getByRole("button", { name: "Apply changes" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText("List all files")).toBeVisible();
    await expect(page.getByText("/echo")).toHaveCount(0);
    await expect(page.getByText("Configured").first()).toBeVisible();
  });

  await test.step("deleting says what goes with it", async () => {
    await page.getByRole("button", { name: "Delete API" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText("One connection of one person");
    await inspect(page, light, "api-delete");
    await dialog.getByRole("textbox").fill("practice-files");
    await dialog.getByRole("button", { name: "Delete API" }).click();
    await expect(page.getByText("No APIs yet")).toBeVisible();
  });
});

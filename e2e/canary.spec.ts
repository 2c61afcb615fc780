import type { Page } from "@playwright/test";
import { openDataFolder } from "../lib/testing/open-data-folder.ts";
import { type Ear, listenTo } from "./fixtures/listen.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { disguises, findSecrets, type Heard, secretText } from "./fixtures/secret-search.ts";
import { chooseSandbox, connectAccount, owner, setUp } from "./fixtures/steps.ts";
import { type Journey, readStorage, sweepApi, sweepPages } from "./fixtures/sweep.ts";
import { expect, test } from "./fixtures/test.ts";

// Signs that every encoding writes differently; the provider refuses it, and no error may repeat it.
const wrongSecret = `wr"ong&<secret>+/=%41 of the tide`;
const wrongToken = "made-up\r\nX-Token: of-two-lines-4711";
const wrongPassword = "not-the-password-3";

const kinds = [
  ...["API key", "accessToken", "clientSecret", "code", "codeVerifier", "data key", "database password"],
  ...["deployment key", "flow cookie", "password", "refreshToken", "session cookie", "wrong password"],
  ...["wrong secret", "wrong token"],
];

test("K-03: the search finds a secret in each of its disguises @canary", () => {
  const secret = secretText("planted", `pl"ant&<ed>+/=%41`);
  const text = Buffer.from(secret.bytes).toString();
  const plants = [
    `a${text}b`,
    `?a=${encodeURIComponent(text)}&b`,
    `a=${new URLSearchParams({ text })}`,
    JSON.stringify({ a: text }),
    JSON.stringify(JSON.stringify({ a: text })),
    Buffer.from(text).toString("hex"),
    ...["", "a", "ab"].map((before) => Buffer.from(`${before}${text} and more`).toString("base64")),
    ...["", "a", "ab"].map((before) => Buffer.from(`${before}${text} and more`).toString("base64url")),
  ];
  for (const plant of plants)
    expect(findSecrets([secret], [{ where: "here", text: plant }]), plant).toHaveLength(1);
  expect(findSecrets([secret], [{ where: "here", text: "planted" }])).toEqual([]);
});

test("K-03: no secret of a finished journey is in any page, answer, log line or row @canary", async ({
  page,
  mooring,
  request,
}) => {
  test.setTimeout(420_000);
  const ear = listenTo(page.context(), mooring.origin);
  const folder = await openDataFolder(mooring.dataFolder);
  const secrets = [
    secretText("password", owner.password),
    secretText("wrong secret", wrongSecret),
    secretText("wrong token", wrongToken),
    secretText("wrong password", wrongPassword),
  ];
  const journey = await live(page, mooring, ear);
  secrets.push(secretText("API key", journey.key), ...(await folder.listSecrets()));
  await fail(page, journey);
  await renew(page, journey, mooring);
  secrets.push(...(await folder.listSecrets()));

  const heard: Heard[] = [
    ...(await sweepPages(page, journey)),
    ...(await sweepApi(journey, page.request, request)),
  ];
  const rows = await folder.dumpRows(["SandboxRecord"]);
  const disconnected = await page.request.delete(
    `${mooring.origin}/api/connections/${journey.connectionId}`,
    { headers: { origin: mooring.origin } },
  );
  expect(disconnected.ok()).toBe(true);
  await ear.settle();
  rows.push(...(await folder.dumpRows(["SandboxRecord"])));
  await folder.close();
  heard.push(...ear.heard, ...rows.map(({ table, text }) => ({ where: `row of ${table}`, text })));
  heard.push({ where: "log", text: mooring.output() });
  secrets.push(...ear.secrets.filter(({ bytes }) => bytes.length > 0));

  expect([...new Set(secrets.map(({ kind }) => kind))].sort()).toEqual(kinds);
  for (const table of ["AuditEvent", "ConnectionEvent", "ConnectionTokens", "AuthorizationFlow", "Session"])
    expect(heard.map(({ where }) => where)).toContain(`row of ${table}`);
  expect(heard.filter(({ where }) => where.endsWith("text/x-component")).length).toBeGreaterThan(10);
  expect(mooring.output()).toContain('"level":"debug"');
  expect(heard.length).toBeGreaterThan(300);
  expect(findSecrets(secrets, heard)).toEqual([]);
  // What the search would have said, had any of them been there.
  for (const secret of secrets)
    expect(findSecrets([secret], [{ where: "here", text: disguises(secret)[0] ?? "" }])).toHaveLength(1);
});

/** Set-up, an integration with typed credentials, a connection and an API key, all by hand. */
async function live(page: Page, mooring: Mooring, ear: Ear): Promise<Journey> {
  const { origin } = mooring;
  await setUp(page, mooring);
  await page.goto(mooring.sandboxOrigin);
  const told = (term: string) => page.locator("dt", { hasText: term }).locator("+ dd").innerText();
  const [clientId, clientSecret] = [await told("Client ID"), await told("Client secret")];
  await page.goto(`${origin}/oauth/create`);
  await chooseSandbox(page);
  await page.getByLabel("Client ID").fill(clientId);
  await page.getByLabel("Client Secret").fill(clientSecret);
  await page.getByLabel("Integration Name").fill("By hand");
  ear.heard.push({ where: "storage of the filled form", text: await readStorage(page) });
  await page.getByRole("button", { name: "Create Integration" }).click();
  await expect(page.getByRole("heading", { name: "By hand", level: 1 })).toBeVisible();
  const flow = page
    .context()
    .waitForEvent("request", (request) => request.url().includes("/connect?handle="));
  await connectAccount(page);
  const flowHandle = new URL((await flow).url()).searchParams.get("handle") ?? "";
  await page.getByRole("link", { name: /Ada Marlow/ }).click();
  await page.waitForURL(/\/connections\//);
  const connectionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  return { origin, slug: "by-hand", connectionId, flowHandle, key: await createKey(page, origin) };
}

async function createKey(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/settings/api-keys`);
  await page.getByRole("button", { name: "Create API key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nightly script");
  for (const scope of await dialog.getByRole("checkbox").all()) await scope.check();
  await dialog.getByRole("button", { name: "Create API key" }).click();
  const key = await page.getByRole("group", { name: "API key" }).locator("code").innerText();
  await page.getByRole("button", { name: "I have copied it" }).click();
  return key;
}

/** Everything that can be entered wrongly: each answer and each log line has the chance to repeat it. */
async function fail(page: Page, { origin, slug }: Journey): Promise<void> {
  await page.goto(`${origin}/oauth/${slug}/settings`);
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await page.getByLabel("New client secret").fill(wrongSecret);
  await page.getByRole("button", { name: "Verify and activate" }).click();
  await expect(page.getByRole("dialog").getByRole("alert").first()).toBeVisible();
  const refused = await page.evaluate(
    async ({ slug, accessToken }) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ accessToken });
      return (await fetch(`/api/integrations/${slug}/connect`, { method: "POST", headers, body })).status;
    },
    { slug, accessToken: wrongToken },
  );
  expect(refused).toBe(422);
  await page.goto(`${origin}/settings/account`);
  await page.getByLabel("Current password").fill(wrongPassword);
  await page.getByLabel("New password").fill(`${owner.password} and more`);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
}

/** The provider forgets the access tokens: the next call meets its 401, and new tokens are fetched. */
async function renew(page: Page, { origin, slug, key }: Journey, { sandboxOrigin }: Mooring): Promise<void> {
  await page.request.delete(`${sandboxOrigin}/drills/access-tokens`);
  const answer = await page.request.get(`${origin}/api/integrations/${slug}/request/me`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status()).toBe(200);
}

import { readdirSync, readFileSync } from "node:fs";
import type { BrowserContext, Page } from "@playwright/test";
import { openDataFolder } from "../lib/testing/open-data-folder.ts";
import { listAddresses } from "./fixtures/addresses.ts";
import { consolePages } from "./fixtures/pages.ts";
import { type Populated, populate } from "./fixtures/populate.ts";
import { findSecrets, type Heard, secretText } from "./fixtures/secret-search.ts";
import { owner, signIn } from "./fixtures/steps.ts";
import { readStorage } from "./fixtures/sweep.ts";
import { expect, test } from "./fixtures/test.ts";

// What would run if any page put a name into its markup as it is, or into a script.
const nameOf = (what: string) => `</script><img src=x onerror=ran=1><script>ran=1</script>${what}`;

// The second test looks at what the first one made.
test.describe.configure({ mode: "serial" });
let populated: Populated;

/** What browsers said against pages: violations of the policy, errors of scripts, of hydration, of the console. */
type Complaints = string[];

test("S-05: no page breaks its own policy, and no stored text runs @walls", async ({ page, mooring }) => {
  test.setTimeout(600_000);
  const { origin } = mooring;
  const complaints = await listen(page.context());
  populated = await populate(page, mooring, nameOf);
  const { slug, draftSlug, ids } = populated;
  const files = listAddresses(populated).filter(({ isPage }) => isPage);
  const known = consolePages({ slug, draftSlug, connectionId: ids.connections ?? "" });
  const more = [`/oauth/by-password`, `/admin/offerings/${ids["custom-offerings"]}`];
  const paths = [...new Set([...files.map(({ path }) => path), ...Object.values(known), ...more])];
  expect(paths.length).toBeGreaterThan(30);

  const nonces = new Set<string>();
  let shown = 0;
  let opened = 0;
  for (const path of paths) {
    await test.step(path, async () => {
      const answer = await page.goto(origin + path);
      nonces.add(
        expectPolicy(answer?.headers()["content-security-policy"] ?? "", (await answer?.text()) ?? ""),
      );
      await page.waitForLoadState("networkidle");
      if (await page.getByText("onerror=ran=1").first().isVisible()) shown++;
      opened += await openEverything(page);
      expect(await page.evaluate(() => "ran" in window), path).toBe(false);
    });
  }
  expect(nonces.size).toBe(paths.length);
  expect(complaints).toEqual([]);
  // The names were there to be run, and what opens was opened.
  expect(shown).toBeGreaterThan(15);
  expect(opened).toBeGreaterThan(40);

  await test.step("what is put into a page against its policy does not run, and is heard", async () => {
    // In the markup, as a careless page would put it there; what our own scripts add by themselves is trusted.
    await page.route(`${origin}/oauth`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace("</body>", "<script>ran=1</script></body>");
      await route.fulfill({ response, body });
    });
    await page.goto(`${origin}/oauth`);
    await expect.poll(() => complaints.join()).toContain("violation: script-src-elem inline");
    await page.evaluate(async () => {
      const image = new Image();
      const failed = new Promise((resolve) => image.addEventListener("error", resolve));
      image.setAttribute("onerror", "ran = 1");
      image.src = "/nothing";
      await failed;
    });
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    const evaluated = await page.evaluate(() => {
      const element = document.createElement("button");
      element.setAttribute("onclick", "ran = 1");
      element.click();
      return "ran" in window;
    });
    expect(evaluated).toBe(false);
  });
});

test("S-10: what browsers get and keep holds no secret, and nothing of another workspace @walls", async ({
  page,
  mooring,
}) => {
  test.setTimeout(300_000);
  const { slug, draftSlug, ids, key, webhookSecret } = populated;
  const folder = await openDataFolder(mooring.dataFolder);
  const secrets = [
    ...(await folder.listSecrets()),
    secretText("API key", key),
    secretText("webhook secret", webhookSecret),
    secretText("password", owner.password),
    secretText("stranger", "Elsewhere of the stranger"),
  ];
  // After the secrets: the key of this workspace is none of the deployment's.
  await folder.signInAs("stranger");
  await folder.close();
  expect(new Set(secrets.map(({ kind }) => kind)).size).toBeGreaterThan(6);

  await signIn(page, mooring.origin);
  const heard: Heard[] = [];
  const names = new Set<string>();
  for (const path of Object.values(consolePages({ slug, draftSlug, connectionId: ids.connections ?? "" }))) {
    await page.goto(mooring.origin + path);
    await page.waitForLoadState("networkidle");
    heard.push({ where: `page ${path}`, text: await page.content() });
    heard.push({ where: `storage of ${path}`, text: await readStorage(page) });
    const payload = await page.request.get(mooring.origin + path, { headers: { rsc: "1" } });
    heard.push({ where: `payload ${path}`, text: await payload.text() });
    const kept = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    for (const name of kept) names.add(name);
  }
  // All that the build gives to browsers, loaded by these pages or not.
  const files = readdirSync(".next/static", { recursive: true, encoding: "utf8" });
  const bundle = files.filter((file) => /\.(js|css|json|map)$/.test(file));
  for (const file of bundle) heard.push({ where: file, text: readFileSync(`.next/static/${file}`, "utf8") });
  expect(bundle.length).toBeGreaterThan(20);
  expect(bundle.filter((file) => file.endsWith(".map"))).toEqual([]);
  expect(findSecrets(secrets, heard)).toEqual([]);
  expect(
    heard
      .filter(({ text }) => /SEALING_KEYS|DATABASE_URL|postgresql:\/\//.test(text))
      .map(({ where }) => where),
  ).toEqual([]);
  // What is kept are choices of how things look.
  expect([...names].filter((name) => !/^(mooring-theme|nuqs|mooring-[a-z-]+)$/.test(name))).toEqual([]);
});

/** Hears everything that a page of the browser complains of from now on. */
async function listen(context: BrowserContext): Promise<Complaints> {
  const complaints: Complaints = [];
  await context.exposeBinding("complain", (_source, text: string) => complaints.push(text));
  await context.addInitScript(() => {
    document.addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI, documentURI }) => {
        const { complain } = window as unknown as { complain(text: string): void };
        complain(`violation: ${effectiveDirective} ${blockedURI} at ${documentURI}`);
      },
    );
  });
  context.on("weberror", (error) => complaints.push(`error: ${error.error().message}`));
  context.on("console", (message) => {
    // That a page is a 404 is said by the browser, not by the page.
    const isError = message.type() === "error" && !message.text().startsWith("Failed to load resource");
    if (isError) complaints.push(`console: ${message.text()}`);
  });
  return complaints;
}

/** The policy of a page and every script in it, which bears the nonce of that answer. Gives the nonce. */
function expectPolicy(policy: string, html: string): string {
  const directives = new Map(
    policy.split("; ").map((text) => [text.split(" ")[0], text.split(" ").slice(1)]),
  );
  const scripts = directives.get("script-src") ?? [];
  const nonce =
    /^'nonce-([\w-]{22})'$/.exec(scripts.find((source) => source.startsWith("'nonce-")) ?? "")?.[1] ?? "";
  expect(nonce).not.toBe("");
  expect(scripts.filter((source) => source.startsWith("'unsafe-"))).toEqual([]);
  expect(directives.get("default-src")).toEqual(["'self'"]);
  for (const name of ["object-src", "base-uri", "frame-ancestors"])
    expect(directives.get(name)).toEqual(["'none'"]);
  expect(directives.get("form-action")).toEqual(["'self'"]);
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  expect(tags.length).toBeGreaterThan(0);
  expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  return nonce;
}

/** Opens each menu, list and dialog that the page offers, one after the other. Gives how many. */
async function openEverything(page: Page): Promise<number> {
  const triggers = page.locator("button[aria-haspopup]:visible:not([disabled]), [role=combobox]:visible");
  const count = await triggers.count();
  const address = page.url();
  for (let index = 0; index < count; index++) {
    await triggers
      .nth(index)
      .click({ timeout: 2_000 })
      .catch(() => null);
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    await page.keyboard.press("Escape");
    if (page.url() !== address) await page.goto(address);
  }
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  return count;
}

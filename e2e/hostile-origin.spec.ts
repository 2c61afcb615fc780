import type { Page } from "@playwright/test";
import { openDataFolder } from "../lib/testing/open-data-folder.ts";
import { listAddresses } from "./fixtures/addresses.ts";
import { fetchAll, loadAll, openSockets, submitForms, type Target } from "./fixtures/attacks.ts";
import { type HostileSite, startHostileSite } from "./fixtures/hostile-site.ts";
import type { Mooring } from "./fixtures/mooring.ts";
import { type Populated, populate, sendAs } from "./fixtures/populate.ts";
import { expect, test } from "./fixtures/test.ts";

/** What these routes take and act on when a page of ours sends it; the others get `{}`. */
const bodies: Record<string, object> = {
  "/api/applications": { name: "Hostile" },
  "/api/runtime-configurations": { name: "Hostile" },
  "/api/api-keys": { name: "Hostile", scopes: ["connections:use"] },
  "/api/integrations": { name: "Hostile", offeringId: "sandbox", scopes: ["profile", "offline_access"] },
  "/api/workspace": { name: "Hostile" },
  "/api/webhooks": { name: "Hostile", url: "https://hostile.example/" },
};

test("S-01: another site's page changes nothing and calls nobody in a signed-in person's name @walls", async ({
  page,
  mooring,
}) => {
  test.setTimeout(600_000);
  const site = await startHostileSite();
  const populated = await populate(page, mooring, (what) => `Of ${what}`);
  const { origin } = mooring;
  const targets = listTargets(populated, origin);
  const posts = targets.filter(({ method }) => method === "POST");
  expect(posts.length).toBeGreaterThan(25);
  const before = await look(page, mooring);

  for (const address of [site.crossSite, site.sameSite]) {
    const tab = await page.context().newPage();
    await tab.goto(address);
    await test.step(`${address}: forms of three types, from its own origin and from a sandboxed frame`, async () => {
      const pages = ["/oauth", "/sign-in", "/settings/account"].map((path) => ({
        ...{
          method: "POST",
          url: origin + path,
          body: JSON.stringify({ $ACTION_ID_0123456789abcdef: "", "1_$ACTION_REF_1": "" }),
        },
      }));
      const all = [...posts, ...pages];
      expect(await submitForms(tab, all, null)).toBe(all.length * 3);
      const few = all.filter(({ url }) => url.slice(origin.length) in bodies || url.includes("/request"));
      expect(await submitForms(tab, few, "allow-scripts allow-forms")).toBe(few.length * 3);
      await expectSame(page, mooring, before);
    });
    await test.step(`${address}: fetch, which gets to read no answer`, async () => {
      const gets = readTargets(populated, origin).map((url) => ({ method: "GET", url, body: "" }));
      const answers = await fetchAll(tab, [...targets, ...gets]);
      expect(new Set(answers)).toEqual(new Set(["refused"]));
      await expectSame(page, mooring, before);
    });
    await test.step(`${address}: what a page loads, and a link to it`, async () => {
      await loadAll(tab, readTargets(populated, origin));
      await expectSame(page, mooring, before);
    });
    await test.step(`${address}: a WebSocket`, async () => {
      const urls = [
        "/",
        "/oauth",
        "/api/integrations",
        "/_next/webpack-hmr",
        "/api/integrations/by-password/request/me",
      ];
      const ends = await openSockets(
        tab,
        urls.map((path) => origin + path),
      );
      expect(new Set(ends)).toEqual(new Set(["refused"]));
      await expectSame(page, mooring, before);
    });
    await tab.close();
  }

  await test.step("the same from a page of ours does act: the test can fail", async () => {
    await page.goto(`${origin}/oauth`);
    const callable = targets.filter(
      ({ url, method }) => url.slice(origin.length) in bodies && method === "POST",
    );
    for (const { url, body } of callable) await sendAs(page, "POST", url, JSON.parse(body));
    const called = await page.evaluate(async () => {
      const headers = { "x-mooring-request": "1" };
      return (await fetch("/api/integrations/by-password/request/me", { headers })).status;
    });
    expect(called).toBe(200);
    const after = await look(page, mooring);
    expect(after.rows).not.toEqual(before.rows);
    expect(after.calls).toBeGreaterThan(before.calls);
  });
  await close(site);
});

const close = (site: HostileSite) => site.close();

/** Every route that changes something, and the gateway. */
function listTargets(populated: Populated, origin: string): Target[] {
  const routes = listAddresses(populated).filter(({ isPage }) => !isPage);
  const auth = ["signin", "signout", "callback/credentials"].map((path) => `/api/auth/${path}`);
  const gateway = ["/files", "/echo", ""].map((path) => `/api/integrations/by-password/request${path}`);
  const forwarded = JSON.stringify({ method: "GET", url: "/me" });
  return [
    ...routes.flatMap(({ path, methods }) =>
      methods
        .filter((method) => method !== "GET")
        .map((method) => ({ method, url: origin + path, body: JSON.stringify(bodies[path] ?? {}) })),
    ),
    ...auth.map((path) => ({ method: "POST", url: origin + path, body: '{"json":"true"}' })),
    ...gateway.map((path) => ({ method: "POST", url: origin + path, body: forwarded })),
    ...["PUT", "PATCH", "DELETE"].map((method) => ({ method, url: `${origin}${gateway[1]}`, body: "{}" })),
  ];
}

/** What is asked for by GET alone: the gateway, connecting, disconnecting, signing out, and what the console reads. */
function readTargets({ ids, slug }: Populated, origin: string): string[] {
  return [
    "/api/integrations/by-password/request/me",
    "/api/integrations/by-password/request/echo?status=200",
    `/api/integrations/${slug}/connect`,
    "/api/integrations/by-password/connect",
    `/api/connections/${ids.connections}`,
    "/api/auth/signout",
    "/api/auth/signin",
    "/api/session",
    "/api/audit-events/export?format=csv",
    "/oauth/callback?state=made-up&code=made-up",
  ].map((path) => origin + path);
}

interface Look {
  /** Everything stored, but for who was refused what, and when somebody was last seen. */
  rows: string[];
  /** How often the provider was asked. */
  calls: number;
  cookies: string[];
}

// A link to an export is a download that only the person's own browser gets; like every one, it is written down.
const passing = /"outcome": ?"denied"|"action": ?"audit\.export"/;
// The queue's own books, what limits guesses, and what refusals leave: an audit row each, which says `denied`.
const running = ["migrations", "RateLimit", "SandboxRecord", "AuditChain"];

async function look(page: Page, mooring: Mooring): Promise<Look> {
  const folder = await openDataFolder(mooring.dataFolder);
  const all = await folder.dumpRows(running);
  await folder.close();
  const rows = all
    .filter(({ table, text }) => !table.startsWith("_private") && !passing.test(text))
    .map(
      ({ table, text }) => `${table} ${text.replace(/"(lastSeenAt|lastUsedAt)": ?("[^"]*"|null),? ?/g, "")}`,
    );
  const stats = await (await page.request.get(`${mooring.sandboxOrigin}/drills/stats`)).json();
  const cookies = (await page.context().cookies(mooring.origin)).map(({ name, value }) => `${name}=${value}`);
  return { rows: rows.sort(), calls: stats.apiRequests + stats.tokenRequests.total, cookies: cookies.sort() };
}

async function expectSame(page: Page, mooring: Mooring, before: Look): Promise<void> {
  const after = await look(page, mooring);
  expect(after.rows.filter((row) => !before.rows.includes(row))).toEqual([]);
  expect(before.rows.filter((row) => !after.rows.includes(row))).toEqual([]);
  expect([after.calls, after.cookies]).toEqual([before.calls, before.cookies]);
  expect((await page.request.get(`${mooring.origin}/api/session`)).status()).toBe(200);
}

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { inParallel } from "../lib/testing/in-parallel.ts";
import { type DataFolder, type KnownSecret, openDataFolder } from "../lib/testing/open-data-folder.ts";
import { listAddresses } from "./fixtures/addresses.ts";
import { type Mooring, startMooring } from "./fixtures/mooring.ts";
import { type Populated, populate, sendAs } from "./fixtures/populate.ts";
import { findSecrets, type Heard, secretText } from "./fixtures/secret-search.ts";
import { connectAccount, owner, practicePerson } from "./fixtures/steps.ts";
import { readStorage } from "./fixtures/sweep.ts";
import { expect, test } from "./fixtures/test.ts";

const WIDTH = 4;
const metricsToken = "numbers-of-the-harbour-4711";
/** Stands in the name of an application, where it may: so that the search is seen to find what is there. */
const planted = "planted-in-a-name-4711";
const joiner = { name: "Grace Pier", email: "grace@example.test", password: "a-lamp-on-the-quay-3" };

const kinds = [
  ...["API key", "accessToken", "clientSecret", "code", "codeVerifier", "data key", "database password"],
  ...["deployment key", "flow cookie", "invitation token", "metrics token", "password", "refreshToken"],
  ...["session cookie", "session secret", "signing secret", "state"],
];

/** Somebody who looks at everything that they can reach. */
interface Looker {
  name: string;
  headers: Record<string, string>;
}

test("K-03: whoever looks, no secret is in any page, payload, answer, export, file, log line, number or row @canary", async ({
  browser,
}) => {
  test.setTimeout(420_000);
  const mooring = await startMooring({ METRICS_TOKEN: metricsToken });
  const folder = await openDataFolder(mooring.dataFolder);
  try {
    const secrets: KnownSecret[] = [secretText("metrics token", metricsToken)];
    const page = await (await browser.newContext()).newPage();
    const populated = await live(page, mooring, secrets);
    const lookers = await meet(page, { mooring, folder, populated, secrets });
    secrets.push(...(await folder.listSecrets()));

    const heard: Heard[] = await look(mooring, populated, lookers, secrets);
    for (const { name, headers } of lookers)
      if (headers.cookie) heard.push(...(await browse(browser, mooring, name, headers.cookie)));
    heard.push(
      ...(await readMetrics(mooring)),
      ...readFiles(".next/static"),
      ...readFolder(mooring.dataFolder),
    );
    const rows = await folder.dumpRows(["SandboxRecord"]);
    heard.push(...rows.map(({ table, text }) => ({ where: `row of ${table}`, text })));
    heard.push({ where: "log", text: mooring.output() });
    secrets.push(...(await folder.listSecrets()));

    expect([...new Set(secrets.map(({ kind }) => kind))].sort()).toEqual(kinds);
    expect(mooring.output()).toContain('"level":"debug"');
    expect(heard.length).toBeGreaterThan(1_000);
    const places = heard.map(({ where }) => where).join("\n");
    for (const where of [
      "metrics",
      "row of AuditEvent",
      "row of Session",
      "row of Invitation",
      "row of Webhook",
    ])
      expect(places).toContain(where);
    expect(findSecrets(secrets, heard)).toEqual([]);
    expectFound(findSecrets([secretText("name", planted)], heard));
  } finally {
    await folder.close();
    await mooring.stop();
  }
});

/** A workspace with one of everything, an account connected by hand, an invitation that stays open, one that was accepted. */
async function live(page: Page, mooring: Mooring, secrets: KnownSecret[]): Promise<Populated> {
  const { origin } = mooring;
  page.context().on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    for (const kind of ["code", "state"])
      if (pathname.startsWith("/oauth/callback"))
        secrets.push(secretText(kind, searchParams.get(kind) ?? ""));
  });
  const populated = await populate(page, mooring, (what) =>
    what === "application" ? planted : `Kelp ${what}`,
  );
  await page.goto(`${origin}/oauth/practice`);
  await connectAccount(page);
  secrets.push(
    secretText("password", owner.password),
    secretText("password", practicePerson.password),
    secretText("password", joiner.password),
    secretText("API key", populated.key),
    secretText("signing secret", populated.webhookSecret),
  );
  const invite = async (email: string) => {
    const answer = await sendAs(page, "POST", `${origin}/api/invitations`, { email, role: "admin" });
    const token = new URL((await answer.json()).link).hash.slice(1);
    secrets.push(secretText("invitation token", token));
    return token;
  };
  await invite("open@example.test");
  const token = await invite(joiner.email);
  const { name, password } = joiner;
  const accepted = await fetch(`${origin}/api/invitations/acceptance`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ token, name, password }),
  });
  expect(accepted.status).toBe(204);
  return populated;
}

interface Meeting {
  mooring: Mooring;
  folder: DataFolder;
  populated: Populated;
  secrets: KnownSecret[];
}

/** Everybody who looks: each role, another workspace's, software with a key, nobody. */
async function meet(page: Page, { mooring, folder, populated, secrets }: Meeting): Promise<Looker[]> {
  const cookies = await page.context().cookies(mooring.origin);
  const own = cookies
    .filter(({ name }) => name === "mooring-session")
    .map(({ name, value }) => `${name}=${value}`);
  const people: [string, string][] = [["who set it up", own.join()]];
  for (const who of ["second owner", "admin", "colleague", "platform admin", "stranger"] as const)
    people.push([who, await folder.signInAs(who)]);
  for (const [, cookie] of people) {
    secrets.push(secretText("session cookie", cookie.slice(cookie.indexOf("=") + 1)));
    secrets.push(await folder.openSessionCookie(cookie));
  }
  return [
    ...people.map(([name, cookie]) => ({
      name,
      headers: { cookie, origin: mooring.origin, "x-mooring-request": "1" },
    })),
    { name: "a key", headers: { authorization: `Bearer ${populated.key}` } },
    { name: "nobody", headers: {} },
  ];
}

/** Every address that there is, as each of them: the answer whole, and pages as the payload that links fetch too. */
async function look(
  { origin }: Mooring,
  populated: Populated,
  lookers: readonly Looker[],
  secrets: KnownSecret[],
): Promise<Heard[]> {
  const addresses = listAddresses(populated).filter(({ path }) => path !== "/api/auth/csrf");
  const questions = [
    ...addresses.flatMap(({ path, isPage }) => [
      { path, more: {} },
      ...(isPage ? [{ path, more: { rsc: "1" } }] : []),
    ]),
    ...["csv", "json", "ndjson"].map((format) => ({
      path: `/api/audit-events/export?format=${format}`,
      more: {},
    })),
    ...["/me", "/echo?status=500", "/nothing"].map((rest) => ({
      ...{ path: `/api/integrations/practice/request${rest}`, more: {} },
    })),
  ];
  const all = lookers.flatMap((looker) => questions.map((question) => ({ looker, ...question })));
  return inParallel(all, WIDTH, async ({ looker, path, more }) => {
    const answer = await fetch(origin + path, {
      headers: { ...looker.headers, ...more },
      // The framework sends whoever asks for a payload on to an address of its own for it.
      redirect: "rsc" in more ? "follow" : "manual",
    });
    const shown = [...answer.headers].filter(([name]) => name !== "set-cookie");
    for (const line of answer.headers.getSetCookie()) {
      const [, value] = /mooring-flow[^=]*=([^;]+)/.exec(line) ?? [];
      if (value) secrets.push(secretText("flow cookie", value));
    }
    // The way to the provider is where a state belongs.
    const location = answer.headers.get("location") ?? "";
    const isLeaving = path.endsWith("/connect") && URL.canParse(location);
    if (isLeaving) secrets.push(secretText("state", new URL(location).searchParams.get("state") ?? ""));
    const headers = isLeaving ? shown.filter(([name]) => name !== "location") : shown;
    const where = `${answer.status} ${path}${"rsc" in more ? " as a payload" : ""} for ${looker.name}`;
    return { where, text: `${await answer.text()}\n${JSON.stringify(headers)}` };
  });
}

/** What a browser of theirs shows and keeps, once its scripts have run. */
async function browse(browser: Browser, { origin }: Mooring, name: string, cookie: string): Promise<Heard[]> {
  const context = await browser.newContext();
  const [key = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name: key, value, url: origin, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  const heard: Heard[] = [];
  page.on("console", (message) => heard.push({ where: `console of ${name}`, text: message.text() }));
  for (const path of ["/oauth", "/connections", "/settings/account"]) {
    await page.goto(origin + path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    heard.push({ where: `page ${path} of ${name}`, text: await page.content() });
    heard.push({ where: `storage of ${name}`, text: await readStorage(page) });
  }
  await context.close();
  return heard;
}

async function readMetrics({ origin }: Mooring): Promise<Heard[]> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  expect(answer.status).toBe(200);
  return [{ where: "metrics", text: await answer.text() }];
}

// Keys are what they are; the database is read row by row.
function readFolder(dataFolder: string): Heard[] {
  return readdirSync(dataFolder)
    .filter((name) => name !== "keys" && name !== "postgres")
    .flatMap((name) => readFiles(join(dataFolder, name)));
}

function readFiles(place: string): Heard[] {
  if (statSync(place).isFile()) return [{ where: `file ${place}`, text: readFileSync(place, "latin1") }];
  return readdirSync(place).flatMap((name) => readFiles(join(place, name)));
}

/** The planted name was found wherever it may be read, and nowhere else. */
function expectFound(found: string[]): void {
  const all = found.join("\n");
  for (const who of ["who set it up", "second owner", "admin", "colleague", "platform admin"]) {
    expect(all).toContain(`name in 200 /api/applications for ${who}`);
    expect(all).toContain(`name in 200 /settings/applications for ${who}`);
    expect(all).toContain(`name in 200 /settings/applications as a payload for ${who}`);
  }
  for (const where of ["row of Application", "row of AuditEvent"]) expect(all).toContain(`name in ${where}`);
  for (const format of ["csv", "json", "ndjson"])
    expect(all).toContain(`name in 200 /api/audit-events/export?format=${format} for admin`);
  expect(found.filter((line) => /for (stranger|nobody)$|of stranger$|metrics|log$/.test(line))).toEqual([]);
}

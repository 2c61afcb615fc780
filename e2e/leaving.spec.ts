import type { Browser, Page } from "@playwright/test";
import { contextOf, inspect, lookAt } from "./fixtures/inspect.ts";
import { looks } from "./fixtures/pages.ts";
import { allowIfAsked, chooseLevel, connect, connectAgain, section, tryIt } from "./fixtures/sharing.ts";
import { provePerson, setUp, signIn } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const cole = { name: "Cole Harbour", email: "cole@example.test", password: "a-lamp-on-the-quay-3" };

const dialogOf = (page: Page) => page.getByRole("dialog");
const idOf = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

/** The owner invites, and the colleague joins in another browser. */
async function invite(owner: Page, browser: Browser, origin: string): Promise<Page> {
  await owner.goto(`${origin}/settings/members`);
  await owner.getByRole("button", { name: "Invite" }).click();
  await dialogOf(owner).getByLabel("E-mail").fill(cole.email);
  await dialogOf(owner).getByRole("button", { name: "Invite" }).click();
  const link = await dialogOf(owner)
    .getByRole("group", { name: "Invitation link" })
    .locator("code")
    .textContent();
  await dialogOf(owner).getByRole("button", { name: "Done" }).click();
  const page = await (await contextOf(browser, looks[0])).newPage();
  await page.goto(link ?? "");
  await page.getByLabel("Your name").fill(cole.name);
  await page.getByLabel("Password", { exact: true }).fill(cole.password);
  await page.getByRole("button", { name: "Join Northwind" }).click();
  await expect(page.getByRole("heading", { name: "Integrations", level: 1 })).toBeVisible();
  return page;
}

async function rename(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Rename" }).click();
  await dialogOf(page).getByLabel("Name").fill(name);
  await dialogOf(page).getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  return idOf(page);
}

async function share(page: Page, level: string): Promise<void> {
  await chooseLevel(page, "Share with team", level);
  await dialogOf(page).getByRole("button", { name: "Share with team" }).click();
  await expect(dialogOf(page)).toHaveCount(0);
}

async function raise(page: Page, level: string): Promise<void> {
  await chooseLevel(page, "Change level", level);
  await dialogOf(page)
    .getByRole("button", { name: `Change to “${level}”` })
    .click();
  await expect(dialogOf(page)).toHaveCount(0);
}

/** In the sweep: what becomes of one connection, and to whom it goes. */
async function decide(page: Page, name: string, act: string, toWhom?: string): Promise<void> {
  const choice = page.getByRole("combobox", { name: `What becomes of ${name}` });
  await choice.click();
  await page.getByRole("option", { name: new RegExp(`^${act}`) }).click();
  await expect(choice).toBeFocused();
  if (!toWhom) return;
  await page.getByRole("combobox", { name: `To whom ${name} goes` }).click();
  await page.getByRole("option", { name: new RegExp(`^${toWhom}`) }).click();
}

test("an owner leaves with a decision about each connection, and a colleague goes on with them @teams", async ({
  browser,
  mooring,
}) => {
  test.setTimeout(480_000);
  const { origin } = mooring;
  const mira = await (await contextOf(browser, looks[0])).newPage();
  await setUp(mira, mooring);
  const heir = await invite(mira, browser, origin);

  await test.step("the last owner cannot go, and is told the way out", async () => {
    await mira.goto(`${origin}/settings/members`);
    await mira.getByRole("link", { name: "Leave workspace" }).click();
    await expect(mira.getByText("You are the only owner")).toBeVisible();
    await lookAt(mira, "leave-last-owner");
  });

  const keptUrl = await connect(mira, mooring, "Team practice");
  await rename(mira, "Kept");
  await test.step("at each level the colleague does what it allows, and no more", async () => {
    await share(mira, "Can read");
    await heir.goto(keptUrl);
    await tryIt(heir, "GET", /answered 200/i);
    await tryIt(heir, "POST", /shared as “Can read”/);
    await raise(mira, "Can use");
    await heir.reload();
    await tryIt(heir, "POST", /answered [245]\d\d/i);
    await expect(heir.getByRole("button", { name: "Rename" })).toHaveCount(0);
    await raise(mira, "Can manage");
    await heir.reload();
    await rename(heir, "Kept by the team");
  });

  await connectAgain(mira, mooring, "Second practice");
  const transferred = await rename(mira, "Transferred");
  await connectAgain(mira, mooring, "Third practice");
  const revoked = await rename(mira, "Revoked");
  await share(mira, "Can use");

  await test.step("the colleague becomes an owner", async () => {
    await mira.goto(`${origin}/settings/members`);
    await mira.getByRole("button", { name: `Change the role of ${cole.name}` }).click();
    await dialogOf(mira).getByRole("combobox", { name: "Role" }).click();
    await mira.getByRole("option", { name: /^Owner/ }).click();
    await dialogOf(mira).getByRole("button", { name: "Change role" }).click();
    await expect(dialogOf(mira)).toHaveCount(0);
    // With other rights comes another session (S-02).
    await heir.goto(`${origin}/connections`);
    await expect(heir.getByText("Your role was changed")).toBeVisible();
    await signIn(heir, origin, cole);
  });

  await test.step("the sweep lists each connection, and each goes another way", async () => {
    await mira.getByRole("link", { name: "Leave workspace" }).click();
    for (const name of ["Kept by the team", "Transferred", "Revoked"])
      await expect(mira.getByRole("row", { name: new RegExp(name) })).toBeVisible();
    await lookAt(mira, "leave-sweep", (view) => decide(view, "Transferred", "Transfer"));
    await decide(mira, "Transferred", "Transfer", cole.name);
    await decide(mira, "Revoked", "Revoke");
    await mira.getByRole("button", { name: "Leave Northwind" }).click();
    const question = mira.getByRole("alertdialog");
    await expect(question.getByText("1 connection is disconnected")).toBeVisible();
    await expect(question.getByText("1 connection stays shared")).toBeVisible();
    await expect(question.getByText("1 connection waits")).toBeVisible();
    await lookAt(mira, "dialog-leave", (view) =>
      view.getByRole("button", { name: "Leave Northwind" }).click(),
    );
    await question.getByRole("textbox").fill("Northwind");
    await question.getByRole("button", { name: "Leave workspace" }).click();
    await expect(mira.getByText("You have left the workspace")).toBeVisible();
    await inspect(mira, looks[0], "sign-in-left");
    await mira.goto(`${origin}/connections`);
    await expect(mira.getByRole("heading", { name: "Sign in", level: 1 })).toBeVisible();
  });

  await test.step("the heir finds what is left to them, and confirms the one that is kept", async () => {
    await heir.goto(`${origin}/connections`);
    await expect(heir.getByText("Inherited from Mira Sand: confirm or disconnect")).toBeVisible();
    await expect(heir.getByText("Transferred to you by Mira Sand: sign in")).toBeVisible();
    await lookAt(heir, "connections-left");
    await heir.goto(keptUrl);
    await lookAt(heir, "connection-inherited");
    await tryIt(heir, "GET", /answered 200/i);
    await expect(section(heir, "Sharing").getByRole("button", { name: "Stop sharing" })).toHaveCount(0);
    await heir.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(heir.getByText("Inherited from Mira Sand")).toHaveCount(0);
    await expect(section(heir, "History").getByText("Taken on by its new owner")).toBeVisible();
    await tryIt(heir, "GET", /answered 200/i);
  });

  await test.step("the transferred one works again once the heir has signed in", async () => {
    await heir.goto(`${origin}/connections/${transferred}`);
    await expect(heir.getByText("Transferred to you by Mira Sand: sign in to take it over")).toBeVisible();
    await lookAt(heir, "connection-transferred");
    const [popup] = await Promise.all([
      heir.waitForEvent("popup"),
      heir.getByRole("button", { name: "Reconnect", exact: true }).first().click(),
    ]);
    await provePerson(popup);
    await allowIfAsked(popup);
    await expect(heir.getByText("Transferred to you by Mira Sand")).toHaveCount(0);
    await tryIt(heir, "GET", /answered 200/i);
  });

  await test.step("the revoked one is gone, here and at the provider", async () => {
    const call = await heir.request.get(`${origin}/api/connections/${revoked}`);
    expect(call.status()).toBe(404);
    const ended = async (id: string) => {
      const search = new URLSearchParams({ connectionId: id, action: "revocation.complete" });
      const events = await (await heir.request.get(`${origin}/api/audit-events?${search}`)).json();
      return events.items.map(({ outcome }: { outcome: string }) => outcome);
    };
    for (const id of [revoked, transferred])
      await expect.poll(() => ended(id), { timeout: 30_000 }).toEqual(["success"]);
  });
});

import { openDataFolder } from "#lib/testing/open-data-folder.ts";
import { contextOf, lookAt } from "./fixtures/inspect.ts";
import { looks } from "./fixtures/pages.ts";
import { chooseLevel, connect, connectAgain, section, tryIt } from "./fixtures/sharing.ts";
import { setUp, signIn } from "./fixtures/steps.ts";
import { expect, test } from "./fixtures/test.ts";

const colleague = { name: "Cole Harbour", email: "cole@example.test" };

test("a connection is shared, read, used, and kept from more than its level allows @teams", async ({
  browser,
  mooring,
}) => {
  test.setTimeout(580_000);
  const mira = await (await contextOf(browser, looks[0])).newPage();
  await setUp(mira, mooring);
  const url = await connect(mira, mooring, "Team practice");
  const folder = await openDataFolder(mooring.dataFolder);
  await folder.addMember(colleague);
  await folder.close();
  const cole = await (await contextOf(browser, looks[0])).newPage();
  await signIn(cole, mooring.origin, colleague);

  await test.step("a personal one is not there for a colleague", async () => {
    await cole.goto(url);
    await expect(cole.getByRole("heading", { name: "Connections", exact: true })).toHaveCount(0);
    await cole.goto(`${mooring.origin}/connections`);
    await expect(cole.getByText("No connections yet")).toBeVisible();
  });

  await test.step("its owner shares it for reading, told as whom everybody acts", async () => {
    await chooseLevel(mira, "Share with team", "Can read");
    const dialog = mira.getByRole("dialog");
    await expect(dialog.getByText("People who can use it act as Ada Marlow.")).toBeVisible();
    await lookAt(mira, "share-dialog", (view) =>
      section(view, "Sharing").getByRole("button", { name: "Share with team" }).click(),
    );
    await dialog.getByRole("button", { name: "Share with team" }).click();
    await expect(section(mira, "Sharing").getByText("Can read", { exact: false }).first()).toBeVisible();
    await expect(section(mira, "History").getByText("Shared with the team").first()).toBeVisible();
  });

  await test.step("a colleague finds it, reads, and is refused a change", async () => {
    await cole.goto(`${mooring.origin}/connections`);
    await cole.getByRole("button", { name: "Shared with me" }).click();
    await expect(cole).toHaveURL(/scope=shared/);
    await lookAt(cole, "connections-shared");
    await cole.getByRole("link", { name: /Ada Marlow/ }).click();
    await expect(
      cole.getByText("GET and HEAD go through, everything else is refused.", { exact: false }),
    ).toBeVisible();
    await expect(cole.getByRole("button", { name: "Disconnect" })).toHaveCount(0);
    await expect(cole.getByRole("button", { name: "Rename" })).toHaveCount(0);
    await tryIt(cole, "GET", /answered 200/i);
    await tryIt(cole, "POST", /shared as “Can read”: send GET or HEAD.*ask its owner, Mira Sand/);
    await lookAt(cole, "connection-read-only");
  });

  await test.step("at Can use the same colleague changes something, with nobody signing in again", async () => {
    await chooseLevel(mira, "Change level", "Can use");
    await mira.getByRole("dialog").getByRole("button", { name: "Change to “Can use”" }).click();
    await expect(mira.getByRole("dialog")).toHaveCount(0);
    await cole.reload();
    await tryIt(cole, "POST", /answered [245]\d\d/i);
    await expect(section(cole, "Try it").getByText(/send GET or HEAD/)).toHaveCount(0);
  });

  await test.step("at Can manage the colleague looks after it, and raises nothing", async () => {
    await chooseLevel(mira, "Change level", "Can manage");
    await mira.getByRole("dialog").getByRole("button", { name: "Change to “Can manage”" }).click();
    await expect(mira.getByRole("dialog")).toHaveCount(0);
    await cole.reload();
    await cole.getByRole("button", { name: "Rename" }).click();
    await cole.getByRole("dialog").getByLabel("Name").fill("The team's account");
    await cole.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    await expect(cole.getByRole("heading", { name: "The team's account", level: 1 })).toBeVisible();
    await expect(section(cole, "Where used").getByRole("row", { name: /Cole Harbour/ })).toBeVisible({
      timeout: 30_000,
    });
  });

  await test.step("its owner ends the sharing, told whose calls fail", async () => {
    await mira.reload();
    await section(mira, "Sharing").getByRole("button", { name: "Stop sharing" }).click();
    const dialog = mira.getByRole("alertdialog");
    await expect(dialog.getByText("One other caller of the last 30 days will be refused")).toBeVisible();
    await expect(dialog.getByText(/Cole Harbour: \d+ calls/)).toBeVisible();
    await lookAt(mira, "stop-sharing-dialog", (view) =>
      section(view, "Sharing").getByRole("button", { name: "Stop sharing" }).click(),
    );
    await dialog.getByRole("textbox").fill("The team's account");
    await dialog.getByRole("button", { name: "Stop sharing" }).click();
    await expect(dialog).toHaveCount(0);
    await lookAt(mira, "connection-history");
    await section(cole, "Try it").getByRole("button", { name: "Send" }).click();
    await expect(section(cole, "Try it").getByRole("alert").first()).toBeVisible();
    await cole.goto(`${mooring.origin}/connections`);
    await expect(cole.getByText("No connections yet")).toBeVisible();
  });

  await test.step("several are disconnected after one question", async () => {
    await connectAgain(mira, mooring, "Second practice");
    await mira.goto(`${mooring.origin}/connections`);
    for (const name of ["The team's account", "Ada Marlow"])
      await mira.getByRole("checkbox", { name: `Select ${name}` }).click();
    await expect(mira.getByText("2 connections selected")).toBeVisible();
    await lookAt(mira, "connections-selected", async (view) => {
      for (const box of [0, 1]) await view.getByRole("checkbox").nth(box).click();
    });
    await mira.getByRole("button", { name: "Disconnect 2" }).click();
    const dialog = mira.getByRole("alertdialog");
    await expect(dialog.getByText("None is shared, 2 are personal.")).toBeVisible();
    await dialog.getByRole("textbox").fill("disconnect 2");
    await dialog.getByRole("button", { name: "Disconnect 2" }).click();
    await expect(mira.getByText("2 connections are disconnected")).toBeVisible();
    await expect(mira.getByText("No connections yet")).toBeVisible();
    await mira.goto(`${mooring.origin}/settings/audit-log`);
    await expect(mira.getByText("Disconnected", { exact: false }).first()).toBeVisible();
  });
});

import { describe, expect, it } from "vitest";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { parseOfferingData } from "#lib/offerings/parse-offering-data.ts";
import { loadCatalogue } from "#lib/offerings/registry.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { addCustomOffering } from "./add-custom-offering.ts";
import { findOffering, findVisibleOffering, listAllOfferings, listOpenOfferings } from "./find-offering.ts";

const database = useDatabase();

const settings = { sandboxOrigin: "http://127.0.0.1:4711" };

async function ownerContext(): Promise<{ ctx: Context; workspaceId: string; userId: string }> {
  const actor = await createOwner(database.db);
  const { workspaceId, userId } = actor;
  return { ctx: testContext({ db: database.db, actor, settings }), workspaceId, userId };
}

/** Asana's data under another name, with its API at `baseUrl`. */
function dataOf(displayName: string, baseUrl = "https://crm.example/api"): OfferingData {
  const { clientAuthentications, isSandbox, insecureOrigin, custom, ...asana } =
    loadCatalogue().find(({ id }) => id === "asana") ?? expect.fail("Asana is in the catalogue");
  return { ...asana, displayName, api: { ...asana.api, baseUrl } };
}

function add(
  { ctx, workspaceId, userId }: Awaited<ReturnType<typeof ownerContext>>,
  data: OfferingData,
  { isPrivate = false, isPublished = true } = {},
): Promise<string> {
  return addCustomOffering(asSystem(ctx), data, {
    workspaceId: isPrivate ? workspaceId : null,
    createdById: userId,
    isPublished,
  });
}

describe("a custom offering", () => {
  it("stands among the catalogue's, by name, under its own id", async () => {
    const owner = await ownerContext();
    const id = await add(owner, dataOf("Beacon CRM"));
    expect(await findOffering(owner.ctx, id)).toMatchObject({
      id,
      displayName: "Beacon CRM",
      isSandbox: false,
      custom: { workspaceId: null, version: 1 },
    });
    const names = (await listOpenOfferings(owner.ctx, owner.workspaceId)).map((it) => it.displayName);
    expect(names.slice(1)).toEqual(names.slice(1).toSorted((a, b) => a.localeCompare(b, "en")));
    expect(names).toContain("Beacon CRM");
  });

  it("is nothing to anybody before it is published", async () => {
    const owner = await ownerContext();
    const id = await add(owner, dataOf("Not yet"), { isPublished: false });
    expect(await findOffering(owner.ctx, id)).toBeNull();
    expect((await listAllOfferings(owner.ctx)).map((it) => it.id)).not.toContain(id);
  });

  it("of one workspace is not there for another", async () => {
    const [owner, stranger] = [await ownerContext(), await ownerContext()];
    const id = await add(owner, dataOf("Ours alone"), { isPrivate: true });
    expect(await findVisibleOffering(owner.ctx, owner.workspaceId, id)).toMatchObject({ id });
    expect(await findVisibleOffering(stranger.ctx, stranger.workspaceId, id)).toBeNull();
    expect((await listOpenOfferings(stranger.ctx, stranger.workspaceId)).map((it) => it.id)).not.toContain(
      id,
    );
  });

  it("that is unpublished can be seen, and nothing new is built on it", async () => {
    const owner = await ownerContext();
    const id = await add(owner, dataOf("Withdrawn"));
    await database.db.customOffering.update({ where: { id }, data: { unpublishedAt: new Date() } });
    expect(await findVisibleOffering(owner.ctx, owner.workspaceId, id)).toMatchObject({ id });
    expect(await findVisibleOffering(owner.ctx, owner.workspaceId, id, { isOpen: true })).toBeNull();
    expect((await listOpenOfferings(owner.ctx, owner.workspaceId)).map((it) => it.id)).not.toContain(id);
  });
});

describe("an offering's data", () => {
  it("may be plain http at the practice provider's own origin and nowhere else", () => {
    const at = (url: string) => parseOfferingData(dataOf("Local", url), settings.sandboxOrigin);
    expect(at("http://127.0.0.1:4711/api").data?.api.baseUrl).toBe("http://127.0.0.1:4711/api");
    for (const url of [
      "http://127.0.0.1:47110/api",
      "http://127.0.0.1:4711.evil.example/",
      "http://crm.example/",
    ])
      expect(at(url).problems).toEqual([
        { pointer: "/api/baseUrl", detail: "an https URL without user, password, spaces or fragment" },
      ]);
  });
});

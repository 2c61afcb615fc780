import { describe, expect, it } from "vitest";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createApiKeySchema } from "./contract.ts";
import { createApiKey } from "./create-api-key.ts";
import { getApiKeyActor } from "./get-api-key-actor.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

const database = useDatabase();
const clock = createClock();
const day = 24 * 3_600_000;

const contextOf = (actor: Actor) => testContext({ db: database.db, actor, now: clock.now });
const makeKey = (actor: Actor, input: object = {}) =>
  createApiKey(
    contextOf(actor),
    createApiKeySchema.parse({ name: "robot", scopes: ["connections:use"], ...input }),
  );
const resolve = (key: string) => getApiKeyActor(contextOf({ kind: "anonymous" }), key);
const list = (actor: Actor, createdBy: "me" | "anyone" = "anyone") =>
  listApiKeys(contextOf(actor), { limit: 25, createdBy });

async function workspace() {
  const owner = await createOwner(database.db);
  const member = await createMember(database.db, { workspaceId: owner.workspaceId });
  return { owner, member, colleague: await createMember(database.db, { workspaceId: owner.workspaceId }) };
}

describe("an API key", () => {
  it("acts for its maker, in the maker's workspace and role, with its own scopes", async () => {
    const { member } = await workspace();
    const { key, id, application, runtimeConfiguration } = await makeKey(member, { name: "  nightly job " });
    const { userId, workspaceId } = member;
    expect([application.name, runtimeConfiguration.name]).toEqual(["Default application", "Production"]);
    expect(await resolve(key)).toEqual({
      ...{ kind: "api-key", apiKeyId: id, name: "nightly job", userId, workspaceId, role: "member" },
      scopes: ["connections:use"],
      ...{ applicationId: application.id, runtimeConfigurationId: runtimeConfiguration.id },
    });
  });

  it("Z-09: is nowhere in the database, and no answer but the first holds it", async () => {
    const { owner, member } = await workspace();
    const { key } = await makeKey(member);
    const rows = [
      await database.db.apiKey.findMany(),
      await database.db.auditEvent.findMany(),
      await list(owner),
      await list(member),
    ];
    expect(JSON.stringify(rows)).not.toContain(key.slice(8, -4));
  });

  it("Z-09: lives 90 days unless said otherwise, and not a moment longer", async () => {
    const { member } = await workspace();
    const { key, expiresAt } = await makeKey(member);
    expect(expiresAt).toBe(new Date(clock.now().getTime() + 90 * day).toISOString());
    clock.advance(90 * day - 1);
    expect(await resolve(key)).not.toBeNull();
    clock.advance(1);
    expect(await resolve(key)).toBeNull();
    expect((await list(member)).items[0]?.state).toBe("expired");
  });

  it("may live without end", async () => {
    const { member } = await workspace();
    const { key } = await makeKey(member, { expiresInDays: null });
    clock.advance(4_000 * day);
    expect(await resolve(key)).not.toBeNull();
  });

  it("Z-06: dies with its maker's membership, account or access", async () => {
    const { owner, member, colleague } = await workspace();
    const keys = await Promise.all([makeKey(owner), makeKey(member), makeKey(colleague)]);
    await database.db.membership.deleteMany({ where: { userId: owner.userId } });
    await database.db.user.delete({ where: { id: member.userId } });
    await database.db.user.update({ where: { id: colleague.userId }, data: { disabledAt: clock.now() } });
    expect(await Promise.all(keys.map(({ key }) => resolve(key)))).toEqual([null, null, null]);
  });

  it("follows its maker's role at once", async () => {
    const { owner } = await workspace();
    const { key } = await makeKey(owner, { scopes: ["integrations:write"] });
    await database.db.membership.updateMany({ where: { userId: owner.userId }, data: { role: "member" } });
    expect(await resolve(key)).toMatchObject({ role: "member" });
  });

  it("gets no scope that its maker's role lacks", async () => {
    const { member } = await workspace();
    await expect(
      makeKey(member, { scopes: ["connections:use", "integrations:write"] }),
    ).rejects.toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/scopes/1" }],
    });
    expect((await list(member)).items).toEqual([]);
  });

  it("notes its use at most once a minute", async () => {
    const { member } = await workspace();
    const { key } = await makeKey(member);
    const lastUsed = async () => (await list(member)).items[0]?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await resolve(key);
    const first = await lastUsed();
    clock.advance(59_000);
    await resolve(key);
    expect(await lastUsed()).toBe(first);
    clock.advance(1_000);
    await resolve(key);
    expect(await lastUsed()).toBe(clock.now().toISOString());
  });

  it("ends when it is revoked, is still listed, and stays ended", async () => {
    const { member } = await workspace();
    const { key, id } = await makeKey(member);
    await revokeApiKey(contextOf(member), id);
    await revokeApiKey(contextOf(member), id);
    expect(await resolve(key)).toBeNull();
    expect((await list(member)).items[0]).toMatchObject({ id, state: "revoked" });
    const events = await database.db.auditEvent.findMany({ where: { targetId: id } });
    expect(events.map(({ action }) => action).sort()).toEqual(["api-key.create", "api-key.revoke"]);
  });
});

describe("the software that holds a key", () => {
  const placeOf = async ({ workspaceId }: MemberActor, name: string) => {
    const data = { workspaceId, name, slug: name.toLowerCase() };
    const application = await database.db.application.create({ data: { ...data, id: newId("application") } });
    const runtimeConfiguration = await database.db.runtimeConfiguration.create({
      data: { ...data, id: newId("runtimeConfiguration") },
    });
    return { applicationId: application.id, runtimeConfigurationId: runtimeConfiguration.id };
  };

  it("is the application and the runtime configuration that were chosen for it", async () => {
    const { member } = await workspace();
    const place = await placeOf(member, "Crawler");
    const { key } = await makeKey(member, place);
    expect(await resolve(key)).toMatchObject(place);
    expect((await list(member)).items[0]).toMatchObject({
      application: { id: place.applicationId, name: "Crawler" },
      runtimeConfiguration: { id: place.runtimeConfigurationId, name: "Crawler" },
    });
  });

  it.each(["applicationId", "runtimeConfigurationId"] as const)(
    "D-19: another workspace's %s is refused as an unknown one is, and no key is made",
    async (field) => {
      const { member } = await workspace();
      const foreign = await placeOf((await workspace()).owner, "Crawler");
      const failures = await Promise.all(
        [foreign[field], "unknown"].map((id) =>
          makeKey(member, { [field]: id }).catch(({ code, errors }) => ({ code, errors })),
        ),
      );
      expect(failures[0]).toMatchObject({ code: "invalid-input", errors: [{ pointer: `/${field}` }] });
      expect(failures[1]).toEqual(failures[0]);
      expect((await list(member)).items).toEqual([]);
    },
  );

  it("filters the list", async () => {
    const { member } = await workspace();
    const place = await placeOf(member, "Crawler");
    const chosen = await makeKey(member, place);
    await makeKey(member);
    for (const [field, id] of Object.entries(place)) {
      const page = await listApiKeys(contextOf(member), { limit: 25, createdBy: "anyone", [field]: id });
      expect(page.items.map(({ id }) => id)).toEqual([chosen.id]);
    }
  });
});

describe("whose keys one sees and revokes", () => {
  it("members their own, admins the workspace's, nobody another workspace's", async () => {
    const here = await workspace();
    const elsewhere = await workspace();
    const key = await makeKey(here.member);
    const ids = async (actor: Actor, by?: "me") => (await list(actor, by)).items.map(({ id }) => id);
    expect(await ids(here.member)).toEqual([key.id]);
    expect(await ids(here.colleague)).toEqual([]);
    expect(await ids(here.owner)).toEqual([key.id]);
    expect(await ids(here.owner, "me")).toEqual([]);
    expect(await ids(elsewhere.owner)).toEqual([]);
    for (const actor of [here.colleague, elsewhere.owner]) {
      await expect(revokeApiKey(contextOf(actor), key.id)).rejects.toMatchObject({ code: "not-found" });
    }
    await expect(revokeApiKey(contextOf(here.owner), key.id)).resolves.toBeUndefined();
  });

  it("a foreign key and an unknown one are refused in the same words", async () => {
    const key = await makeKey((await workspace()).member);
    const stranger = contextOf((await workspace()).owner);
    const failures = await Promise.all(
      [key.id, "apikey-unknown"].map((id) => revokeApiKey(stranger, id).catch((error) => error.detail)),
    );
    expect(failures[0]).toBe(failures[1]);
  });

  it("a key cannot make, see or revoke keys", async () => {
    const { owner } = await workspace();
    const actor = await resolve((await makeKey(owner, { scopes: ["integrations:write"] })).key);
    if (!actor) throw new Error("the key is live");
    for (const attempt of [makeKey(actor), list(actor), revokeApiKey(contextOf(actor), "apikey-x")]) {
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("pages through, newest first, without a gap or a repetition", async () => {
    const { member } = await workspace();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) {
      if (n % 2) clock.advance(1_000);
      made.push((await makeKey(member)).id);
    }
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listApiKeys(contextOf(member), {
        limit: 2,
        createdBy: "anyone",
        cursor: cursor ?? undefined,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set(made));
  });
});

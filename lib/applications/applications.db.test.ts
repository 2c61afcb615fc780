import { beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { listApiKeys } from "#lib/api-keys/list-api-keys.ts";
import { revokeApiKey } from "#lib/api-keys/revoke-api-key.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, insertBareConnection } from "#lib/testing/integrations.ts";
import { createApplication } from "./create-application.ts";
import { deleteApplication } from "./delete-application.ts";
import { getApplication } from "./get-application.ts";
import { getApplicationImpact } from "./get-application-impact.ts";
import { listApplications } from "./list-applications.ts";
import { updateApplication } from "./update-application.ts";

const database = useDatabase();
// Later than the workspaces, whose defaults are then the oldest.
const clock = createClock("2040-01-01T12:00:00.000Z");
let owner: MemberActor;

beforeEach(async () => {
  owner = await createOwner(database.db);
});

const contextOf = (actor: MemberActor = owner) => testContext({ db: database.db, actor, now: clock.now });
const add = (name: string, actor = owner) => createApplication(contextOf(actor), { name });
const list = async (actor = owner) => (await listApplications(contextOf(actor), { limit: 100 })).items;
const remove = (id: string, actor = owner) => deleteApplication(contextOf(actor), { id });
const makeKey = (applicationId: string, expiresInDays: number | null = null) =>
  createApiKey(contextOf(), { name: "nightly", scopes: ["audit:read"], expiresInDays, applicationId });
const eventsOf = async (targetId: string) =>
  (await database.db.auditEvent.findMany({ where: { targetId }, orderBy: { id: "asc" } })).map(
    ({ action, changes }) => ({ action, changes }),
  );

describe("a workspace's applications", () => {
  it("begin with a default, and grow", async () => {
    const added = await add("Test");
    expect(added).toMatchObject({
      ...{ slug: "test", name: "Test", isDefault: false },
      use: { keys: 0, connections: 0, overrides: 0 },
    });
    const all = await list();
    expect(all.map(({ isDefault }) => isDefault)).toEqual([true, false]);
    expect(all[1]).toEqual(added);
    expect(await eventsOf(added.id)).toEqual([
      {
        action: "application.create",
        changes: { name: { after: "Test" }, slug: { after: "test" } },
      },
    ]);
  });

  it("page through without a gap or a repetition", async () => {
    for (const name of ["A", "B", "C"]) await add(name);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listApplications(contextOf(), { limit: 3, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual((await list()).map(({ id }) => id));
    expect(seen).toHaveLength(4);
  });

  it("have one slug each, also when two are added at once", async () => {
    const made = await Promise.all([add("Test"), add("Test"), add("Test")]);
    expect(made.map(({ slug }) => slug).sort()).toEqual(["test", "test-2", "test-3"]);
    await expect(createApplication(contextOf(), { name: "Again", slug: "test" })).rejects.toMatchObject({
      code: "conflict",
      errors: [{ pointer: "/slug" }],
    });
  });

  it("are at most fifty", async () => {
    const { workspaceId } = owner;
    await database.db.application.createMany({
      data: Array.from({ length: 49 }, (_, n) => ({
        ...{ id: newId("application"), workspaceId, name: `n${n}`, slug: `n${n}` },
      })),
    });
    await expect(add("One more")).rejects.toMatchObject({ code: "conflict" });
  });

  it("are renamed, the default too, and the audit log says how", async () => {
    const [first] = await list();
    const id = first?.id ?? "";
    const change = { id, name: "Live", slug: "live" };
    expect(await updateApplication(contextOf(), change)).toMatchObject({ ...change, isDefault: true });
    await updateApplication(contextOf(), change);
    expect(await eventsOf(id)).toMatchObject([
      { changes: { name: { after: "Live" }, slug: { after: "live" } } },
    ]);
    const other = await add("Test");
    await expect(updateApplication(contextOf(), { id: other.id, slug: "live" })).rejects.toMatchObject({
      code: "conflict",
      errors: [{ pointer: "/slug" }],
    });
  });

  it("have one default, whoever asks for another at the same moment", async () => {
    const added = await Promise.all([add("Test"), add("Stage")]);
    await Promise.all(added.map(({ id }) => updateApplication(contextOf(), { id, isDefault: true })));
    const chosen = (await list()).filter(({ isDefault }) => isDefault);
    expect(chosen).toHaveLength(1);
    expect(added.map(({ id }) => id)).toContain(chosen[0]?.id);
  });
});

describe("deleting an application", () => {
  it("is refused for the default", async () => {
    const [first] = await list();
    await expect(remove(first?.id ?? "")).rejects.toMatchObject({ code: "conflict" });
    const { id } = await add("Test");
    await updateApplication(contextOf(), { id, isDefault: true });
    await expect(remove(first?.id ?? "")).resolves.toBeUndefined();
  });

  it("is refused while a key lives in it, and the impact names the key", async () => {
    const { id } = await add("Test");
    await makeKey(id);
    expect(await getApplication(contextOf(), { id })).toMatchObject({ use: { keys: 1 } });
    expect(await getApplicationImpact(contextOf(), { id })).toEqual({
      ...{ keys: 1, connections: 0, overrides: 0 },
      ...{ firstKeys: ["nightly"], endedKeys: 0 },
    });
    await expect(remove(id)).rejects.toMatchObject({
      code: "conflict",
      detail: "“Test” still has 1 API key. First revoke its API keys, then delete it.",
      extensions: { impact: { keys: 1, connections: 0, overrides: 0 } },
    });
  });

  it("moves keys that have ended to the default, where the list still has them", async () => {
    const { id } = await add("Test");
    const revoked = await makeKey(id);
    const expired = await makeKey(id, 1);
    await revokeApiKey(contextOf(), revoked.id);
    clock.advance(24 * 3_600_000);
    expect(await getApplicationImpact(contextOf(), { id })).toMatchObject({ keys: 0, endedKeys: 2 });
    await remove(id);
    const [first] = await list();
    const keys = await listApiKeys(contextOf(), {
      ...{ limit: 25, createdBy: "anyone", applicationId: first?.id },
    });
    expect(keys.items.map((key) => key.id).sort()).toEqual([expired.id, revoked.id].sort());
    expect((await eventsOf(id)).at(-1)).toEqual({
      action: "application.delete",
      changes: { slug: { before: "test", after: null }, movedKeys: 2 },
    });
  });

  it("is refused while a connection or an override hangs on it", async () => {
    const { id } = await add("Test");
    const settings = { sandboxOrigin: "http://127.0.0.1:9" };
    const ctx = testContext({ db: database.db, actor: owner, settings });
    const integration = await createPractice(ctx);
    const connectionId = await insertBareConnection(database.db, { integration, owner });
    const inIt = { applicationId: id };
    await database.db.connection.update({ where: { id: connectionId }, data: inIt });
    await database.db.override.create({
      data: {
        ...{ id: newId("override"), workspaceId: owner.workspaceId, integrationId: integration.id },
        ...{ createdById: owner.userId, applicationId: id },
      },
    });
    await expect(remove(id)).rejects.toMatchObject({
      detail:
        "“Test” still has 1 connection and 1 override. First disconnect its connections and delete its overrides, then delete it.",
    });
  });

  it("and making a key for it in the same moment: one of the two is refused, in words", async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await add("Test");
      const [made, gone] = await Promise.allSettled([makeKey(id), remove(id)]);
      expect([made.status, gone.status].sort()).toEqual(["fulfilled", "rejected"]);
      const refusal = made.status === "rejected" ? made : (gone as PromiseRejectedResult);
      expect(["invalid-input", "conflict"]).toContain(refusal.reason.code);
    }
  });
});

describe("whose they are", () => {
  it("D-19: another workspace's is as unknown as one that does not exist", async () => {
    const { id } = await add("Test");
    const stranger = await createOwner(database.db);
    const attempts = (id: string) => [
      () => getApplication(contextOf(stranger), { id }),
      () => getApplicationImpact(contextOf(stranger), { id }),
      () => updateApplication(contextOf(stranger), { id, name: "Mine" }),
      () => remove(id, stranger),
    ];
    for (const [index, attempt] of attempts(id).entries()) {
      const foreign = await attempt().catch(({ code, detail }) => ({ code, detail }));
      const unknown = await attempts("unknown")
        [index]?.()
        .catch(({ code, detail }) => ({ code, detail }));
      expect(foreign).toEqual(unknown);
      expect(foreign).toMatchObject({ code: "not-found" });
    }
    expect((await list(stranger)).map((one) => one.id)).not.toContain(id);
    expect(await getApplication(contextOf(), { id })).toMatchObject({ name: "Test" });
  });

  it("members see them and change none", async () => {
    const { id } = await add("Test");
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    expect(await list(member)).toHaveLength(2);
    for (const attempt of [
      add("Mine", member),
      updateApplication(contextOf(member), { id, name: "Mine" }),
      getApplicationImpact(contextOf(member), { id }),
      remove(id, member),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});

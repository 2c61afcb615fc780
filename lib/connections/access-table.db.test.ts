import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { Actor, MemberActor } from "#lib/core/actor.ts";
import { isAppError } from "#lib/core/errors.ts";
import type { Integration } from "#lib/integrations/contract.ts";
import { beginFlow, createGranted } from "#lib/testing/connections.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { apiKeyActor, createMember, createOwner } from "#lib/testing/factories.ts";
import { createPractice, providerContext } from "#lib/testing/integrations.ts";
import { startTestProvider, type TestProvider } from "#lib/testing/provider.ts";
import type { ShareLevel } from "./contract.ts";
import { disconnectConnection } from "./disconnect-connection.ts";
import { getConnection } from "./get-connection.ts";
import { getConnectionForUse } from "./get-connection-for-use.ts";
import { refreshConnection } from "./refresh-connection.ts";
import { updateConnection } from "./update-connection.ts";
import { verifyConnection } from "./verify-connection.ts";

const database = useDatabase();
const people = ["owner", "colleague", "admin", "stranger"] as const;
type Person = (typeof people)[number];
let provider: TestProvider;
let members: Record<Person, MemberActor>;
let integration: Integration;
let id: string;
let accountId: string;

const context = (actor: Actor): Context => ({
  ...providerContext(database.db, members.owner, provider),
  actor,
});

beforeAll(async () => {
  provider = await startTestProvider();
  // The owner of the connection is a plain member: nothing of the table comes from a role.
  const { workspaceId } = await createOwner(database.db);
  members = {
    owner: await createMember(database.db, { workspaceId, name: "Olga" }),
    colleague: await createMember(database.db, { workspaceId, name: "Cole" }),
    admin: await createMember(database.db, { workspaceId, name: "Anne", role: "admin" }),
    stranger: await createOwner(database.db, "Stan"),
  };
  integration = await createPractice(context(members.admin));
});
afterAll(() => provider.close());
beforeEach(async () => {
  await database.db.connection.deleteMany();
  const made = await createGranted(context(members.owner), provider, integration);
  id = made.id;
  accountId = made.account?.id ?? "";
});

const acts = {
  view: (ctx: Context) => getConnection(ctx, { id }),
  test: (ctx: Context) => verifyConnection(ctx, { id }),
  get: (ctx: Context) => getConnectionForUse(ctx, integration, id),
  post: async (ctx: Context) => {
    const { readOnlyBy } = await getConnectionForUse(ctx, integration, id);
    if (readOnlyBy !== null) throw new ReadOnly(readOnlyBy);
  },
  rename: (ctx: Context) => updateConnection(ctx, { id, name: `Ours ${Math.random()}` }),
  raise: (ctx: Context) => updateConnection(ctx, { id, shareLevel: above(level), actsAs: accountId }),
  lower: (ctx: Context) => updateConnection(ctx, { id, shareLevel: null }),
  refresh: async (ctx: Context) => {
    await database.db.connectionTokens.updateMany({ data: { forcedAt: null } });
    await refreshConnection(ctx, { id });
  },
  reconnect: (ctx: Context) => beginFlow(ctx, integration, { connectionId: id }),
  switch: (ctx: Context) => beginFlow(ctx, integration, { connectionId: id, allowSwitch: true }),
  disconnect: (ctx: Context) => disconnectConnection(ctx, { id }),
};
type Act = keyof typeof acts;

class ReadOnly extends Error {}
let level: ShareLevel | null;
const above = (from: ShareLevel | null) => (from === null ? "read" : from === "read" ? "use" : "manage");

const everything = "view test get post rename raise lower refresh reconnect switch disconnect";
const managing = "view test get post rename lower refresh reconnect";
/** What each may do; everything else is refused. */
const table: [ShareLevel | null, Person, allowed: string][] = [
  [null, "owner", everything],
  [null, "colleague", ""],
  [null, "admin", "view disconnect"],
  [null, "stranger", ""],
  ["read", "owner", everything],
  ["read", "colleague", "view test get"],
  ["read", "admin", "view test get rename lower refresh reconnect switch disconnect"],
  ["read", "stranger", ""],
  ["use", "owner", everything],
  ["use", "colleague", "view test get post"],
  ["use", "admin", `${managing} switch disconnect`],
  ["use", "stranger", ""],
  // There is nothing above.
  ["manage", "owner", everything.replace("raise ", "")],
  ["manage", "colleague", managing],
  ["manage", "admin", `${managing} switch disconnect`],
  ["manage", "stranger", ""],
];

/** Tries every act, each on the connection as it was before; gives those that were let through. */
async function tryAll(actor: Actor): Promise<{ allowed: string[]; refusals: Set<string> }> {
  const allowed: string[] = [];
  const refusals = new Set<string>();
  for (const name of Object.keys(acts) as Act[]) {
    if (name === "raise" && level === "manage") continue;
    await database.db.connection.updateMany({
      data: { isShared: level !== null, shareLevel: level, name: null },
    });
    try {
      await acts[name](context(actor));
      allowed.push(name);
    } catch (error) {
      if (!isAppError(error) && !(error instanceof ReadOnly)) throw error;
      refusals.add(isAppError(error) ? error.code : "read-only");
    }
  }
  return { allowed, refusals };
}

describe("Z-02, P-08: who may do what with a connection", () => {
  it.each(table)("shared as %s: %s by session", async (shareLevel, person, expected) => {
    level = shareLevel;
    const { allowed, refusals } = await tryAll(members[person]);
    expect(allowed.join(" ")).toBe(expected);
    // What is not seen does not exist.
    if (expected === "") expect([...refusals]).toEqual(["not-found"]);
    else expect(refusals.has("not-found")).toBe(false);
  });

  it.each(table)("shared as %s: %s by an API key with every scope", async (shareLevel, person, expected) => {
    level = shareLevel;
    const { allowed, refusals } = await tryAll(apiKeyActor(members[person]));
    // A key neither signs in at a provider nor says for a person that others may act as the account.
    const inPerson = ["reconnect", "switch", "raise"];
    expect(allowed).toEqual(expected.split(" ").filter((act) => act !== "" && !inPerson.includes(act)));
    if (expected === "") expect(refusals.has("not-found")).toBe(true);
  });

  it.each(["read", "use"] as const)("nobody but the owner raises %s", async (shareLevel) => {
    level = shareLevel;
    await database.db.connection.updateMany({ data: { isShared: true, shareLevel } });
    for (const person of ["colleague", "admin"] as const) {
      const raised = updateConnection(context(members[person]), { id, shareLevel: "manage", actsAs: "ada" });
      await expect(raised).rejects.toMatchObject({ code: "forbidden" });
    }
    expect((await getConnection(context(members.owner), { id })).shareLevel).toBe(shareLevel);
  });
});

describe("sharing", () => {
  it("wants the account that others will act as", async () => {
    const ctx = context(members.owner);
    for (const actsAs of [undefined, "", "grace"]) {
      await expect(updateConnection(ctx, { id, shareLevel: "use", actsAs })).rejects.toMatchObject({
        code: "invalid-input",
        errors: [{ pointer: "/actsAs", detail: expect.stringContaining("act as Ada Marlow") }],
      });
    }
    const shared = await updateConnection(ctx, { id, shareLevel: "use", actsAs: accountId });
    expect(shared).toMatchObject({ isShared: true, shareLevel: "use" });
  });

  it("is one event with before and after, and a line of the history; what changes nothing is none", async () => {
    const ctx = context(members.owner);
    await updateConnection(ctx, { id, shareLevel: "read", actsAs: accountId });
    await updateConnection(ctx, { id, shareLevel: "read" });
    await updateConnection(ctx, { id, shareLevel: "manage" });
    // A colleague who looks after it ends the sharing, and with it every right of their own.
    const ended = await updateConnection(context(members.colleague), { id, shareLevel: null });
    expect(ended).toMatchObject({ isShared: false, shareLevel: null, canUse: false, canManage: false });
    await expect(getConnection(context(members.colleague), { id })).rejects.toMatchObject({
      code: "not-found",
    });
    const where = { targetId: id, action: "connection.share" };
    const events = await database.db.auditEvent.findMany({ where, orderBy: { sequence: "asc" } });
    expect(events.map(({ changes }) => Object(changes).shareLevel)).toEqual([
      { before: null, after: "read" },
      { before: "read", after: "manage" },
      { before: "manage", after: null },
    ]);
    const lines = await database.db.connectionEvent.findMany({
      where: { connectionId: id, type: { in: ["shared", "unshared"] } },
      orderBy: { id: "asc" },
    });
    expect(lines.map(({ type, actorId }) => [type, actorId])).toEqual([
      ["shared", members.owner.userId],
      ["shared", members.owner.userId],
      ["unshared", members.colleague.userId],
    ]);
  });

  it("leaves the owner's own calls and a new sign-in of the same account at this connection", async () => {
    const ctx = context(members.owner);
    await updateConnection(ctx, { id, shareLevel: "use", actsAs: accountId });
    expect(await getConnectionForUse(ctx, integration)).toMatchObject({ connectionId: id, readOnlyBy: null });
    expect(await createGranted(ctx, provider, integration)).toMatchObject({ id, shareLevel: "use" });
    // Nobody else's calls go through it unless they name it.
    await expect(getConnectionForUse(context(members.colleague), integration)).rejects.toMatchObject({
      code: "connection-needs-reauth",
    });
  });

  it("does not end where an integration has one account for everybody", async () => {
    const common = await createPractice(context(members.admin), { name: "Common", connectionMode: "shared" });
    const made = await createGranted(context(members.admin), provider, common);
    expect(made).toMatchObject({ isShared: true, shareLevel: "use" });
    const ctx = context(members.admin);
    await expect(updateConnection(ctx, { id: made.id, shareLevel: null })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await updateConnection(ctx, { id: made.id, shareLevel: "read" })).shareLevel).toBe("read");
  });

  it("of two at once ends with what one of them asked for, told as it was", async () => {
    const ctx = context(members.owner);
    const share = (shareLevel: ShareLevel) => updateConnection(ctx, { id, shareLevel, actsAs: accountId });
    await Promise.all([share("read"), share("use"), share("manage")]);
    const where = { targetId: id, action: "connection.share" };
    const events = await database.db.auditEvent.findMany({ where, orderBy: { sequence: "asc" } });
    const changes = events.map(({ changes }) => Object(changes).shareLevel);
    for (const [at, { before }] of changes.entries())
      expect(before).toBe(at === 0 ? null : changes[at - 1].after);
    expect((await getConnection(ctx, { id })).shareLevel).toBe(changes.at(-1).after);
  });
});

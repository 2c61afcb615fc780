import { describe, expect, it } from "vitest";
import type { Actor } from "#lib/core/actor.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { getWorkspace } from "./get-workspace.ts";
import { listMembers } from "./list-members.ts";
import { createWorkspace } from "./own-workspaces.ts";
import { updateWorkspace } from "./update-workspace.ts";

const database = useDatabase();
const contextOf = (actor: Actor) => testContext({ db: database.db, actor });

describe("the workspace", () => {
  it("is the actor's own", async () => {
    const owner = await createOwner(database.db);
    await createOwner(database.db);
    expect(await getWorkspace(contextOf(owner))).toMatchObject({
      id: owner.workspaceId,
      name: "Harbour",
      memberCount: 1,
    });
  });

  it("is renamed by its admins, once for each new name, with an audit event that holds both", async () => {
    const owner = await createOwner(database.db);
    const ctx = contextOf(owner);
    expect(await updateWorkspace(ctx, { name: "Pier" })).toMatchObject({ name: "Pier" });
    await updateWorkspace(ctx, { name: "Pier" });
    const events = await database.db.auditEvent.findMany({ where: { targetId: owner.workspaceId } });
    expect(events.map(({ action, changes }) => ({ action, changes }))).toEqual([
      { action: "workspace.update", changes: { name: { before: "Harbour", after: "Pier" } } },
    ]);
  });

  it("is made beside others of the same name, also at the same moment", async () => {
    const owners = await Promise.all(Array.from({ length: 8 }, () => createOwner(database.db)));
    const made = await Promise.all(
      owners.map((owner) => createWorkspace(contextOf(owner), { name: "Quay" })),
    );
    expect(made.filter(({ slug }) => slug === "quay")).toHaveLength(1);
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(8);
  });

  it("is not renamed by members", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await expect(updateWorkspace(contextOf(member), { name: "Mine" })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await getWorkspace(contextOf(owner))).toMatchObject({ name: "Harbour", memberCount: 2 });
  });

  it("lists its members and nobody else's, page by page", async () => {
    const owner = await createOwner(database.db);
    const members = await Promise.all(
      [1, 2, 3].map(() => createMember(database.db, { workspaceId: owner.workspaceId })),
    );
    await createOwner(database.db);
    const first = await listMembers(contextOf(owner), { limit: 3 });
    const second = await listMembers(contextOf(owner), { limit: 3, cursor: first.nextCursor ?? "" });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([owner, ...members].map(({ userId }) => userId)));
    expect(second.nextCursor).toBeNull();
    expect(second.items.at(-1)).toMatchObject({ id: owner.userId, role: "owner", isPlatformAdmin: true });
  });
});

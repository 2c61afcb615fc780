import { describe, expect, it } from "vitest";
import { currentWorkspaceKey } from "#lib/crypto/workspace-keys.ts";
import { testContext } from "./context.ts";
import { useDatabase } from "./database.ts";
import { createMember, createOwner } from "./factories.ts";

const database = useDatabase();

describe("the test harness", () => {
  it("gives every file a database of its own with the whole schema", async () => {
    expect(await database.db.workspace.count()).toBe(0);
  });

  it("makes members who are signed in to a workspace that has a key", async () => {
    const owner = await createOwner(database.db);
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const sessions = await database.db.session.findMany({ where: { workspaceId: owner.workspaceId } });
    expect(sessions.map((session) => session.userId).sort()).toEqual([owner.userId, member.userId].sort());
    const key = await currentWorkspaceKey(testContext({ db: database.db }), owner.workspaceId);
    expect(key.id).toMatch(/^key-/);
  });
});

import { expect, it } from "vitest";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { updateWorkspace } from "#lib/workspaces/update-workspace.ts";
import { inTransaction } from "./in-transaction.ts";

const database = useDatabase();

it("has nobody wait behind all that a colleague does at once, and leaves the database to readers meanwhile", async () => {
  const owner = await createOwner(database.db);
  const colleague = await createMember(database.db, { workspaceId: owner.workspaceId, role: "admin" });
  const [robot, person] = [owner, colleague].map((actor) => testContext({ db: database.db, actor }));
  if (!robot || !person) throw new Error("nobody is there");
  const done: string[] = [];
  const act = async (ctx: typeof robot, name: string) => {
    await updateWorkspace(ctx, { name });
    done.push(name);
  };
  const many = Array.from({ length: 60 }, (_, n) => act(robot, `robot ${n}`));
  const own = act(person, "person").then(() => database.db.workspace.count());
  await Promise.all([...many, own]);
  expect(done.indexOf("person")).toBeLessThan(20);
});

it("gives the turn back when the work fails", async () => {
  const ctx = testContext({ db: database.db, actor: await createOwner(database.db) });
  const fail = () => inTransaction(ctx, () => Promise.reject(new Error("not this time")));
  const ends = await Promise.allSettled(Array.from({ length: 12 }, fail));
  expect(ends.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => "rejected"));
  await updateWorkspace(ctx, { name: "Pier" });
});

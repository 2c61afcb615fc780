import { describe, expect, it } from "vitest";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { testRequest, useRuntime } from "#lib/testing/requests.ts";
import { requestContext } from "./request-context.ts";

const database = useDatabase();
useRuntime(database);

/** Whose applications a query finds that names no workspace. */
const found = async ({ db }: Pick<Context, "db">) => [
  ...new Set((await db.application.findMany()).map(({ workspaceId }) => workspaceId)),
];

async function contextOf(as: MemberActor | { key: string } | null): Promise<Context> {
  return requestContext((await testRequest("GET", "/api/applications", { as })).headers);
}

describe("the database of a request", () => {
  it("Z-15: is that of the caller's workspace, for a session and for a key", async () => {
    const [one, other] = [await createOwner(database.db), await createOwner(database.db)];
    const ctx = testContext({ db: database.db, actor: other });
    const { key } = await createApiKey(ctx, { name: "reader", scopes: ["audit:read"], expiresInDays: 1 });
    expect((await found({ db: database.db })).length).toBeGreaterThan(1);
    expect(await found(await contextOf(one))).toEqual([one.workspaceId]);
    expect(await found(await contextOf({ key }))).toEqual([other.workspaceId]);
    expect(await inTransaction(await contextOf(one), found)).toEqual([one.workspaceId]);
  });

  it("Z-15: is the whole one only by a step that says so, and never in the middle of a transaction", async () => {
    const owner = await createOwner(database.db);
    const ctx = await contextOf(owner);
    expect(await found(asSystem(ctx))).toContain(owner.workspaceId);
    expect((await found(asSystem(ctx))).length).toBeGreaterThan(1);
    await expect(inTransaction(ctx, async (tx) => found(asSystem(tx)))).rejects.toThrow("whose database");
  });
});

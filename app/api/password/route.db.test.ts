import { beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { hashPassword, isSamePassword } from "#lib/crypto/password-hash.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, createSession } from "#lib/testing/factories.ts";
import { testRequest, useRuntime } from "#lib/testing/requests.ts";
import { GET as getSession } from "../session/route.ts";
import { PUT } from "./route.ts";

const database = useDatabase();
useRuntime(database);
const currentPassword = "correct horse battery";
const newPassword = "staple, and then some";

let owner: MemberActor;

beforeEach(async () => {
  owner = await createOwner(database.db);
  const passwordHash = await hashPassword(new Secret(currentPassword));
  await database.db.user.update({ where: { id: owner.userId }, data: { passwordHash } });
});

const change = async (body: object = { currentPassword, newPassword }) =>
  PUT(await testRequest("PUT", "/api/password", { as: owner, body }));
const status = async (as: MemberActor) =>
  (await getSession(await testRequest("GET", "/api/session", { as }))).status;

describe("PUT /api/password", () => {
  it("S-02: ends every session and puts the browser that asked into a new one", async () => {
    const other = { ...owner, sessionId: await createSession(database.db, owner) };
    const response = await change();
    expect([response.status, await status(owner), await status(other)]).toEqual([204, 401, 401]);
    const cookie = response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
    const session = await getSession(await testRequest("GET", "/api/session", { headers: { cookie } }));
    expect(await session.json()).toMatchObject({ user: { id: owner.userId } });
    const { passwordHash } = await database.db.user.findUniqueOrThrow({ where: { id: owner.userId } });
    expect(await isSamePassword(passwordHash, new Secret(newPassword))).toBe(true);
  });

  it.each([
    ["/currentPassword", { currentPassword: "wrong", newPassword }],
    ["/newPassword", { currentPassword, newPassword: "short" }],
    ["/userId", { currentPassword, newPassword, userId: "user-other" }],
  ])("points to %s and changes nothing", async (pointer, body) => {
    const response = await change(body);
    expect([response.status, (await response.json()).errors[0].pointer]).toEqual([422, pointer]);
    expect(await status(owner)).toBe(200);
  });

  it("S-08: evaluates ten wrong ones in 15 minutes", async () => {
    for (let n = 0; n < 10; n++) await change({ currentPassword: "wrong", newPassword });
    expect((await change()).status).toBe(429);
    expect(await status(owner)).toBe(200);
  });
});

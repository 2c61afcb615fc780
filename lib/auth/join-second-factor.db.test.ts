import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { appCode } from "#lib/testing/authenticator.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner } from "#lib/testing/factories.ts";
import { listMembers } from "#lib/workspaces/list-members.ts";
import { createMemberSession } from "./join-workspace.ts";
import { confirmSecondFactor, startSecondFactor } from "./own-second-factor.ts";
import { hashPassword } from "./repository.ts";

const database = useDatabase();
const clock = createClock();
const password = new Secret("correct horse battery");

let guest: Awaited<ReturnType<typeof createOwner>>;
let host: Awaited<ReturnType<typeof createOwner>>;
let key: string;

const context = (actor = guest) => testContext({ db: database.db, now: clock.now, actor });
const nobody = () => testContext({ db: database.db, now: clock.now });

beforeEach(async () => {
  [guest, host] = [await createOwner(database.db, "Grace"), await createOwner(database.db)];
  const passwordHash = await hashPassword(password);
  await database.db.user.update({ where: { id: guest.userId }, data: { passwordHash } });
  ({ key } = await startSecondFactor(context(), { password }));
  await confirmSecondFactor(context(), { code: new Secret(appCode(key, clock.now())) });
  clock.advance(30_000);
});

describe("joining a workspace with an account whose second factor is on", () => {
  it("asks for it after the password, and the invitation stays open until then", async () => {
    const { link } = await createInvitation(context(host), { email: guest.email, role: "member" });
    const token = new Secret(new URL(link ?? "").hash.slice(1));
    const join = (code?: string) =>
      createMemberSession(nobody(), {
        token,
        password,
        code: code === undefined ? undefined : new Secret(code),
      });
    await expect(join()).rejects.toMatchObject({ code: "second-factor-required" });
    await expect(join("000000")).rejects.toMatchObject({ errors: [{ pointer: "/code" }] });
    const wrong = createMemberSession(nobody(), {
      token,
      password: new Secret("wrong"),
      code: new Secret("000000"),
    });
    await expect(wrong).rejects.toMatchObject({ errors: [{ pointer: "/password" }] });
    const where = { userId: guest.userId, workspaceId: host.workspaceId };
    expect(await database.db.membership.count({ where })).toBe(0);
    expect(await join(appCode(key, clock.now()))).toMatch(/^[\w-]{43}$/);
    expect(await database.db.membership.count({ where })).toBe(1);
  });
});

describe("whose second factor is on", () => {
  it("is told to owners and platform admins of the workspace, and to nobody else", async () => {
    const { workspaceId } = guest;
    const admin = await createMember(database.db, { workspaceId, role: "admin" });
    const owner = await createMember(database.db, { workspaceId, role: "owner" });
    const platform = await createMember(database.db, { workspaceId, isPlatformAdmin: true });
    const seen = await Promise.all(
      [owner, platform, admin].map(async (actor) => {
        const { items } = await listMembers(context(actor), { limit: 10 });
        return [guest.userId, admin.userId].map((id) => items.find((one) => one.id === id)?.hasSecondFactor);
      }),
    );
    expect(seen).toEqual([
      [true, false],
      [true, false],
      [null, null],
    ]);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import type { MemberActor } from "#lib/core/actor.ts";
import { Secret } from "#lib/core/secret.ts";
import { createInvitation } from "#lib/invitations/create-invitation.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, createSession } from "#lib/testing/factories.ts";
import { createWorkspace } from "#lib/workspaces/own-workspaces.ts";
import { joinWorkspace } from "./join-workspace.ts";
import { revokeOtherSessions, revokeOwnSession } from "./own-sessions.ts";
import { switchWorkspace } from "./switch-workspace.ts";

const database = useDatabase();
let here: MemberActor;
let there: MemberActor;
let other: string;

const context = (actor: MemberActor) => testContext({ db: database.db, actor });
const live = async () =>
  (await database.db.session.findMany({ where: { userId: here.userId, revokedAt: null } })).map(
    ({ id }) => id,
  );

beforeEach(async () => {
  here = await createOwner(database.db);
  there = { ...here, sessionId: await createSession(database.db, here) };
  other = (await createWorkspace(context(here), { name: "Other" })).id;
});

describe("S-02, S-04: a session that was signed out while its request was on the way", () => {
  it("leads to no new one in another workspace", async () => {
    await revokeOwnSession(context(here), { id: there.sessionId });
    await expect(switchWorkspace(context(there), { workspaceId: other })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await live()).toEqual([here.sessionId]);
  });

  it("leads to no new one by an invitation, which stays open", async () => {
    const inviter = await createOwner(database.db, "Iva");
    const { link } = await createInvitation(context(inviter), { email: here.email, role: "member" });
    const token = new Secret(new URL(link ?? "").hash.slice(1));
    await revokeOwnSession(context(here), { id: there.sessionId });
    await expect(joinWorkspace(context(there), { token })).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await live()).toEqual([here.sessionId]);
    await joinWorkspace(context(here), { token });
  });

  it("leads to none that outlives signing out everywhere else, whoever comes first", async () => {
    for (let round = 0; round < 25; round++) {
      there = { ...here, sessionId: await createSession(database.db, here) };
      await Promise.allSettled([
        switchWorkspace(context(there), { workspaceId: other }),
        revokeOtherSessions(context(here)),
      ]);
      expect(await live()).toEqual([here.sessionId]);
    }
  });
});

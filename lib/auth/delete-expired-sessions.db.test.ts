import { expect, it } from "vitest";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner, createSession, systemActor } from "#lib/testing/factories.ts";
import { deleteExpiredSessions } from "./delete-expired-sessions.ts";
import { sessionIdleMs } from "./session-rules.ts";

const database = useDatabase();
const clock = createClock();
const dayMs = 24 * 60 * 60 * 1000;
const ago = (ms: number) => new Date(clock.now().getTime() - ms);

async function sessionWith(owner: { userId: string; workspaceId: string }, data: Record<string, Date>) {
  const id = await createSession(database.db, owner);
  const live = { expiresAt: ago(-dayMs), lastSeenAt: ago(0) };
  await database.db.session.update({ where: { id }, data: { ...live, ...data } });
  return id;
}

it("erases what expired, was revoked or fell idle more than a day ago, and nothing else", async () => {
  const owner = await createOwner(database.db);
  const live = await sessionWith(owner, {});
  const kept = [
    live,
    await sessionWith(owner, { revokedAt: ago(dayMs / 2) }),
    await sessionWith(owner, { expiresAt: ago(dayMs / 2) }),
  ];
  await sessionWith(owner, { revokedAt: ago(dayMs + 1) });
  await sessionWith(owner, { expiresAt: ago(dayMs + 1) });
  await sessionWith(owner, { lastSeenAt: ago(sessionIdleMs + dayMs + 1) });
  await database.db.session.delete({ where: { id: owner.sessionId } });

  const ctx = testContext({ db: database.db, actor: systemActor(), now: clock.now });
  await expect(deleteExpiredSessions(ctx)).resolves.toBe(3);
  const left = await database.db.session.findMany({ select: { id: true } });
  expect(left.map(({ id }) => id).sort()).toEqual(kept.sort());
});

it("is the system's alone", async () => {
  const actor = await createOwner(database.db);
  await expect(deleteExpiredSessions(testContext({ db: database.db, actor }))).rejects.toMatchObject({
    code: "internal",
  });
});

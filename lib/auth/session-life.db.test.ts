import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { testRuntime } from "#lib/testing/requests.ts";
import { sessionCookie } from "./cookies.ts";
import { createSession } from "./create-session.ts";
import { revokeOtherSessions, revokeOwnSession } from "./own-sessions.ts";
import { hashPassword } from "./repository.ts";
import { resolveActor } from "./resolve-actor.ts";
import { revokeSession } from "./revoke-session.ts";
import { sessionIdleMs, sessionLifeMs } from "./session-rules.ts";

const database = useDatabase();
const password = new Secret("correct horse battery");
const dayMs = 24 * 3_600_000;

let clock: ReturnType<typeof createClock>;
let email: string;

beforeEach(async () => {
  clock = createClock(new Date(Date.now() + 1_000));
  const owner = await createOwner(database.db);
  email = owner.email;
  const passwordHash = await hashPassword(password);
  await database.db.user.update({ where: { id: owner.userId }, data: { passwordHash } });
});

/** A browser that has signed in: it gives whoever the server takes it for, now. */
async function signIn() {
  const runtime = { ...testRuntime(database), now: clock.now };
  const ctx = testContext({ db: database.db, now: clock.now });
  const secret = await createSession(ctx, { email, password });
  const cookie = (await sessionCookie(secret ?? "", runtime)).split(";", 1)[0] ?? "";
  return () => resolveActor(runtime, { cookie });
}

async function signedIn(browser: Awaited<ReturnType<typeof signIn>>) {
  const actor = await browser();
  if (actor.kind !== "member") throw new Error("the browser is signed out");
  return testContext({ db: database.db, actor, now: clock.now });
}

const anonymous = { kind: "anonymous" };

describe("a session's life, by the server's clock", () => {
  it("S-04: ends after seven days without a request, whatever the cookie says", async () => {
    const browser = await signIn();
    clock.advance(sessionIdleMs - 1);
    // A browser that asks and is not the one keeps nothing alive.
    expect(await (await signIn())()).toMatchObject({ email });
    clock.advance(1);
    expect(await browser()).toEqual(anonymous);
  });

  it("S-04: is kept alive by use, and idleness counts from the last one", async () => {
    const browser = await signIn();
    for (let use = 0; use < 3; use++) {
      clock.advance(sessionIdleMs - 1);
      expect(await browser()).toMatchObject({ email });
    }
    clock.advance(sessionIdleMs);
    expect(await browser()).toEqual(anonymous);
  });

  it("S-04: ends thirty days after sign-in in spite of daily use", async () => {
    const browser = await signIn();
    for (let day = 1; day < sessionLifeMs / dayMs; day++) {
      clock.advance(dayMs);
      expect(await browser(), `day ${day}`).toMatchObject({ email });
    }
    clock.advance(dayMs);
    expect(await browser()).toEqual(anonymous);
    expect(await (await signIn())()).toMatchObject({ email });
  });

  it("S-04: does not come back to life when the clock is set back after it was seen to end", async () => {
    const browser = await signIn();
    await revokeSession(await signedIn(browser));
    clock.advance(-dayMs);
    expect(await browser()).toEqual(anonymous);
  });

  it("S-04: signing out everywhere else ends all the others at once, and signing out ends that one too", async () => {
    const browsers = [await signIn(), await signIn(), await signIn(), await signIn()] as const;
    const here = await signedIn(browsers[0]);
    await revokeOtherSessions(here);
    expect(await Promise.all(browsers.map((browser) => browser()))).toMatchObject([
      { email },
      anonymous,
      anonymous,
      anonymous,
    ]);
    await revokeSession(here);
    expect(await browsers[0]()).toEqual(anonymous);
  });

  it("S-04: one of several is ended alone, from another browser", async () => {
    const [here, there] = [await signIn(), await signIn()];
    const { actor } = await signedIn(there);
    if (actor.kind !== "member") throw new Error("no member");
    await revokeOwnSession(await signedIn(here), { id: actor.sessionId });
    expect([await here(), await there()]).toMatchObject([{ email }, anonymous]);
  });
});

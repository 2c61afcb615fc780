import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { Secret } from "#lib/core/secret.ts";
import { appCode } from "#lib/testing/authenticator.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, systemActor } from "#lib/testing/factories.ts";
import { createToken } from "./account-tokens.ts";
import { completeSecondStep } from "./complete-second-step.ts";
import { createSession } from "./create-session.ts";
import { deleteExpiredSessions } from "./delete-expired-sessions.ts";
import { deleteMemberSecondFactor, deleteSecondFactorByOperator } from "./delete-member-second-factor.ts";
import {
  confirmSecondFactor,
  deleteSecondFactor,
  getSecondFactor,
  rotateRecoveryCodes,
  startSecondFactor,
} from "./own-second-factor.ts";
import { findLiveSession, hashPassword } from "./repository.ts";

const database = useDatabase();
const clock = createClock();
const password = "correct horse battery";
const STEP = 30_000;

let owner: Awaited<ReturnType<typeof createOwner>>;
let key: string;
let recoveryCodes: string[];

const signedIn = (actor = owner): Context => testContext({ db: database.db, now: clock.now, actor });
const nobody = (ip = "192.0.2.1"): Context => ({
  ...testContext({ db: database.db, now: clock.now }),
  client: { ip, userAgent: "browser" },
});
const shown = (at = clock.now()) => appCode(key, at);
const both = (code: string, guess = password) => ({ password: new Secret(guess), code: new Secret(code) });

async function setPassword(userId: string): Promise<void> {
  const passwordHash = await hashPassword(new Secret(password));
  const passwordChangedAt = new Date(clock.now().getTime() - 1_000);
  await database.db.user.update({ where: { id: userId }, data: { passwordHash, passwordChangedAt } });
}

async function switchOn(actor = owner): Promise<void> {
  ({ key } = await startSecondFactor(signedIn(actor), { password: new Secret(password) }));
  ({ recoveryCodes } = await confirmSecondFactor(signedIn(actor), { code: new Secret(shown()) }));
  clock.advance(STEP);
}

/** The first step of a sign-in: what the browser holds afterwards. */
async function passFirstStep(ctx = nobody(), email = owner.email): Promise<Secret<string>> {
  const pendingToken = createToken();
  await expect(
    createSession(ctx, { email, password: new Secret(password), pendingToken }),
  ).rejects.toMatchObject({ code: "second-factor-required" });
  return pendingToken;
}

const passSecondStep = (pendingToken: Secret<string>, code: string, ctx = nobody()) =>
  completeSecondStep(ctx, { pendingToken, code: new Secret(code) });

const actions = async (userId = owner.userId) =>
  (await database.db.auditEvent.findMany({ where: { targetId: userId }, orderBy: { sequence: "asc" } })).map(
    ({ action, cause }) => (cause ? `${action} ${cause}` : action),
  );

beforeEach(async () => {
  await database.db.rateLimit.deleteMany();
  owner = await createOwner(database.db);
  await setPassword(owner.userId);
  await switchOn();
});

describe("setting a second factor up", () => {
  it("counts from the first code on, which cannot sign in as well", async () => {
    const other = await createMember(database.db, { workspaceId: owner.workspaceId });
    await setPassword(other.userId);
    ({ key } = await startSecondFactor(signedIn(other), { password: new Secret(password) }));
    expect(await getSecondFactor(signedIn(other))).toEqual({
      isOn: false,
      since: null,
      recoveryCodesLeft: 0,
    });
    const signIn = { email: other.email, password: new Secret(password) };
    expect(await createSession(nobody(), signIn)).not.toBeNull();
    const code = shown();
    await confirmSecondFactor(signedIn(other), { code: new Secret(code) });
    expect(await getSecondFactor(signedIn(other))).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });
    const pending = await passFirstStep(nobody(), other.email);
    expect(await passSecondStep(pending, code)).toBeNull();
  });

  it("wants the password, the right code within 15 minutes, and none that is on", async () => {
    const own = new Secret(password);
    await expect(startSecondFactor(signedIn(), { password: own })).rejects.toMatchObject({
      code: "conflict",
    });
    const other = await createMember(database.db, { workspaceId: owner.workspaceId });
    await setPassword(other.userId);
    const ctx = signedIn(other);
    const confirm = (code: string) => confirmSecondFactor(ctx, { code: new Secret(code) });
    await expect(confirm("000000")).rejects.toMatchObject({ code: "conflict" });
    await expect(startSecondFactor(ctx, { password: new Secret("wrong") })).rejects.toMatchObject({
      errors: [{ pointer: "/password" }],
    });
    ({ key } = await startSecondFactor(ctx, { password: own }));
    const old = key;
    await expect(confirm("000000")).rejects.toMatchObject({ errors: [{ pointer: "/code" }] });
    ({ key } = await startSecondFactor(ctx, { password: own }));
    await expect(confirm(appCode(old, clock.now()))).rejects.toMatchObject({ code: "invalid-input" });
    clock.advance(16 * 60_000);
    await expect(confirm(shown())).rejects.toMatchObject({ code: "conflict" });
  });

  it("K-04: keeps key and recovery codes as ciphertext and hashes alone", async () => {
    const rows = await database.db.secondFactor.findUniqueOrThrow({ where: { userId: owner.userId } });
    const sealed = Buffer.from(rows.secretSealed);
    expect(sealed.includes(Buffer.from(key))).toBe(false);
    const stored = await database.db.recoveryCode.findMany({ where: { userId: owner.userId } });
    expect(stored.map(({ codeHash }) => codeHash.length)).toEqual(Array(10).fill(32));
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes)
      expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const audit = JSON.stringify(
      await database.db.auditEvent.findMany({ where: { targetId: owner.userId } }),
    );
    for (const secret of [key, ...recoveryCodes]) expect(audit).not.toContain(secret);
  });
});

describe("signing in with a second factor", () => {
  it("S-02: begins a session after the code alone, under a new id, and ends the browser's own", async () => {
    const before = await database.db.session.count({ where: { userId: owner.userId } });
    const pending = await passFirstStep();
    expect(await database.db.session.count({ where: { userId: owner.userId } })).toBe(before);
    const ctx = nobody();
    const id = await completeSecondStep(ctx, {
      ...{ pendingToken: pending, code: new Secret(shown()), previousSessionId: owner.sessionId },
    });
    expect(await findLiveSession(ctx, id ?? "", clock.now())).toMatchObject({ userId: owner.userId });
    expect(await findLiveSession(ctx, owner.sessionId, clock.now())).toBeNull();
    expect(await actions()).toEqual(["totp.enable", "session.create"]);
  });

  it("takes a code of the step before or after, and none further away", async () => {
    const offsets = [-2, -1, 1, 2];
    const results: boolean[] = [];
    for (const offset of offsets) {
      clock.advance(10 * STEP);
      const code = shown(new Date(clock.now().getTime() + offset * STEP));
      results.push((await passSecondStep(await passFirstStep(), code)) !== null);
    }
    expect(results).toEqual([false, true, true, false]);
  });

  it("takes no code twice, and none that is older than the last one", async () => {
    const code = shown();
    expect(await passSecondStep(await passFirstStep(), code)).not.toBeNull();
    expect(await passSecondStep(await passFirstStep(), code)).toBeNull();
    const earlier = shown(new Date(clock.now().getTime() - STEP));
    expect(await passSecondStep(await passFirstStep(), earlier)).toBeNull();
    expect(await actions()).toEqual([
      ...["totp.enable", "session.create", "session.create wrong-code", "session.create wrong-code"],
    ]);
  });

  it("takes a code once of ten requests at once, in ten browsers or in one", async () => {
    const pendings = await Promise.all(Array.from({ length: 5 }, () => passFirstStep()));
    const results = await Promise.all(pendings.map((pending) => passSecondStep(pending, shown())));
    expect(results.filter(Boolean)).toHaveLength(1);
    clock.advance(STEP);
    const pending = await passFirstStep();
    const codes = [shown(), shown(), ...recoveryCodes.slice(0, 3)];
    const again = await Promise.allSettled(codes.map((code) => passSecondStep(pending, code)));
    expect(again.filter((one) => one.status === "fulfilled" && one.value)).toHaveLength(1);
  });

  it("takes a recovery code once, however it is typed, and counts those that are left", async () => {
    const [first = "", second = ""] = recoveryCodes;
    expect(
      await passSecondStep(await passFirstStep(), ` ${first.toUpperCase().replaceAll("-", " ")}`),
    ).not.toBeNull();
    expect(await passSecondStep(await passFirstStep(), first)).toBeNull();
    const pendings = await Promise.all([passFirstStep(), passFirstStep()]);
    const raced = await Promise.all(pendings.map((pending) => passSecondStep(pending, second)));
    expect(raced.filter(Boolean)).toHaveLength(1);
    expect(await getSecondFactor(signedIn())).toMatchObject({ recoveryCodesLeft: 8 });
    expect((await actions()).filter((action) => action === "recovery.use")).toHaveLength(2);
  });

  it("takes nobody else's recovery code", async () => {
    const [mine = ""] = recoveryCodes;
    const other = await createMember(database.db, { workspaceId: owner.workspaceId });
    await setPassword(other.userId);
    await switchOn(other);
    expect(await passSecondStep(await passFirstStep(nobody(), other.email), mine)).toBeNull();
  });

  it("ends five minutes after the password, after it was finished, and with a change of the password", async () => {
    const startAnew = { code: "unauthenticated" };
    const late = await passFirstStep();
    clock.advance(5 * 60_000);
    await expect(passSecondStep(late, shown())).rejects.toMatchObject(startAnew);
    const finished = await passFirstStep();
    await passSecondStep(finished, shown());
    clock.advance(STEP);
    await expect(passSecondStep(finished, shown())).rejects.toMatchObject(startAnew);
    const outdated = await passFirstStep();
    clock.advance(STEP);
    const passwordChangedAt = clock.now();
    await database.db.user.update({ where: { id: owner.userId }, data: { passwordChangedAt } });
    await expect(passSecondStep(outdated, shown())).rejects.toMatchObject(startAnew);
    await expect(passSecondStep(new Secret(""), shown())).rejects.toMatchObject(startAnew);
    await expect(passSecondStep(createToken(), shown())).rejects.toMatchObject(startAnew);
  });

  it("leaves nothing behind of those that were not finished", async () => {
    await passFirstStep();
    clock.advance(5 * 60_000);
    await deleteExpiredSessions(testContext({ db: database.db, actor: systemActor(), now: clock.now }));
    expect(await database.db.pendingSignIn.count({ where: { userId: owner.userId } })).toBe(0);
  });

  it("S-08: looks at ten codes in 15 minutes from one network, recovery codes among them, and thirty an hour from all", async () => {
    const guess = async (n: number, ip: string) =>
      passSecondStep(await passFirstStep(nobody(ip)), n % 2 ? "000000" : "0000-0000-0000-0000", nobody(ip));
    const limited = { code: "rate-limited" };
    for (const ip of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) {
      for (let n = 0; n < 10; n++) expect(await guess(n, ip)).toBeNull();
      if (ip !== "192.0.2.3") await expect(guess(1, ip)).rejects.toMatchObject(limited);
    }
    const elsewhere = nobody("198.51.100.9");
    const pending = await passFirstStep(elsewhere);
    await expect(passSecondStep(pending, shown(), elsewhere)).rejects.toMatchObject(limited);
    clock.advance(60 * 60_000);
    expect(await passSecondStep(await passFirstStep(elsewhere), shown(), elsewhere)).not.toBeNull();
  });
});

describe("a second factor that is on", () => {
  it("is switched off with password and code, and everything of it is gone", async () => {
    await expect(deleteSecondFactor(signedIn(), both(shown(), "wrong"))).rejects.toMatchObject({
      errors: [{ pointer: "/password" }],
    });
    await expect(deleteSecondFactor(signedIn(), both("000000"))).rejects.toMatchObject({
      errors: [{ pointer: "/code" }],
    });
    const pending = await passFirstStep();
    await deleteSecondFactor(signedIn(), both(shown()));
    await expect(passSecondStep(pending, shown())).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await database.db.recoveryCode.count({ where: { userId: owner.userId } })).toBe(0);
    expect(
      await createSession(nobody(), { email: owner.email, password: new Secret(password) }),
    ).not.toBeNull();
    expect(await actions()).toEqual(["totp.enable", "totp.disable", "session.create"]);
    await expect(deleteSecondFactor(signedIn(), both("000000"))).rejects.toMatchObject({ code: "conflict" });
  });

  it("gets new recovery codes, and the old ones are dead", async () => {
    const [old = ""] = recoveryCodes;
    const renewed = await rotateRecoveryCodes(signedIn(), both(shown()));
    expect(renewed.recoveryCodes).toHaveLength(10);
    expect(await passSecondStep(await passFirstStep(), old)).toBeNull();
    expect(await passSecondStep(await passFirstStep(), renewed.recoveryCodes[0] ?? "")).not.toBeNull();
  });

  it("is switched off for somebody locked out by a platform admin with their password, or by the operator", async () => {
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    await setPassword(member.userId);
    await switchOn(member);
    const off = (id: string, guess = password, actor = owner) =>
      deleteMemberSecondFactor(signedIn(actor), { id, password: new Secret(guess) });
    const stranger = await createOwner(database.db);
    await expect(off(member.userId, "wrong")).rejects.toMatchObject({ code: "invalid-input" });
    await expect(off(owner.userId)).rejects.toMatchObject({ code: "conflict" });
    await expect(off(stranger.userId)).rejects.toMatchObject({ code: "not-found" });
    await expect(off(member.userId, password, { ...owner, isPlatformAdmin: false })).rejects.toMatchObject({
      code: "forbidden",
    });
    await off(member.userId);
    await expect(off(member.userId)).rejects.toMatchObject({ code: "conflict" });
    await switchOn(member);
    const operator = testContext({ db: database.db, actor: systemActor() });
    await deleteSecondFactorByOperator(operator, { email: member.email });
    expect(await getSecondFactor(signedIn(member))).toMatchObject({ isOn: false });
    const events = await database.db.auditEvent.findMany({
      ...{ where: { targetId: member.userId, action: "totp.disable" }, orderBy: { sequence: "asc" } },
    });
    expect(events.map(({ actorKind, actorId }) => [actorKind, actorId])).toEqual([
      ["member", owner.userId],
      ["system", null],
    ]);
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { useDatabase } from "#lib/testing/database.ts";
import { createMember, createOwner, secretOfSession, systemActor } from "#lib/testing/factories.ts";
import { type Mailbox, startMailbox } from "#lib/testing/mailbox.ts";
import { completePasswordReset, getPasswordReset } from "./complete-password-reset.ts";
import { createOperatorLink, createPasswordLink } from "./create-password-link.ts";
import { createSession } from "./create-session.ts";
import { findLiveSession, hashPassword } from "./repository.ts";
import { isAddressProven } from "./repository-proof.ts";
import { requestPasswordReset } from "./request-password-reset.ts";
import { sendAccountMails } from "./send-account-mails.ts";
import { updatePassword } from "./update-password.ts";

const database = useDatabase();
const clock = createClock();
const [password, fresh] = ["correct horse battery", "another horse battery"];

let owner: Awaited<ReturnType<typeof createOwner>>;
let network = 0;

const settings = { hasMail: true };
const nobody = (ip = "192.0.2.1") => ({
  ...testContext({ db: database.db, now: clock.now, settings }),
  client: { ip, userAgent: "browser" },
});
const signedIn = () => testContext({ db: database.db, now: clock.now, actor: owner, settings });
const operator = () => testContext({ db: database.db, now: clock.now, actor: systemActor() });
const work = (mailbox: Mailbox) => sendAccountMails(operator(), mailbox.send);
const ask = (email = owner.email) => requestPasswordReset(nobody(`198.51.100.${++network}`), { email });
const reset = (token: string, newPassword = fresh) =>
  completePasswordReset(nobody(), { token: new Secret(token), newPassword: new Secret(newPassword) });
const signIn = (guess: string) =>
  createSession(nobody(`203.0.113.${++network}`), { email: owner.email, password: new Secret(guess) });
const shownToken = async () =>
  new URL((await createOperatorLink(operator(), { email: owner.email })).link).hash.slice(1);
const reread = (raw: string) => raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");

/** The token of each e-mail, as both of its parts hold it. */
function tokensIn({ received }: Mailbox): string[] {
  return received.flatMap(({ raw }) => [
    ...new Set(
      [...reread(raw).matchAll(/\/reset-password#([A-Za-z0-9_-]{43})/g)].map(([, token]) => token ?? ""),
    ),
  ]);
}

const dead = { code: "not-found", detail: expect.stringContaining("works no more") };

beforeEach(async () => {
  network = 0;
  await database.db.accountMail.deleteMany();
  await database.db.rateLimit.deleteMany();
  owner = await createOwner(database.db);
  const passwordHash = await hashPassword(new Secret(password));
  const passwordChangedAt = new Date(clock.now().getTime() - 1_000);
  await database.db.user.update({
    where: { id: owner.userId },
    data: { passwordHash, passwordChangedAt },
  });
});

async function linkElsewhere(userId: string): Promise<void> {
  const client = { clientId: "app", clientSecretSealed: Buffer.from("sealed"), keyId: "key", last4: "1234" };
  const place = { kind: "oidc" as const, slug: userId, name: "Elsewhere", issuer: "https://id.example" };
  const { id } = await database.db.signInMethod.create({
    data: { id: `method-${userId}`, ...place, ...client, createdById: userId },
  });
  await database.db.signInIdentity.create({
    data: { id: `identity-${userId}`, methodId: id, userId, subject: "somebody" },
  });
}

describe("a forgotten password", () => {
  it("is set anew by a link from an e-mail, once; all sessions end, and a notice follows", async () => {
    const mailbox = await startMailbox();
    const before = await signIn(password);
    await ask();
    expect([await work(mailbox), await work(mailbox)]).toEqual([1, 0]);
    const [token = ""] = tokensIn(mailbox);
    expect(mailbox.received.map(({ to }) => to)).toEqual([owner.email]);
    expect(await getPasswordReset(nobody(), { token: new Secret(token) })).toEqual({ email: owner.email });
    clock.advance(1_000);
    await linkElsewhere(owner.userId);
    await reset(token);
    // Nobody had proven the address: whoever linked it may be somebody else.
    expect(await database.db.signInIdentity.count({ where: { userId: owner.userId } })).toBe(0);
    expect(await findLiveSession(nobody(), before ?? "", clock.now())).toBeNull();
    expect(await findLiveSession(nobody(), secretOfSession(owner.sessionId), clock.now())).toBeNull();
    expect(await signIn(password)).toBeNull();
    expect(await signIn(fresh)).not.toBeNull();
    await expect(reset(token)).rejects.toMatchObject(dead);
    // Whoever sets it so has the mailbox: a sign-in elsewhere may find the account by its address.
    expect(await isAddressProven(nobody(), owner.userId)).toBe(true);
    await work(mailbox);
    expect(mailbox.received.map(({ to, raw }) => [to, /^subject: (.+)$/im.exec(raw)?.[1]])).toEqual([
      [owner.email, "A new password for Mooring"],
      [owner.email, "Your password for Mooring was changed"],
    ]);
    const events = await database.db.auditEvent.findMany({ where: { action: "password.reset" } });
    expect(events).toMatchObject([
      { targetId: owner.userId, actorId: owner.userId, workspaceId: owner.workspaceId, outcome: "success" },
    ]);
  });

  it("S-08: is answered alike for an unknown, a disabled and a passwordless account, which get no e-mail", async () => {
    const mailbox = await startMailbox();
    const disabled = await createMember(database.db, { workspaceId: owner.workspaceId });
    const passwordless = await createMember(database.db, { workspaceId: owner.workspaceId });
    const passwordHash = "set";
    await database.db.user.update({
      where: { id: disabled.userId },
      data: { passwordHash, disabledAt: clock.now() },
    });
    const emails = [owner.email, "nobody@example.com", disabled.email, passwordless.email];
    for (const email of emails) expect(await ask(email)).toBeUndefined();
    const kinds = await database.db.accountMail.findMany({ orderBy: { id: "asc" }, select: { kind: true } });
    expect(kinds).toHaveLength(4);
    await work(mailbox);
    expect(mailbox.received.map(({ to }) => to)).toEqual([owner.email]);
    expect(await database.db.accountMail.count()).toBe(0);
    expect(
      await database.db.auditEvent.count({
        where: { action: { startsWith: "password" }, workspaceId: owner.workspaceId },
      }),
    ).toBe(0);
  });

  it("is asked for five times an address and thirty times a network in 15 minutes", async () => {
    const from = nobody("192.0.2.77");
    for (let n = 0; n < 5; n++) await requestPasswordReset(from, { email: owner.email });
    const limited = { code: "rate-limited" };
    await expect(requestPasswordReset(from, { email: owner.email })).rejects.toMatchObject(limited);
    for (let n = 0; n < 24; n++) await requestPasswordReset(from, { email: `n${n}@example.com` });
    await expect(requestPasswordReset(from, { email: "last@example.com" })).rejects.toMatchObject(limited);
    await ask();
  });

  it("is mailed once in five minutes, however often it is asked for; then the newer link ends the older", async () => {
    const mailbox = await startMailbox();
    await ask();
    await work(mailbox);
    await ask();
    expect(await work(mailbox)).toBe(0);
    clock.advance(5 * 60_000);
    await ask();
    expect(await work(mailbox)).toBe(1);
    const [old = "", newer = ""] = tokensIn(mailbox);
    await expect(reset(old)).rejects.toMatchObject(dead);
    await reset(newer);
  });

  it("is mailed with another token when the server was down", async () => {
    const mailbox = await startMailbox();
    mailbox.refuse(451);
    await ask();
    expect(await work(mailbox)).toBe(0);
    mailbox.refuse(null);
    clock.advance(2 * 60_000);
    expect(await work(mailbox)).toBe(1);
    await reset(tokensIn(mailbox)[0] ?? "");
  });
});

describe("a link to a new password", () => {
  it("works for 60 minutes, and keeps only the hash of its token", async () => {
    const token = await shownToken();
    const rows = JSON.stringify(await database.db.passwordReset.findMany());
    expect(rows).not.toContain(token);
    clock.advance(60 * 60_000);
    await expect(reset(token)).rejects.toMatchObject(dead);
    await expect(getPasswordReset(nobody(), { token: new Secret(token) })).rejects.toMatchObject(dead);
    await expect(reset("made-up")).rejects.toMatchObject(dead);
  });

  it("is used by exactly one of two at once", async () => {
    const token = await shownToken();
    const results = await Promise.allSettled([reset(token), reset(token, "a third horse battery")]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("ends with a change of the password, which is told by e-mail too", async () => {
    const token = await shownToken();
    await updatePassword(signedIn(), {
      ...{ currentPassword: new Secret(password), newPassword: new Secret(fresh) },
    });
    await expect(reset(token)).rejects.toMatchObject(dead);
    expect(await database.db.accountMail.findMany({ where: { email: owner.email } })).toMatchObject([
      { kind: "password_changed" },
    ]);
  });

  it("is made by a platform admin who proves their password, for others of the workspace alone", async () => {
    const member = await createMember(database.db, { workspaceId: owner.workspaceId });
    const stranger = await createOwner(database.db);
    const make = (id: string, guess = password, ctx = signedIn()) =>
      createPasswordLink(ctx, { id, password: new Secret(guess) });
    await expect(make(member.userId, "wrong")).rejects.toMatchObject({ code: "invalid-input" });
    await expect(make(stranger.userId)).rejects.toMatchObject({ code: "not-found" });
    await expect(make(owner.userId)).rejects.toMatchObject({ code: "conflict" });
    const ownerOnly = testContext({ db: database.db, actor: { ...owner, isPlatformAdmin: false } });
    await expect(make(member.userId, password, ownerOnly)).rejects.toMatchObject({ code: "forbidden" });
    const { link } = await make(member.userId);
    expect(link).toMatch(/\/reset-password#[A-Za-z0-9_-]{43}$/);
    await reset(new URL(link).hash.slice(1));
    const where = { targetId: member.userId };
    expect(await database.db.auditEvent.findMany({ where, orderBy: { sequence: "asc" } })).toMatchObject([
      { action: "password-link.create", actorId: owner.userId, workspaceId: owner.workspaceId },
      { action: "password.reset", actorId: member.userId },
    ]);
  });
});

describe("S-02: a reset while a session is being proven", () => {
  it("leaves none that began with the old password, whoever comes first", async () => {
    const real = (ip: string) => ({ ...nobody(ip), now: () => new Date() });
    const guesses = [password, ...Array.from({ length: 10 }, (_, n) => `horse battery no. ${n}`)];
    for (const [round, guess] of guesses.slice(0, -1).entries()) {
      const { link } = await createOperatorLink(testContext({ db: database.db, actor: systemActor() }), {
        email: owner.email,
      });
      const token = new Secret(new URL(link).hash.slice(1));
      const input = { token, newPassword: new Secret(guesses[round + 1] ?? "") };
      const [raced] = await Promise.all([
        createSession(real("203.0.113.1"), { email: owner.email, password: new Secret(guess) }),
        completePasswordReset(real("203.0.113.2"), input),
      ]);
      if (raced) expect(await findLiveSession(nobody(), raced, new Date())).toBeNull();
    }
  });

  it("ends one whose password was read before", async () => {
    const begun = clock.now();
    const token = await shownToken();
    clock.advance(2_000);
    const readings = [begun];
    const slow = { ...nobody(), now: () => readings.shift() ?? clock.now() };
    await reset(token, password);
    const raced = await createSession(slow, { email: owner.email, password: new Secret(password) });
    expect(await findLiveSession(nobody(), raced ?? "", clock.now())).toBeNull();
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/core/secret.ts";
import { createClock } from "#lib/testing/clock.ts";
import { testContext } from "#lib/testing/context.ts";
import { openAdmin, useDatabase } from "#lib/testing/database.ts";
import { createOwner } from "#lib/testing/factories.ts";
import { createSession } from "./create-session.ts";
import { findLiveSession, hashPassword } from "./repository.ts";
import { hashSessionSecret } from "./session-secret.ts";

const database = useDatabase();
const clock = createClock();
const password = "correct horse battery";

let owner: Awaited<ReturnType<typeof createOwner>>;

beforeEach(async () => {
  owner = await createOwner(database.db);
  const passwordHash = await hashPassword(new Secret(password));
  await database.db.user.update({ where: { id: owner.userId }, data: { passwordHash } });
});

function signIn({
  email = owner.email,
  guess = password,
  ip = "192.0.2.1",
  previousSessionId = undefined as string | undefined,
} = {}) {
  const ctx = { ...testContext({ db: database.db, now: clock.now }), client: { ip, userAgent: "browser" } };
  return createSession(ctx, { email, password: new Secret(guess), previousSessionId });
}

function rowOf(secret: string | null) {
  return database.db.session.findUniqueOrThrow({ where: { secretHash: hashSessionSecret(secret ?? "") } });
}

describe("createSession", () => {
  it("opens a session in the member's workspace for 30 days, and records it", async () => {
    expect(await rowOf(await signIn())).toMatchObject({
      userId: owner.userId,
      workspaceId: owner.workspaceId,
      ip: "192.0.2.1",
      expiresAt: new Date(clock.now().getTime() + 30 * 24 * 3_600_000),
    });
    expect(await database.db.auditEvent.findFirst({ where: { targetId: owner.userId } })).toMatchObject({
      action: "session.create",
      outcome: "success",
      workspaceId: owner.workspaceId,
    });
  });

  it("S-02: gives every sign-in a new id and ends the session that the browser brought along", async () => {
    const first = await signIn();
    const { id } = await rowOf(first);
    const second = await signIn({ previousSessionId: id });
    expect(second).not.toBe(first);
    expect((await rowOf(second)).id).not.toBe(id);
    expect(await rowOf(first)).toMatchObject({ revokedAt: clock.now() });
  });

  it("S-02: gives each a secret of 256 random bits, of which only a hash is anywhere in the database", async () => {
    const secrets = await Promise.all(Array.from({ length: 8 }, () => signIn()));
    expect(new Set(secrets).size).toBe(8);
    const pool = await openAdmin(database.url);
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const texts = await Promise.all(
      tables.map(async ({ name }) =>
        JSON.stringify((await pool.query(`SELECT t::text FROM ${name} t`)).rows),
      ),
    );
    await pool.end();
    for (const secret of secrets) {
      const bytes = Buffer.from(secret ?? "", "base64url");
      expect(bytes.length).toBe(32);
      const { id, secretHash } = await rowOf(secret);
      expect(texts.some((text) => text.includes(Buffer.from(secretHash).toString("hex")))).toBe(true);
      for (const form of [secret ?? "", bytes.toString("hex"), bytes.toString("base64")])
        expect(texts.filter((text) => text.includes(form))).toEqual([]);
      expect(secret).not.toContain(id.slice("sess-".length));
    }
  });

  it("S-02: is found by an index on that hash, in one statement", async () => {
    const pool = await openAdmin(database.url);
    await pool.query("SET enable_seqscan = off");
    const { rows } = await pool.query(
      `EXPLAIN SELECT * FROM "Session" WHERE "secretHash" = '\\x00' AND "revokedAt" IS NULL`,
    );
    await pool.end();
    expect(JSON.stringify(rows)).toContain("Session_secretHash_key");
  });

  it("S-02: opens none that lives when the password is changed while it is being proven", async () => {
    const begun = clock.now();
    const later = new Date(begun.getTime() + 2_000);
    const readings = [begun];
    const ctx = testContext({ db: database.db, now: () => readings.shift() ?? later });
    const passwordChangedAt = new Date(begun.getTime() + 1_000);
    await database.db.user.update({ where: { id: owner.userId }, data: { passwordChangedAt } });
    const raced = await createSession(ctx, { email: owner.email, password: new Secret(password) });
    const afterwards = await createSession(ctx, { email: owner.email, password: new Secret(password) });
    expect(await findLiveSession(ctx, raced ?? "", later)).toBeNull();
    expect(await findLiveSession(ctx, afterwards ?? "", later)).toMatchObject({ userId: owner.userId });
  });

  it("S-02: never ends somebody else's session that a browser brings along", async () => {
    const other = await createOwner(database.db);
    await signIn({ previousSessionId: other.sessionId });
    expect(await database.db.session.findUnique({ where: { id: other.sessionId } })).toMatchObject({
      revokedAt: null,
    });
  });

  it("refuses a wrong password, an unknown and a disabled account alike, and says why only in the audit log", async () => {
    expect(await signIn({ guess: "wrong" })).toBeNull();
    clock.advance(1_000);
    expect(await signIn({ email: "nobody@example.com" })).toBeNull();
    await database.db.user.update({ where: { id: owner.userId }, data: { disabledAt: clock.now() } });
    expect(await signIn()).toBeNull();
    const denied = await database.db.auditEvent.findMany({
      where: { targetId: owner.userId },
      orderBy: { id: "asc" },
    });
    expect(denied.map(({ outcome, cause }) => [outcome, cause])).toEqual([
      ["denied", "wrong-password"],
      ["denied", "account-unusable"],
    ]);
  });

  it("S-08: an account without a password cannot be signed in to with any", async () => {
    await database.db.user.update({ where: { id: owner.userId }, data: { passwordHash: null } });
    expect(await signIn({ guess: "" })).toBeNull();
  });

  it("S-08: evaluates ten guesses per account and address in 15 minutes, right ones included", async () => {
    const guesses = Array.from({ length: 12 }, () => signIn({ guess: "wrong", ip: "192.0.2.8" }));
    const results = await Promise.allSettled(guesses);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    await expect(signIn({ ip: "192.0.2.8" })).rejects.toMatchObject({ code: "rate-limited" });
    clock.advance(15 * 60_000);
    expect(await signIn({ ip: "192.0.2.8" })).not.toBeNull();
  });

  it("S-08: another address of the same IPv6 network gets no guesses of its own", async () => {
    const guesses = Array.from({ length: 12 }, (_, n) =>
      signIn({ guess: "wrong", ip: `2001:db8::${n + 1}` }),
    );
    await Promise.allSettled(guesses);
    await expect(signIn({ ip: "2001:db8::ffff" })).rejects.toMatchObject({ code: "rate-limited" });
    expect(await signIn({ ip: "2001:db8:0:1::1" })).not.toBeNull();
  });

  it("S-08: guessing from one address locks nobody out at another", async () => {
    await Promise.allSettled(Array.from({ length: 12 }, () => signIn({ guess: "wrong", ip: "192.0.2.9" })));
    expect(await signIn({ ip: "198.51.100.1" })).not.toBeNull();
  });

  it("S-08: a hundred guesses at many accounts from one address are the most", async () => {
    const ctx = {
      ...testContext({ db: database.db, now: clock.now }),
      client: { ip: "192.0.2.77", userAgent: null },
    };
    await database.db.user.updateMany({ data: { passwordHash: null } });
    const results = await Promise.allSettled(
      Array.from({ length: 105 }, (_, n) =>
        createSession(ctx, { email: `a${n}@example.com`, password: new Secret("x") }),
      ),
    );
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(5);
  });

  it("keeps what strangers type out of the audit log", async () => {
    await signIn({ email: "hunter2@typed-into-the-wrong-field.example" });
    const events = await database.db.auditEvent.findMany();
    expect(JSON.stringify(events)).not.toContain("hunter2");
  });
});

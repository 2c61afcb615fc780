import type { Context } from "#lib/context/context.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { Secret } from "#lib/core/secret.ts";
import { isSamePassword } from "#lib/crypto/password-hash.ts";
import { sessionIdleMs } from "./session-rules.ts";
import { hashSessionSecret } from "./session-secret.ts";

export { hashPassword } from "#lib/crypto/password-hash.ts";

type Store = Pick<Context, "db">;

/** A live session with everything that decides what its owner may do. */
export interface SessionRow {
  id: string;
  lastSeenAt: Date;
  userId: string;
  name: string;
  email: string;
  isPlatformAdmin: boolean;
  workspaceId: string;
  role: WorkspaceRole;
}

/**
 * The session with this secret, its user and the membership, in one query; nothing when any of them ended: revoked, expired, idle for too
 * long, user disabled or gone, membership gone, password changed since.
 */
export async function findLiveSession({ db }: Store, secret: string, now: Date): Promise<SessionRow | null> {
  const idleSince = new Date(now.getTime() - sessionIdleMs);
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT s."id", s."lastSeenAt", u."id" AS "userId", u."name", u."email",
           u."platformRole" = 'admin' AS "isPlatformAdmin", m."workspaceId", m."role"::text AS "role"
    FROM "Session" s
    JOIN "User" u ON u."id" = s."userId"
    JOIN "Membership" m ON m."userId" = s."userId" AND m."workspaceId" = s."workspaceId"
    WHERE s."secretHash" = ${hashSessionSecret(secret)} AND s."revokedAt" IS NULL AND s."expiresAt" > ${now}
      AND s."lastSeenAt" > ${idleSince} AND u."disabledAt" IS NULL AND u."passwordChangedAt" <= s."createdAt"`;
  return rows[0] ?? null;
}

/** The id of the session with this secret, and whether it ended because of a new role; `null` without one. It may have ended. */
export async function findSession(
  { db }: Store,
  secret: string,
): Promise<{ id: string; endedWithRole: boolean } | null> {
  const where = { secretHash: hashSessionSecret(secret) };
  return db.session.findFirst({ where, select: { id: true, endedWithRole: true } });
}

/** Notes that the session was used; never moves the time backwards. */
export async function stampSession({ db }: Store, sessionId: string, now: Date): Promise<void> {
  await db.session.updateMany({
    where: { id: sessionId, lastSeenAt: { lt: now } },
    data: { lastSeenAt: now },
  });
}

export interface NewSession {
  id: string;
  secret: string;
  userId: string;
  workspaceId: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertSession({ db }: Store, { secret, ...session }: NewSession): Promise<void> {
  const secretHash = hashSessionSecret(secret);
  await db.session.create({ data: { ...session, secretHash, lastSeenAt: session.createdAt } });
}

/** Revokes one live session of the user; whether there was one. */
export async function revokeSessionRow(
  { db }: Store,
  sessionId: string,
  userId: string,
  now: Date,
): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id: sessionId, userId, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}

/** The newest hundred of the sessions in which the user could make a request now, last used first. */
export function findUserSessions({ db }: Store, userId: string, now: Date) {
  const lastSeenAt = { gt: new Date(now.getTime() - sessionIdleMs) };
  return db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now }, lastSeenAt },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    take: 100,
    select: {
      ...{ id: true, ip: true, userAgent: true, createdAt: true, lastSeenAt: true },
      workspace: { select: { name: true } },
    },
  });
}

/** Keeps all sessions of the user from being ended at once until the transaction ends, so that none begins unseen. */
export async function holdSessions({ db }: Store, userId: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR KEY SHARE`;
}

/** Revokes every live session of the user, but for one that may be named; how many. Call it in a transaction. */
export async function revokeUserSessions(
  { db }: Store,
  userId: string,
  now: Date,
  exceptId?: string,
): Promise<number> {
  // Waits for those that are about to begin (`holdSessions`).
  await db.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
  const { count } = await db.session.updateMany({
    where: { userId, revokedAt: null, id: exceptId === undefined ? undefined : { not: exceptId } },
    data: { revokedAt: now },
  });
  return count;
}

/** For the system only: erases, everywhere, the sessions that had ended by then. Gives their number. */
export async function deleteEndedSessions({ db }: Store, endedBy: Date): Promise<number> {
  const idleSince = new Date(endedBy.getTime() - sessionIdleMs);
  const { count } = await db.session.deleteMany({
    where: {
      OR: [
        { expiresAt: { lte: endedBy } },
        { revokedAt: { lte: endedBy } },
        { lastSeenAt: { lte: idleSince } },
      ],
    },
  });
  return count;
}

/** Whoever may sign in with this e-mail, and the workspace they land in: the one that they have been in longest. */
export interface Account {
  userId: string;
  name: string;
  email: string;
  passwordHash: string | null;
  isDisabled: boolean;
  workspaceId: string | null;
  hasSecondFactor: boolean;
}

export async function findAccount(
  { db }: Store,
  where: { email: string } | { id: string },
): Promise<Account | null> {
  const user = await db.user.findFirst({
    where,
    include: {
      memberships: { orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }], take: 1 },
      secondFactor: { select: { confirmedAt: true } },
    },
  });
  if (!user) return null;
  const { id, name, email, passwordHash, disabledAt, memberships, secondFactor } = user;
  return {
    ...{ userId: id, name, email, passwordHash },
    isDisabled: disabledAt !== null,
    workspaceId: memberships[0]?.workspaceId ?? null,
    hasSecondFactor: secondFactor?.confirmedAt != null,
  };
}

/** A new account without a workspace; `false` when somebody has the address. */
export async function insertAccount(
  { db }: Store,
  { now, ...account }: { id: string; email: string; name: string; passwordHash: string; now: Date },
): Promise<boolean> {
  const { count } = await db.user.createMany({
    data: [{ ...account, passwordChangedAt: now, createdAt: now, updatedAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Whether the person belongs to the workspace. */
export async function isMemberOf({ db }: Store, userId: string, workspaceId: string): Promise<boolean> {
  return (await db.membership.count({ where: { userId, workspaceId } })) > 0;
}

/** Whether the password is the account's; takes as long for nobody's account as for somebody's (S-08). */
export async function verifyAccountPassword(
  account: Account | null,
  password: Secret<string>,
): Promise<boolean> {
  return isSamePassword(account?.passwordHash ?? null, password);
}

/** Stores a new password, only if the one that was checked is still the stored one; whether it was. */
export async function replacePassword(
  { db }: Store,
  change: { account: Account; password: string; now: Date },
): Promise<boolean> {
  const { account, password, now } = change;
  const { count } = await db.user.updateMany({
    where: { id: account.userId, passwordHash: account.passwordHash },
    data: { passwordHash: password, passwordChangedAt: now },
  });
  return count === 1;
}

import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { AccountMailKind } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;
type Hash = Uint8Array<ArrayBuffer>;

/** Puts a link in the place of the account's last one. */
export async function replaceReset(
  { db }: Store,
  userId: string,
  link: { tokenHash: Hash; createdAt: Date; expiresAt: Date },
): Promise<void> {
  const data = { ...link, mailedAt: null };
  await db.passwordReset.upsert({ where: { userId }, create: { userId, ...data }, update: data });
}

/** Notes that the e-mail with this link left; nothing happens when another link has taken its place. */
export async function stampReset({ db }: Store, tokenHash: Hash, mailedAt: Date): Promise<void> {
  await db.passwordReset.updateMany({ where: { tokenHash }, data: { mailedAt } });
}

/** Whether the account got a link by e-mail since then that still works. */
export async function hasMailedReset(
  { db }: Store,
  userId: string,
  { since, now }: { since: Date; now: Date },
): Promise<boolean> {
  const where = { userId, mailedAt: { gt: since }, expiresAt: { gt: now } };
  return (await db.passwordReset.count({ where })) > 0;
}

/** Whose password a token may set, and whether it went out by e-mail; `null` for a token that is unknown, used, replaced or too old, or whose account is disabled. */
export async function findResetUser({ db }: Store, tokenHash: Hash, now: Date) {
  const row = await db.passwordReset.findFirst({
    where: { tokenHash, expiresAt: { gt: now }, user: { disabledAt: null } },
    select: { mailedAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  return row && { ...row.user, isMailed: row.mailedAt !== null };
}

/** Uses a link up: of two at once exactly one gets `true`. */
export async function consumeReset({ db }: Store, tokenHash: Hash, now: Date): Promise<boolean> {
  const { count } = await db.passwordReset.deleteMany({ where: { tokenHash, expiresAt: { gt: now } } });
  return count === 1;
}

/** Ends whatever somebody could go on with who knew the old password or had a link: a link, and sign-ins before their second step. */
export async function deleteOpenings({ db }: Store, userId: string): Promise<void> {
  await db.passwordReset.deleteMany({ where: { userId } });
  await db.pendingSignIn.deleteMany({ where: { userId } });
}

/** Sets a password without asking for the last one. */
export async function setPassword(
  { db }: Store,
  { userId, password, now }: { userId: string; password: string; now: Date },
): Promise<void> {
  await db.user.update({
    where: { id: userId },
    data: { passwordHash: password, passwordChangedAt: now },
  });
}

/** Has an e-mail sent; the same one that waits already is not sent twice. */
export async function insertAccountMail(
  { db }: Store,
  { kind, email, now }: { kind: AccountMailKind; email: string; now: Date },
): Promise<void> {
  const id = newId("accountMail", now.getTime());
  await db.accountMail.createMany({
    data: [{ id, kind, email, createdAt: now, dueAt: now }],
    skipDuplicates: true,
  });
}

export interface DueAccountMail {
  id: string;
  kind: AccountMailKind;
  email: string;
  createdAt: Date;
}

/** Claims e-mails that are due, by moving that time: other processes pass them by. */
export function claimAccountMails(
  { db }: Store,
  { now, nextAt, limit }: { now: Date; nextAt: Date; limit: number },
): Promise<DueAccountMail[]> {
  return db.$queryRaw<DueAccountMail[]>`
    UPDATE "AccountMail" m SET "dueAt" = ${nextAt}
    FROM (
      SELECT d."id" FROM "AccountMail" d WHERE d."dueAt" <= ${now}
      ORDER BY d."dueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE m."id" = due."id"
    RETURNING m."id", m."kind"::text AS "kind", m."email", m."createdAt"`;
}

export async function deleteAccountMail({ db }: Store, id: string): Promise<void> {
  await db.accountMail.deleteMany({ where: { id } });
}

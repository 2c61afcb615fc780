import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

/** Whether mail to a person's address is known to reach them: who only typed it may be anybody. */
export async function isAddressProven({ db }: Store, userId: string): Promise<boolean> {
  const where = { id: userId, emailVerifiedAt: { not: null } };
  return (await db.user.count({ where })) > 0;
}

/** Notes that mail to this address reaches this person, if it is the account's and was not known before. */
export async function proveAddress(
  { db }: Store,
  { userId, email }: { userId: string; email: string },
  now: Date,
): Promise<void> {
  await db.user.updateMany({
    where: { id: userId, email, emailVerifiedAt: null },
    data: { emailVerifiedAt: now },
  });
}

/** A new account without password and workspace, whose address somebody vouches for; `false` when one has the address. */
export async function insertProvenAccount(
  { db }: Store,
  { now, ...account }: { id: string; email: string; name: string; now: Date },
): Promise<boolean> {
  const { count } = await db.user.createMany({
    data: [{ ...account, emailVerifiedAt: now, passwordChangedAt: now, createdAt: now, updatedAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Unlinks every sign-in elsewhere of an account. */
export async function deleteIdentities({ db }: Store, userId: string): Promise<void> {
  await db.signInIdentity.deleteMany({ where: { userId } });
}

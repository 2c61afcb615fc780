import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

/** How many people have linked an account, by method, and by which the person has. */
export async function countIdentities(
  { db }: Store,
  userId: string,
): Promise<Map<string, { people: number; isLinked: boolean }>> {
  const rows = await db.$queryRaw<{ methodId: string; people: number; isLinked: boolean }[]>`
    SELECT "methodId", count(DISTINCT "userId")::int AS "people", bool_or("userId" = ${userId}) AS "isLinked"
    FROM "SignInIdentity" GROUP BY "methodId"`;
  return new Map(rows.map(({ methodId, ...counts }) => [methodId, counts]));
}

/** How many identities of proven methods a person has, but for those of one method or one identity. */
export function countWaysIn(
  { db }: Store,
  userId: string,
  except: { methodId?: string; id?: string } = {},
): Promise<number> {
  const { methodId, id } = except;
  return db.signInIdentity.count({
    where: {
      userId,
      ...(id !== undefined && { id: { not: id } }),
      method: { provenAt: { not: null }, ...(methodId !== undefined && { id: { not: methodId } }) },
    },
  });
}

/** The first hundred identities of a person, the oldest first. */
export function findOwnIdentities({ db }: Store, userId: string) {
  return db.signInIdentity.findMany({
    where: { userId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: 100,
    include: { method: { select: { name: true, kind: true, provenAt: true } } },
  });
}

/** What a person can prove themselves by beside their session. */
export async function findProofs(
  { db }: Store,
  userId: string,
): Promise<{ password: boolean; code: boolean }> {
  const [row] = await db.$queryRaw<{ password: boolean; code: boolean }[]>`
    SELECT u."passwordHash" IS NOT NULL AS "password", coalesce(f."confirmedAt" IS NOT NULL, false) AS "code"
    FROM "User" u LEFT JOIN "SecondFactor" f ON f."userId" = u."id" WHERE u."id" = ${userId}`;
  return row ?? { password: false, code: false };
}

export function findOwnIdentity({ db }: Store, { id, userId }: { id: string; userId: string }) {
  return db.signInIdentity.findFirst({
    where: { id, userId },
    include: { method: { select: { name: true } } },
  });
}

/** Whose account a subject of a method is; `null`: nobody's. */
export async function findIdentityUserId(
  { db }: Store,
  place: { methodId: string; subject: string },
): Promise<string | null> {
  const row = await db.signInIdentity.findFirst({
    where: place,
    select: { userId: true },
  });
  return row?.userId ?? null;
}

export interface NewIdentity {
  id: string;
  methodId: string;
  userId: string;
  subject: string;
  email: string | null;
}

/** Links a subject to a person; `false` when somebody has it. */
export async function insertIdentity({ db }: Store, identity: NewIdentity, now: Date): Promise<boolean> {
  const { count } = await db.signInIdentity.createMany({
    data: [{ ...identity, createdAt: now, lastUsedAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Notes that a subject signed in, and the address that it has now. */
export async function stampIdentity(
  { db }: Store,
  { methodId, subject, email }: Pick<NewIdentity, "methodId" | "subject" | "email">,
  now: Date,
): Promise<void> {
  await db.signInIdentity.updateMany({
    where: { methodId, subject },
    data: { lastUsedAt: now, ...(email !== null && { email }) },
  });
}

export async function deleteIdentityRow(
  { db }: Store,
  { id, userId }: { id: string; userId: string },
): Promise<boolean> {
  return (await db.signInIdentity.deleteMany({ where: { id, userId } })).count === 1;
}

/** Makes whoever else would change a person's ways in wait until the transaction ends; whether they have a password. */
export async function lockPerson({ db }: Store, userId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ hasPassword: boolean }[]>`
    SELECT "passwordHash" IS NOT NULL AS "hasPassword" FROM "User" WHERE "id" = ${userId} FOR NO KEY UPDATE`;
  return rows[0]?.hasPassword ?? false;
}

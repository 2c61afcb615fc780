import type { Context } from "#lib/context/context.ts";
import type { Secret } from "#lib/core/secret.ts";
import { currentDeploymentKey, deploymentKey } from "#lib/crypto/deployment-keys.ts";
import { open, type Place, seal } from "#lib/crypto/envelope.ts";

type Store = Pick<Context, "db">;
type Hash = Uint8Array<ArrayBuffer>;

export interface SecondFactorRow {
  secret: Secret<Uint8Array>;
  createdAt: Date;
  confirmedAt: Date | null;
}

/** An account's second factor, on or still being set up, with its secret opened. */
export async function findSecondFactor(ctx: Context, userId: string): Promise<SecondFactorRow | null> {
  const row = await ctx.db.secondFactor.findFirst({ where: { userId } });
  if (!row) return null;
  const { secretSealed, keyId, createdAt, confirmedAt } = row;
  const secret = open(await deploymentKey(ctx, keyId), placeOf(userId), secretSealed);
  return { secret, createdAt, confirmedAt };
}

/** When it was switched on, and how many recovery codes are left. */
export async function findSecondFactorState({ db }: Store, userId: string) {
  const row = await db.secondFactor.findFirst({ where: { userId }, select: { confirmedAt: true } });
  return {
    confirmedAt: row?.confirmedAt ?? null,
    recoveryCodes: await db.recoveryCode.count({ where: { userId } }),
  };
}

/** Begins to set one up, in the place of one that was begun; `false` when one is on. */
export async function insertSecondFactor(
  ctx: Context,
  userId: string,
  secret: Secret<Uint8Array>,
): Promise<boolean> {
  const key = await currentDeploymentKey(ctx);
  const secretSealed = seal(key, placeOf(userId), secret);
  const data = { secretSealed, keyId: key.id, createdAt: ctx.now() };
  const replaced = await ctx.db.secondFactor.updateMany({ where: { userId, confirmedAt: null }, data });
  if (replaced.count === 1) return true;
  const { count } = await ctx.db.secondFactor.createMany({
    data: [{ userId, ...data }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Switches on what was begun then, whose first code was that of `step`; `false` when it was switched on or begun anew since. */
export async function confirmSecondFactorRow(
  { db }: Store,
  { userId, createdAt, step, now }: { userId: string; createdAt: Date; step: number; now: Date },
): Promise<boolean> {
  const { count } = await db.secondFactor.updateMany({
    where: { userId, createdAt, confirmedAt: null },
    data: { confirmedAt: now, lastStep: step },
  });
  return count === 1;
}

/** Takes a step's code: of two at once exactly one gets `true`, and none of an earlier step does afterwards (RFC 6238 §5.2). */
export async function consumeStep({ db }: Store, userId: string, step: number): Promise<boolean> {
  const { count } = await db.secondFactor.updateMany({
    where: { userId, lastStep: { lt: step }, confirmedAt: { not: null } },
    data: { lastStep: step },
  });
  return count === 1;
}

/** Takes a recovery code: of two at once exactly one gets `true`. */
export async function consumeRecoveryCode({ db }: Store, userId: string, codeHash: Hash): Promise<boolean> {
  const { count } = await db.recoveryCode.deleteMany({ where: { userId, codeHash } });
  return count === 1;
}

/** Puts these codes in the place of all earlier ones. */
export async function replaceRecoveryCodes(
  { db }: Store,
  userId: string,
  hashes: readonly Hash[],
): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ userId, codeHash })) });
}

/** Erases secret and recovery codes, and ends sign-ins that wait for a code; whether it was on. */
export async function deleteSecondFactorRow({ db }: Store, userId: string): Promise<boolean> {
  const { count } = await db.secondFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } });
  if (count === 0) return false;
  await db.recoveryCode.deleteMany({ where: { userId } });
  await db.pendingSignIn.deleteMany({ where: { userId } });
  return true;
}

export async function insertPendingSignIn(
  { db }: Store,
  data: { tokenHash: Hash; userId: string; provenAt: Date; expiresAt: Date },
): Promise<void> {
  await db.pendingSignIn.create({ data });
}

/** Whose second step is due, unless the time for it is over or the password was changed since. */
export async function findPendingSignIn({ db }: Store, tokenHash: Hash, now: Date) {
  const row = await db.pendingSignIn.findFirst({
    where: { tokenHash, expiresAt: { gt: now } },
    select: { userId: true, provenAt: true, user: { select: { passwordChangedAt: true } } },
  });
  return row && row.user.passwordChangedAt <= row.provenAt
    ? { userId: row.userId, provenAt: row.provenAt }
    : null;
}

/** Ends it: of two at once exactly one gets `true`. */
export async function consumePendingSignIn({ db }: Store, tokenHash: Hash): Promise<boolean> {
  const { count } = await db.pendingSignIn.deleteMany({ where: { tokenHash } });
  return count === 1;
}

/** For the system only: erases, everywhere, what was begun and not finished by then. Gives its number. */
export async function deleteExpiredPendings({ db }: Store, by: Date): Promise<number> {
  const { count } = await db.pendingSignIn.deleteMany({ where: { expiresAt: { lte: by } } });
  return count;
}

function placeOf(userId: string): Place {
  return { table: "SecondFactor", rowId: userId, field: "secret", version: 0 };
}

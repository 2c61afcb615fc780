import type { Context } from "#lib/context/context.ts";
import { conflict } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { openClientSecret, sealClientSecret } from "#lib/crypto/client-secrets.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

// The sealed column stays in the database unless `openSecret` asks for it.
const shown = {
  omit: { clientSecretSealed: true },
  include: { joinWorkspace: { select: { id: true, name: true } } },
} as const;

export type MethodRow = Prisma.SignInMethodGetPayload<typeof shown>;

type Sealed = "clientSecretSealed" | "keyId" | "last4";
type NewMethod = Omit<Prisma.SignInMethodUncheckedCreateInput, Sealed | "createdAt" | "updatedAt">;
type MethodChange = Pick<
  MethodRow,
  "name" | "clientId" | "allowedDomains" | "joinWorkspaceId" | "joinRole" | "configVersion" | "provenAt"
>;

/** All methods of the deployment, the oldest first. */
export function listMethodRows({ db }: Store): Promise<MethodRow[]> {
  return db.signInMethod.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], ...shown });
}

export function findMethod(
  { db }: Store,
  where: { id: string } | { slug: string },
): Promise<MethodRow | null> {
  return db.signInMethod.findFirst({ where, ...shown });
}

/** Writes a draft with its secret sealed; `false` when the slug is taken. */
export async function insertMethod(
  ctx: Context,
  { secret, ...data }: NewMethod & { secret: Secret<string> },
): Promise<boolean> {
  const now = ctx.now();
  const sealed = await sealClientSecret(ctx, "SignInMethod", data.id, secret);
  const { count } = await ctx.db.signInMethod.createMany({
    data: [{ ...data, ...sealed, createdAt: now, updatedAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

/** Writes a change, with a new secret or without; 409 when anybody saved the method since it was loaded as `row`. */
export async function updateMethodRow(
  ctx: Context,
  row: MethodRow,
  { secret, ...data }: MethodChange & { secret: Secret<string> | null },
): Promise<void> {
  const sealed = secret ? await sealClientSecret(ctx, "SignInMethod", row.id, secret) : {};
  const updatedAt = new Date(Math.max(ctx.now().getTime(), row.updatedAt.getTime() + 1));
  const { count } = await ctx.db.signInMethod.updateMany({
    where: { id: row.id, updatedAt: row.updatedAt },
    data: { ...data, ...sealed, updatedAt },
  });
  if (count === 0)
    throw conflict("Somebody else saved this in the meantime. Reload, then make your change again.");
}

/** Notes that somebody signed in with this version of the client; whether it still is the version. */
export async function proveMethodRow(
  { db }: Store,
  { id, configVersion }: { id: string; configVersion: number },
  now: Date,
): Promise<boolean> {
  const { count } = await db.signInMethod.updateMany({
    where: { id, configVersion },
    data: { provenAt: now },
  });
  return count === 1;
}

export async function deleteMethodRow({ db }: Store, id: string): Promise<boolean> {
  return (await db.signInMethod.deleteMany({ where: { id } })).count === 1;
}

/** Opens the client secret of a method that is there. */
export async function openSecret(ctx: Context, id: string): Promise<Secret<string>> {
  const row = await ctx.db.signInMethod.findFirstOrThrow({ where: { id } });
  return openClientSecret(ctx, "SignInMethod", row);
}

/** Whether passwords sign in. */
export async function findPasswordState({
  db,
  settings,
}: Pick<Context, "db" | "settings">): Promise<boolean> {
  if (settings.isPasswordForced) return true;
  const row = await db.deployment.findFirst({ where: { id: 1 }, select: { isPasswordOn: true } });
  return row?.isPasswordOn ?? true;
}

/** Makes whoever else would change the ways in wait until the transaction ends; whether passwords sign in. */
export async function lockWaysIn({ db, settings }: Pick<Context, "db" | "settings">): Promise<boolean> {
  await db.deployment.createMany({ data: { id: 1 }, skipDuplicates: true });
  const rows = await db.$queryRaw<{ isPasswordOn: boolean }[]>`
    SELECT "isPasswordOn" FROM "Deployment" WHERE "id" = 1 FOR NO KEY UPDATE`;
  return settings.isPasswordForced || (rows[0]?.isPasswordOn ?? true);
}

export async function storePasswordState({ db }: Store, isPasswordOn: boolean): Promise<void> {
  await db.deployment.update({ where: { id: 1 }, data: { isPasswordOn } });
}

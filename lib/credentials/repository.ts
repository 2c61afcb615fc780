import type { Context } from "#lib/context/context.ts";
import { type AppError, conflict } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { openClientSecret, sealClientSecret } from "#lib/crypto/client-secrets.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

// The sealed column stays in the database unless `openSecret` asks for it.
const unsealed = { clientSecretSealed: true } as const;

export type CredentialRow = Prisma.OAuthCredentialGetPayload<{ omit: typeof unsealed }>;
type Sealed = "clientSecretSealed" | "keyId" | "last4";
type NewCredential = Omit<Prisma.OAuthCredentialUncheckedCreateInput, Sealed | "createdAt" | "updatedAt">;
type CredentialChange = Pick<
  CredentialRow,
  "clientId" | "clientAuthentication" | "authorizeUrl" | "tokenUrl" | "scopes" | "configVersion"
>;

export function listCredentialRows(ctx: Context): Promise<CredentialRow[]> {
  return ctx.db.oAuthCredential.findMany({ orderBy: { domain: "asc" }, omit: unsealed });
}

export function findCredential(ctx: Context, id: string): Promise<CredentialRow | null> {
  return ctx.db.oAuthCredential.findFirst({ where: { id }, omit: unsealed });
}

export function findCredentialByDomain(ctx: Context, domain: string): Promise<CredentialRow | null> {
  return ctx.db.oAuthCredential.findFirst({ where: { domain }, omit: unsealed });
}

/** Writes a new entry with its secret sealed. The database refuses a domain that was taken since it was looked up. */
export async function insertCredential(
  ctx: Context,
  { secret, ...data }: NewCredential & { secret: Secret<string> },
): Promise<void> {
  const now = ctx.now();
  const sealed = await sealClientSecret(ctx, "OAuthCredential", data.id, secret);
  await ctx.db.oAuthCredential.create({ data: { ...data, ...sealed, createdAt: now, updatedAt: now } });
}

/** Writes a change, with a new secret or without; 409 when anybody saved the entry since it was loaded as `row`. */
export async function updateCredentialRow(
  ctx: Context,
  row: CredentialRow,
  { secret, ...data }: CredentialChange & { secret: Secret<string> | null },
): Promise<void> {
  const sealed = secret ? await sealClientSecret(ctx, "OAuthCredential", row.id, secret) : {};
  const updatedAt = new Date(Math.max(ctx.now().getTime(), row.updatedAt.getTime() + 1));
  const { count } = await ctx.db.oAuthCredential.updateMany({
    where: { id: row.id, updatedAt: row.updatedAt },
    data: { ...data, ...sealed, updatedAt },
  });
  if (count === 0) throw changedMeanwhile();
}

/** Deletes the entry that was loaded as `row`; the same 409. No integration may name it any more. */
export async function deleteCredentialRow(ctx: Context, { id, updatedAt }: CredentialRow): Promise<void> {
  const { count } = await ctx.db.oAuthCredential.deleteMany({ where: { id, updatedAt } });
  if (count === 0) throw changedMeanwhile();
}

/** 409: somebody saved the entry between our reading and our writing. */
export function changedMeanwhile(): AppError {
  return conflict(
    "Somebody else saved these OAuth credentials in the meantime. Reload, then make your change again.",
  );
}

/** Makes writers of the entry wait until the transaction ends; whether it still is what was loaded. */
export async function holdCredential(
  ctx: Context,
  { id, configVersion }: { id: string; configVersion: number },
): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<{ configVersion: number }[]>`
    SELECT "configVersion" FROM "OAuthCredential" WHERE "id" = ${id} FOR SHARE`;
  return rows[0]?.configVersion === configVersion;
}

/** Makes everybody who would use or change the entry wait until the transaction ends. */
export async function lockCredential(ctx: Context, id: string): Promise<void> {
  await ctx.db.$queryRaw`SELECT 1 FROM "OAuthCredential" WHERE "id" = ${id} FOR UPDATE`;
}

/** Opens the client secret of an entry; `null` when there is no such entry. */
export async function openSecret(ctx: Context, id: string): Promise<Secret<string> | null> {
  const row = await ctx.db.oAuthCredential.findFirst({ where: { id } });
  if (!row) return null;
  return openClientSecret(ctx, "OAuthCredential", row);
}

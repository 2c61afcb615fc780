import type { Context } from "#lib/context/context.ts";
import { type AppError, conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { lastFourOf, type Secret } from "#lib/core/secret.ts";
import type { Place } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

export const newestFirst = [{ createdAt: "desc" as const }, { id: "desc" as const }];

// The sealed column stays in the database unless `openSecret` asks for it.
export const rowInclude = {
  secrets: {
    omit: { clientSecretSealed: true },
    include: { verifications: { orderBy: newestFirst, take: 1 } },
  },
  verifications: { where: { secretId: null, overrideId: null }, orderBy: newestFirst, take: 1 },
  oauthCredential: { omit: { clientSecretSealed: true } },
} satisfies Prisma.IntegrationInclude;

/** An integration with the state of its secrets, the newest check of each, and its number of connections. */
export type IntegrationRow = Counted<Prisma.IntegrationGetPayload<{ include: typeof rowInclude }>>;
export type Counted<Row> = Row & { _count: { connections: number } };
export type SecretRow = IntegrationRow["secrets"][number];
export type VerificationRow = SecretRow["verifications"][number];
export type SecretState = SecretRow["state"];
export type NewIntegration = Omit<Prisma.IntegrationUncheckedCreateInput, "createdAt" | "updatedAt">;
export type IntegrationChange = Prisma.IntegrationUncheckedUpdateManyInput;

/** One integration of the workspace by id or slug; `null` for unknown and foreign alike (D-19). */
export async function findIntegration(
  ctx: Context,
  workspaceId: string,
  idOrSlug: string,
): Promise<IntegrationRow | null> {
  const row = await ctx.db.integration.findFirst({
    where: { workspaceId, OR: [{ id: idOrSlug }, { slug: idOrSlug }] },
    include: rowInclude,
  });
  return firstCounted(ctx, row);
}

/** For the system only: one integration of whichever workspace. */
export async function findIntegrationById(ctx: Context, id: string): Promise<IntegrationRow | null> {
  return firstCounted(ctx, await ctx.db.integration.findFirst({ where: { id }, include: rowInclude }));
}

/**
 * Rows with the number of their connections. It is asked for by itself: as a part of the first query, the client counts
 * the connections of all integrations there are.
 */
export async function withCounts<Row extends { id: string }>(
  ctx: Context,
  rows: readonly Row[],
): Promise<Counted<Row>[]> {
  const counts = await countConnections(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, _count: { connections: counts.get(row.id) ?? 0 } }));
}

async function firstCounted<Row extends { id: string }>(
  ctx: Context,
  row: Row | null,
): Promise<Counted<Row> | null> {
  return row ? ((await withCounts(ctx, [row]))[0] ?? null) : null;
}

async function countConnections(
  ctx: Context,
  ids: string[],
  whose: { workspaceId?: string; ownerId?: string } = {},
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.connection.groupBy({
    by: ["integrationId"],
    where: { integrationId: { in: ids }, ...whose },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.integrationId, row._count._all]));
}

/** How many connections of each integration belong to the person. */
export function countConnectionsOf(
  ctx: Context,
  integrationIds: string[],
  { workspaceId, userId: ownerId }: { workspaceId: string; userId: string },
): Promise<Map<string, number>> {
  return countConnections(ctx, integrationIds, { workspaceId, ownerId });
}

/** The workspace's slugs that are `base` or begin with `base-`. */
export async function listSlugsLike(ctx: Context, workspaceId: string, base: string): Promise<Set<string>> {
  const rows = await ctx.db.integration.findMany({
    where: { workspaceId, OR: [{ slug: base }, { slug: { startsWith: `${base}-` } }] },
    select: { slug: true },
  });
  return new Set(rows.map((row) => row.slug));
}

export async function isIntegrationKeyTaken(ctx: Context, integrationKey: string): Promise<boolean> {
  return (await ctx.db.integration.count({ where: { integrationKey } })) > 0;
}

/** Writes a new integration. The database refuses a slug or key that was taken since it was looked up. */
export async function insertIntegration(ctx: Context, data: NewIntegration): Promise<void> {
  const now = ctx.now();
  await ctx.db.integration.create({ data: { ...data, createdAt: now, updatedAt: now } });
}

/**
 * Writes a change to the integration that was loaded as `row`. 409 when anybody saved it since:
 * `updatedAt` moves by at least a millisecond with every write.
 */
export async function updateIntegrationRow(
  ctx: Context,
  row: IntegrationRow,
  data: IntegrationChange,
): Promise<void> {
  const updatedAt = new Date(Math.max(ctx.now().getTime(), row.updatedAt.getTime() + 1));
  const { count } = await ctx.db.integration.updateMany({
    where: { id: row.id, workspaceId: row.workspaceId, updatedAt: row.updatedAt },
    data: { ...data, updatedAt },
  });
  if (count === 0) throw changedMeanwhile();
}

/** Deletes the integration that was loaded as `row`; the same 409 as an update. Its connections must be gone. */
export async function deleteIntegrationRow(ctx: Context, row: IntegrationRow): Promise<void> {
  const { id, workspaceId, updatedAt } = row;
  const { count } = await ctx.db.integration.deleteMany({ where: { id, workspaceId, updatedAt } });
  if (count === 0) throw changedMeanwhile();
}

/** 409: somebody saved the integration between our reading and our writing. */
export function changedMeanwhile(): AppError {
  return conflict(
    "Somebody else saved this integration in the meantime. Reload it, then make your change again.",
  );
}

interface NewSecret {
  workspaceId: string;
  integrationId: string;
  state: SecretState;
  secret: Secret<string>;
  createdById: string;
  keptUntil?: Date | null;
  expiresOn?: Date | null;
}

/** Seals a client secret into a row of its own and gives the row's id. Nothing else may hold that state. */
export async function insertSecret(ctx: Context, { secret, ...rest }: NewSecret): Promise<string> {
  const now = ctx.now();
  const id = newId("secret", now.getTime());
  const key = await currentWorkspaceKey(ctx, rest.workspaceId);
  await ctx.db.integrationSecret.create({
    data: {
      ...rest,
      id,
      keyId: key.id,
      clientSecretSealed: sealText(key, secretPlace(id), secret),
      last4: lastFourOf(secret),
      createdAt: now,
    },
  });
  return id;
}

/** Opens a client secret; `null` when there is none in that row (any more). */
export async function openSecret(
  ctx: Context,
  workspaceId: string,
  secretId: string,
): Promise<Secret<string> | null> {
  const row = await ctx.db.integrationSecret.findFirst({ where: { id: secretId, workspaceId } });
  if (!row?.clientSecretSealed) return null;
  const key = await workspaceKey(ctx, workspaceId, row.keyId);
  return openText(key, secretPlace(row.id), row.clientSecretSealed);
}

/** Changes the state of a secret's row, when it was verified, until when it is kept, or when it ends. */
export async function updateSecret(
  ctx: Context,
  row: Pick<SecretRow, "id" | "workspaceId">,
  data: Partial<Pick<SecretRow, "state" | "verifiedAt" | "keptUntil" | "expiresOn" | "expiryAnnouncedAt">>,
): Promise<void> {
  await ctx.db.integrationSecret.updateMany({ where: { id: row.id, workspaceId: row.workspaceId }, data });
}

/** Erases the integration's secrets that are in one of the states. */
export async function deleteSecrets(ctx: Context, row: IntegrationRow, states: SecretState[]): Promise<void> {
  await ctx.db.integrationSecret.deleteMany({
    where: { integrationId: row.id, workspaceId: row.workspaceId, state: { in: states } },
  });
}

/** For the system only: erases, everywhere, the previous secrets whose time is over. Gives their number. */
export async function deleteSecretsKeptUntil(ctx: Context, now: Date): Promise<number> {
  const { count } = await ctx.db.integrationSecret.deleteMany({
    where: { state: "previous", keptUntil: { lte: now } },
  });
  return count;
}

/** Keeps what a check of the client found. */
export async function insertVerification(
  ctx: Context,
  data: Omit<Prisma.IntegrationVerificationUncheckedCreateInput, "id" | "createdAt">,
): Promise<void> {
  const now = ctx.now();
  await ctx.db.integrationVerification.create({
    data: { ...data, id: newId("verification", now.getTime()), createdAt: now },
  });
}

function secretPlace(rowId: string): Place {
  return { table: "IntegrationSecret", rowId, field: "clientSecret", version: 0 };
}

/** Makes writers of the integration wait until the transaction ends, but not its other readers. `null` when it is gone. */
export async function holdIntegrationRow(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<{ configVersion: number; disabledAt: Date | null } | null> {
  const rows = await ctx.db.$queryRaw<{ configVersion: number; disabledAt: Date | null }[]>`
    SELECT "configVersion", "disabledAt" FROM "Integration"
    WHERE "id" = ${id} AND "workspaceId" = ${workspaceId} FOR SHARE`;
  return rows[0] ?? null;
}

/** Makes other writers of the integration wait until the transaction ends. */
export async function lockIntegration(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await ctx.db
    .$queryRaw`SELECT 1 FROM "Integration" WHERE "id" = ${id} AND "workspaceId" = ${workspaceId} FOR UPDATE`;
}

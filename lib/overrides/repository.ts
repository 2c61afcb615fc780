import type { Context } from "#lib/context/context.ts";
import { type AppError, conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { lastFourOf, type Secret } from "#lib/core/secret.ts";
import type { Place } from "#lib/crypto/envelope.ts";
import { openText, sealText } from "#lib/crypto/keyring.ts";
import { currentWorkspaceKey, workspaceKey } from "#lib/crypto/workspace-keys.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { OverrideSettings } from "./contract.ts";

const place = { select: { id: true, slug: true, name: true } };

// The sealed column stays in the database unless `openSecret` asks for it.
const shown = {
  omit: { clientSecretSealed: true },
  include: {
    runtimeConfiguration: place,
    application: place,
    verifications: { orderBy: [{ createdAt: "desc" as const }, { id: "desc" as const }], take: 1 },
  },
} satisfies Prisma.OverrideDefaultArgs;

/** An override with what it is for and its newest check. */
export type OverrideRow = Prisma.OverrideGetPayload<typeof shown>;

interface Integration {
  id: string;
  workspaceId: string;
}

const inIntegration = ({ id: integrationId, workspaceId }: Integration) => ({ integrationId, workspaceId });

/** All overrides of an integration: runtime configurations first, each kind by name. */
export function listOverrideRows(ctx: Context, integration: Integration): Promise<OverrideRow[]> {
  return ctx.db.override.findMany({
    where: inIntegration(integration),
    orderBy: [
      { runtimeConfiguration: { name: "asc" } },
      { application: { name: "asc" } },
      { createdAt: "asc" },
    ],
    ...shown,
  });
}

/** Some overrides of an integration by id; those that are not its own are left out. */
export function findOverrideRows(
  ctx: Context,
  integration: Integration,
  ids: string[],
): Promise<OverrideRow[]> {
  return ctx.db.override.findMany({ where: { ...inIntegration(integration), id: { in: ids } }, ...shown });
}

/** The overrides of an integration for a runtime configuration and for an application. */
export function findOverrideRowsFor(
  ctx: Context,
  integration: Integration,
  { runtimeConfigurationId, applicationId }: { runtimeConfigurationId: string; applicationId: string | null },
): Promise<OverrideRow[]> {
  const scopes = [{ runtimeConfigurationId }, ...(applicationId === null ? [] : [{ applicationId }])];
  return ctx.db.override.findMany({ where: { ...inIntegration(integration), OR: scopes }, ...shown });
}

export interface OverrideChange {
  status: OverrideRow["status"];
  settings: OverrideSettings;
  configVersion: number;
  /** A secret that was just entered; `null` erases the stored one; left out, it stays. */
  secret?: Secret<string> | null;
  secretVerifiedAt?: Date | null;
}

export interface NewOverride
  extends OverrideChange,
    Pick<OverrideRow, "id" | "workspaceId" | "integrationId"> {
  runtimeConfigurationId: string | null;
  applicationId: string | null;
  createdById: string;
}

/** Writes a new override. 409 when its scope has one already. */
export async function insertOverride(
  ctx: Context,
  { secret, settings, ...data }: NewOverride,
): Promise<void> {
  const now = ctx.now();
  const sealed = await sealSecret(ctx, { ...data, secretVersion: 0 }, secret, data.createdById);
  await ctx.db.override
    .create({ data: { ...sealed, ...data, settings: toJson(settings), createdAt: now, updatedAt: now } })
    .catch((cause: unknown) => {
      if (typeof cause === "object" && cause !== null && "code" in cause && cause.code === "P2002")
        throw conflict("This integration has an override for that already. Change it instead.");
      throw cause;
    });
}

/** Writes a change to the override that was loaded as `row`; 409 when anybody saved it since. */
export async function updateOverrideRow(
  ctx: Context,
  row: OverrideRow,
  { secret, settings, ...data }: Partial<OverrideChange>,
  actorId: string | null = null,
): Promise<void> {
  const { count } = await ctx.db.override.updateMany({
    where: { id: row.id, workspaceId: row.workspaceId, updatedAt: row.updatedAt },
    data: {
      ...(await sealSecret(ctx, row, secret, actorId)),
      ...data,
      ...(settings && { settings: toJson(settings) }),
      updatedAt: new Date(Math.max(ctx.now().getTime(), row.updatedAt.getTime() + 1)),
    },
  });
  if (count === 0) throw changedMeanwhile();
}

/** Deletes the override that was loaded as `row`; the same 409 as an update. No connection may point to it any more. */
export async function deleteOverrideRow(
  ctx: Context,
  { id, workspaceId, updatedAt }: OverrideRow,
): Promise<void> {
  const { count } = await ctx.db.override.deleteMany({ where: { id, workspaceId, updatedAt } });
  if (count === 0) throw changedMeanwhile();
}

/** 409: somebody saved the override between our reading and our writing. */
export function changedMeanwhile(): AppError {
  return conflict(
    "Somebody else saved this override in the meantime. Reload it, then make your change again.",
  );
}

/** Opens an override's client secret; `null` when it has none. */
export async function openSecret(
  ctx: Context,
  { id, workspaceId }: Pick<OverrideRow, "id" | "workspaceId">,
): Promise<Secret<string> | null> {
  const row = await ctx.db.override.findFirst({
    where: { id, workspaceId },
    select: { clientSecretSealed: true, keyId: true, secretVersion: true },
  });
  if (!row?.clientSecretSealed || row.keyId === null) return null;
  const key = await workspaceKey(ctx, workspaceId, row.keyId);
  return openText(key, secretPlace(id, row.secretVersion), row.clientSecretSealed);
}

/** Keeps what a check of an override's client found, in the integration's history. */
export async function insertVerification(
  ctx: Context,
  data: Omit<Prisma.IntegrationVerificationUncheckedCreateInput, "id" | "createdAt"> & { overrideId: string },
): Promise<void> {
  const now = ctx.now();
  await ctx.db.integrationVerification.create({
    data: { ...data, id: newId("verification", now.getTime()), createdAt: now },
  });
}

/** How many connections remember each of the overrides, and how many of them refresh with its client if it has one. */
export async function countConnections(
  ctx: Context,
  ids: string[],
  holders: string[],
): Promise<Map<string, { all: number; byClient: number }>> {
  const rows = await ctx.db.$queryRaw<
    { id: string; byRuntime: number; byApplication: number; undisputed: number }[]
  >`
    SELECT o."id",
      (SELECT count(*)::int FROM "Connection" c WHERE c."runtimeOverrideId" = o."id") AS "byRuntime",
      (SELECT count(*)::int FROM "Connection" c WHERE c."applicationOverrideId" = o."id") AS "byApplication",
      (SELECT count(*)::int FROM "Connection" c WHERE c."runtimeOverrideId" = o."id"
        AND (c."applicationOverrideId" = ANY(${holders})) IS NOT TRUE) AS "undisputed"
    FROM "Override" o WHERE o."id" = ANY(${ids})`;
  return new Map(
    rows.map(({ id, byRuntime, byApplication, undisputed }) => {
      const byClient = holders.includes(id) ? undisputed + byApplication : 0;
      return [id, { all: byRuntime + byApplication, byClient }];
    }),
  );
}

/** How many connections of each integration were made with the client of an override. */
export async function countOverrideConnections(
  ctx: Context,
  integrationIds: string[],
): Promise<Map<string, number>> {
  const rows = await ctx.db.$queryRaw<{ id: string; connections: number }[]>`
    SELECT o."integrationId" AS "id", count(DISTINCT c."id")::int AS "connections"
    FROM "Override" o JOIN "Connection" c ON c."runtimeOverrideId" = o."id" OR c."applicationOverrideId" = o."id"
    WHERE o."integrationId" = ANY(${integrationIds}) AND o."settings" ? 'clientId' GROUP BY o."integrationId"`;
  return new Map(rows.map(({ id, connections }) => [id, connections]));
}

async function sealSecret(
  ctx: Context,
  { id, workspaceId, secretVersion }: Pick<OverrideRow, "id" | "workspaceId" | "secretVersion">,
  secret: Secret<string> | null | undefined,
  secretSetById: string | null,
) {
  if (secret === undefined) return {};
  const version = secretVersion + 1;
  const stamp = { secretVersion: version, secretVerifiedAt: null };
  if (secret === null) {
    const erased = { clientSecretSealed: null, keyId: null, last4: null };
    return { ...stamp, ...erased, secretSetAt: null, secretSetById: null };
  }
  const key = await currentWorkspaceKey(ctx, workspaceId);
  return {
    ...stamp,
    keyId: key.id,
    clientSecretSealed: sealText(key, secretPlace(id, version), secret),
    last4: lastFourOf(secret),
    secretSetAt: ctx.now(),
    secretSetById,
  };
}

function secretPlace(rowId: string, version: number): Place {
  return { table: "Override", rowId, field: "clientSecret", version };
}

function toJson(settings: OverrideSettings): Prisma.InputJsonObject {
  return settings as Prisma.InputJsonObject;
}

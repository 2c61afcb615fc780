import type { Context } from "#lib/context/context.ts";
import { type AppError, conflict } from "#lib/core/errors.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { CustomOfferingModel } from "#lib/db/generated/models.ts";
import type { OfferingVersionRow } from "./repository.ts";

export type CustomOfferingRow = CustomOfferingModel;
export type LatestRow = CustomOfferingRow & Pick<OfferingVersionRow, "data">;

const KEPT_VERSIONS = 100;

/** The deployment's own offerings, each with the data of its newest version. */
export function listDeploymentOfferings(ctx: Context): Promise<LatestRow[]> {
  return ctx.db.$queryRaw<LatestRow[]>`
    SELECT o.*, v."data" FROM "CustomOffering" o
    JOIN "CustomOfferingVersion" v ON v."offeringId" = o."id" AND v."version" = o."latestVersion"
    WHERE o."workspaceId" IS NULL`;
}

/** One of the deployment's own offerings; a workspace's private one is nobody else's to see (D-19). */
export function findDeploymentOffering(ctx: Context, id: string): Promise<CustomOfferingRow | null> {
  return ctx.db.customOffering.findFirst({ where: { id, workspaceId: null } });
}

/** The display names of the deployment's own offerings, but that of one. */
export async function listNames(ctx: Context, exceptId: string | null): Promise<string[]> {
  const rows = await ctx.db.customOffering.findMany({
    where: { workspaceId: null, ...(exceptId !== null && { id: { not: exceptId } }) },
    select: { displayName: true },
  });
  return rows.map(({ displayName }) => displayName);
}

/** Makes whoever else would name an offering wait until the transaction ends. */
export async function lockNames(ctx: Context): Promise<void> {
  await ctx.db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('custom-offering-names', 0))::text`;
}

/** The newest versions of an offering, without their data. */
export function listVersionRows(ctx: Context, offeringId: string) {
  return ctx.db.customOfferingVersion.findMany({
    where: { offeringId },
    orderBy: { version: "desc" },
    take: KEPT_VERSIONS,
    select: { version: true, createdAt: true, createdById: true },
  });
}

/** The data of some versions of one offering, by version. */
export async function findVersionData(
  ctx: Context,
  offeringId: string,
  versions: number[],
): Promise<ReadonlyMap<number, unknown>> {
  const rows = await ctx.db.customOfferingVersion.findMany({
    where: { offeringId, version: { in: versions } },
    select: { version: true, data: true },
  });
  return new Map(rows.map(({ version, data }) => [version, data]));
}

interface NewVersion {
  displayName: string;
  provider: string;
  data: unknown;
  createdById: string;
}

/** Writes the next version of the offering that was loaded as `row`; 409 when somebody wrote one since. */
export async function insertVersion(
  ctx: Context,
  { id, latestVersion }: CustomOfferingRow,
  { displayName, provider, data, createdById }: NewVersion,
): Promise<void> {
  const now = ctx.now();
  const version = latestVersion + 1;
  const { count } = await ctx.db.customOffering.updateMany({
    where: { id, latestVersion, workspaceId: null },
    data: { displayName, provider, latestVersion: version, updatedAt: now },
  });
  if (count === 0) throw changedMeanwhile();
  await ctx.db.customOfferingVersion.create({
    data: { offeringId: id, version, data: data as Prisma.InputJsonObject, createdById, createdAt: now },
  });
}

/** Makes whoever would build on the offering, or change it, wait until the transaction ends; how it then stands. */
export async function lockOffering(ctx: Context, id: string): Promise<CustomOfferingRow | null> {
  await ctx.db.$queryRaw`SELECT 1 FROM "CustomOffering" WHERE "id" = ${id} FOR UPDATE`;
  return findDeploymentOffering(ctx, id);
}

/** Makes writers of the offering wait until the transaction ends; its published version, `null` when nothing is open. */
export async function holdOfferingRow(ctx: Context, id: string): Promise<number | null> {
  const rows = await ctx.db.$queryRaw<{ publishedVersion: number | null }[]>`
    SELECT "publishedVersion" FROM "CustomOffering" WHERE "id" = ${id} AND "unpublishedAt" IS NULL FOR SHARE`;
  return rows[0]?.publishedVersion ?? null;
}

/** Lets integrations see a version, or nothing new be built on what they see. Only under `lockOffering`. */
export async function updatePublicationRow(
  ctx: Context,
  id: string,
  change: Pick<CustomOfferingRow, "publishedVersion" | "unpublishedAt">,
): Promise<void> {
  await ctx.db.customOffering.updateMany({ where: { id }, data: { ...change, updatedAt: ctx.now() } });
}

/** Removes an offering with all of its versions. Only under `lockOffering`. */
export async function deleteOfferingRow(ctx: Context, id: string): Promise<void> {
  await ctx.db.customOffering.deleteMany({ where: { id, workspaceId: null } });
}

/** 409: somebody saved or published the offering between our reading and our writing. */
export function changedMeanwhile(): AppError {
  return conflict(
    "Somebody else changed this offering in the meantime. Reload it, then make your change again.",
  );
}

import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { OfferingData } from "#lib/offerings/schema.ts";

interface NextVersion {
  workspaceId: string;
  data: OfferingData;
  createdById: string;
}

/** Writes the next version of a workspace's own offering and publishes it. The row's lock puts writers in a line. */
export async function insertPrivateVersion(
  ctx: Context,
  { workspaceId, data, createdById }: NextVersion,
): Promise<void> {
  const { id, displayName, provider } = data;
  const now = ctx.now();
  const [row] = await ctx.db.customOffering.updateManyAndReturn({
    where: { id, workspaceId },
    data: { displayName, provider, latestVersion: { increment: 1 }, updatedAt: now },
    select: { latestVersion: true },
  });
  if (!row) throw notFound("offering");
  const version = row.latestVersion;
  await ctx.db.customOfferingVersion.create({
    data: { offeringId: id, version, data: data as Prisma.InputJsonObject, createdById, createdAt: now },
  });
  await ctx.db.customOffering.updateMany({ where: { id, workspaceId }, data: { publishedVersion: version } });
}

/** One statement, so that nothing can come to stand on it between the look and the act. */
export async function deleteUnusedRow(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await ctx.db.$executeRaw`
    DELETE FROM "CustomOffering" o WHERE o."id" = ${id} AND o."workspaceId" = ${workspaceId}
      AND NOT EXISTS (SELECT 1 FROM "Integration" i WHERE i."offeringId" = o."id")
      AND NOT EXISTS (SELECT 1 FROM "Api" a WHERE a."offeringId" = o."id")`;
}

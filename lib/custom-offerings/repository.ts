import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

/** A custom offering's data at one version, and whose it is. */
export interface OfferingVersionRow {
  id: string;
  workspaceId: string | null;
  version: number;
  isUnpublished: boolean;
  data: unknown;
}

/** The published state of some custom offerings, whosever they are. Those that were never published are left out. */
export function findPublishedOfferings(ctx: Store, ids: string[]): Promise<OfferingVersionRow[]> {
  return ctx.db.$queryRaw<OfferingVersionRow[]>`${published} WHERE o."id" = ANY (${ids})`;
}

/** Every published custom offering that a workspace may use: its own and the deployment's; `null`: those of all. */
export function listPublishedOfferings(
  ctx: Store,
  workspaceId: string | null,
): Promise<OfferingVersionRow[]> {
  return ctx.db.$queryRaw<OfferingVersionRow[]>`${published}
    WHERE ${workspaceId}::text IS NULL OR o."workspaceId" IS NULL OR o."workspaceId" = ${workspaceId}
    ORDER BY o."displayName", o."id"`;
}

const published = Prisma.sql`
  SELECT o."id", o."workspaceId", v."version", o."unpublishedAt" IS NOT NULL AS "isUnpublished", v."data"
  FROM "CustomOffering" o
  JOIN "CustomOfferingVersion" v ON v."offeringId" = o."id" AND v."version" = o."publishedVersion"`;

interface NewCustomOffering {
  id: string;
  workspaceId: string | null;
  displayName: string;
  provider: string;
  /** Whether integrations see it from the start. */
  isPublished: boolean;
  data: unknown;
  createdById: string;
}

/** Writes a custom offering with its first version. */
export async function insertCustomOffering(
  ctx: Context,
  { isPublished, data, ...row }: NewCustomOffering,
): Promise<void> {
  const now = ctx.now();
  await ctx.db.customOffering.create({
    data: {
      ...row,
      publishedVersion: isPublished ? 1 : null,
      createdAt: now,
      updatedAt: now,
      versions: {
        create: {
          version: 1,
          data: data as Prisma.InputJsonObject,
          createdById: row.createdById,
          createdAt: now,
        },
      },
    },
  });
}

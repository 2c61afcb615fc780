import type { Context } from "#lib/context/context.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db">;

/** A custom offering's data at one version, and whose it is. */
export interface OfferingVersionRow {
  id: string;
  workspaceId: string | null;
  version: number;
  isUnpublished: boolean;
  data: unknown;
}

const withPublished = {
  select: {
    id: true,
    workspaceId: true,
    publishedVersion: true,
    unpublishedAt: true,
    versions: { select: { version: true, data: true }, orderBy: { version: "desc" as const } },
  },
} satisfies Prisma.CustomOfferingDefaultArgs;

type WithVersions = Prisma.CustomOfferingGetPayload<typeof withPublished>;

/** The published state of some custom offerings, whosever they are. Those that were never published are left out. */
export async function findPublishedOfferings(ctx: Store, ids: string[]): Promise<OfferingVersionRow[]> {
  const rows = await ctx.db.customOffering.findMany({ where: { id: { in: ids } }, ...withPublished });
  return rows.flatMap(toPublished);
}

/** Every published custom offering that a workspace may use: its own and the deployment's; `null`: those of all. */
export async function listPublishedOfferings(
  ctx: Store,
  workspaceId: string | null,
): Promise<OfferingVersionRow[]> {
  const own = workspaceId === null ? {} : { OR: [{ workspaceId: null }, { workspaceId }] };
  const rows = await ctx.db.customOffering.findMany({
    where: { publishedVersion: { not: null }, ...own },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    ...withPublished,
  });
  return rows.flatMap(toPublished);
}

function toPublished({ id, workspaceId, publishedVersion, unpublishedAt, versions }: WithVersions) {
  const published = versions.find(({ version }) => version === publishedVersion);
  if (!published) return [];
  return [{ id, workspaceId, ...published, isUnpublished: unpublishedAt !== null }];
}

export interface NewCustomOffering {
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

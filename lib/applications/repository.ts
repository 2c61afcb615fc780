import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import type { SurroundingRow } from "#lib/core/surrounding.ts";

type Store = Pick<Context, "db">;

/** The id of the workspace's default application, which it always has. */
export async function findDefaultId({ db }: Store, workspaceId: string): Promise<string> {
  const { id } = await db.application.findFirstOrThrow({
    where: { workspaceId, isDefault: true },
    select: { id: true },
  });
  return id;
}

/** Keeps the row from being deleted until the transaction ends; whether the workspace has it. */
export async function holdRow({ db }: Store, workspaceId: string, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Application" WHERE "id" = ${id} AND "workspaceId" = ${workspaceId} FOR SHARE`;
  return rows.length > 0;
}

/** One application of the workspace by id or slug; `null` for unknown and foreign alike. */
export function findNamed({ db }: Store, workspaceId: string, idOrSlug: string) {
  return db.application.findFirst({
    where: { workspaceId, OR: [{ id: idOrSlug }, { slug: idOrSlug }] },
    select: { id: true, slug: true, name: true, isDefault: true },
  });
}

/** Makes everybody who would add to the workspace's rows, use or change them wait until the transaction ends. */
export async function lockRows({ db }: Store, workspaceId: string): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM "Application" WHERE "workspaceId" = ${workspaceId} ORDER BY "id" FOR UPDATE`;
}

const liveAt = (now: Date) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

// By themselves: as a part of the first query, the client counts the connections of all there are.
async function withCounts(
  { db, now }: Pick<Context, "db" | "now">,
  rows: readonly Omit<SurroundingRow, "_count">[],
): Promise<SurroundingRow[]> {
  const ids = rows.map(({ id }) => id);
  const counts = await db.$queryRaw<({ id: string } & SurroundingRow["_count"])[]>`
    SELECT r."id",
      (SELECT count(*)::int FROM "ApiKey" k WHERE k."applicationId" = r."id" AND k."revokedAt" IS NULL
        AND (k."expiresAt" IS NULL OR k."expiresAt" > ${now()})) AS "apiKeys",
      (SELECT count(*)::int FROM "Connection" c WHERE c."applicationId" = r."id") AS "connections",
      (SELECT count(*)::int FROM "Override" o WHERE o."applicationId" = r."id") AS "overrides"
    FROM "Application" r WHERE r."id" = ANY(${ids})`;
  const byId = new Map(counts.map(({ id, ...count }) => [id, count]));
  const none = { apiKeys: 0, connections: 0, overrides: 0 };
  return rows.map((row) => ({ ...row, _count: byId.get(row.id) ?? none }));
}

/** The workspace's rows with their counts, oldest first, one more than asked for when there is another page. */
export async function listRows(
  ctx: Pick<Context, "db" | "now">,
  { workspaceId, after, limit }: { workspaceId: string; after?: Cursor; limit: number },
): Promise<SurroundingRow[]> {
  const rows = await ctx.db.application.findMany({
    where: {
      workspaceId,
      OR: after && [
        { createdAt: { gt: after.createdAt } },
        { createdAt: after.createdAt, id: { gt: after.id } },
      ],
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit + 1,
  });
  return withCounts(ctx, rows);
}

/** One of the workspace's; `null` for unknown and foreign alike (D-19). */
export async function findRow(
  ctx: Pick<Context, "db" | "now">,
  workspaceId: string,
  id: string,
): Promise<SurroundingRow | null> {
  const row = await ctx.db.application.findFirst({ where: { id, workspaceId } });
  return row ? ((await withCounts(ctx, [row]))[0] ?? null) : null;
}

/** The keys of one: the names of at most five that have not ended, and how many have. */
export async function findKeysOf(
  { db, now }: Pick<Context, "db" | "now">,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<{ firstKeys: string[]; endedKeys: number }> {
  const keys = { workspaceId, applicationId: id };
  const live = liveAt(now());
  const [first, endedKeys] = await Promise.all([
    db.apiKey.findMany({
      where: { ...keys, ...live },
      select: { name: true },
      orderBy: { id: "asc" },
      take: 5,
    }),
    db.apiKey.count({ where: { ...keys, NOT: live } }),
  ]);
  return { firstKeys: first.map(({ name }) => name), endedKeys };
}

/** The slugs of all of the workspace's, without that of `except`. */
export async function listSlugs({ db }: Store, workspaceId: string, except?: string): Promise<Set<string>> {
  const rows = await db.application.findMany({
    where: { workspaceId, id: { not: except } },
    select: { slug: true },
  });
  return new Set(rows.map(({ slug }) => slug));
}

export async function insertRow(
  { db, now }: Pick<Context, "db" | "now">,
  data: { id: string; workspaceId: string; slug: string; name: string },
): Promise<void> {
  const at = now();
  await db.application.create({ data: { ...data, createdAt: at, updatedAt: at } });
}

export async function updateRow(
  { db, now }: Pick<Context, "db" | "now">,
  { id, workspaceId }: { id: string; workspaceId: string },
  data: { name: string; slug: string },
): Promise<void> {
  await db.application.updateMany({ where: { id, workspaceId }, data: { ...data, updatedAt: now() } });
}

/** Puts one in the place of the present default. A unique index allows one a workspace, so the old one goes first. */
export async function makeDefault(
  { db, now }: Pick<Context, "db" | "now">,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<void> {
  const updatedAt = now();
  await db.application.updateMany({
    where: { workspaceId, isDefault: true },
    data: { isDefault: false, updatedAt },
  });
  await db.application.updateMany({
    where: { id, workspaceId },
    data: { isDefault: true, updatedAt },
  });
}

export async function deleteRow(
  { db }: Store,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<void> {
  await db.application.deleteMany({ where: { id, workspaceId } });
}

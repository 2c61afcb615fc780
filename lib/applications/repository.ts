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

/** Makes everybody who would add to the workspace's rows, use or change them wait until the transaction ends. */
export async function lockRows({ db }: Store, workspaceId: string): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM "Application" WHERE "workspaceId" = ${workspaceId} ORDER BY "id" FOR UPDATE`;
}

const liveAt = (now: Date) => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

const counted = (now: Date) => ({
  _count: { select: { apiKeys: { where: liveAt(now) }, connections: true, overrides: true } },
});

/** The workspace's rows with their counts, oldest first, one more than asked for when there is another page. */
export function listRows(
  { db, now }: Pick<Context, "db" | "now">,
  { workspaceId, after, limit }: { workspaceId: string; after?: Cursor; limit: number },
): Promise<SurroundingRow[]> {
  return db.application.findMany({
    where: {
      workspaceId,
      OR: after && [
        { createdAt: { gt: after.createdAt } },
        { createdAt: after.createdAt, id: { gt: after.id } },
      ],
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit + 1,
    include: counted(now()),
  });
}

/** One of the workspace's; `null` for unknown and foreign alike (D-19). */
export function findRow(
  { db, now }: Pick<Context, "db" | "now">,
  workspaceId: string,
  id: string,
): Promise<SurroundingRow | null> {
  return db.application.findFirst({ where: { id, workspaceId }, include: counted(now()) });
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

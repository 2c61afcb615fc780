import type { Context } from "#lib/context/context.ts";

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

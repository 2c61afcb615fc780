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

import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

/** The id of the workspace's default configuration, which it always has. */
export async function findDefaultId({ db }: Store, workspaceId: string): Promise<string> {
  const { id } = await db.runtimeConfiguration.findFirstOrThrow({
    where: { workspaceId, isDefault: true },
    select: { id: true },
  });
  return id;
}

import type { Context } from "#lib/context/context.ts";
import { type ConnectionRow, related } from "./repository.ts";

/** Why a connection stopped whose workspace was deleted. */
const CAUSE_WORKSPACE_DELETED = "workspace_deleted";

/** Stops all connections of a workspace, whatever their status. */
export async function revokeAll(ctx: Context, workspaceId: string): Promise<void> {
  const now = ctx.now();
  await ctx.db.connection.updateMany({
    where: { workspaceId },
    data: {
      ...{ status: "revoked", statusCause: CAUSE_WORKSPACE_DELETED },
      ...{ statusChangedAt: now, updatedAt: now },
    },
  });
}

/**
 * Some connections of a workspace, each of another account: of two that stand on one grant the later one must see that the
 * other is gone, or neither would be revoked.
 */
export async function listDistinct(
  ctx: Context,
  workspaceId: string,
  { except, limit }: { except: readonly string[]; limit: number },
): Promise<ConnectionRow[]> {
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (COALESCE(c."accountId", c."id")) c."id" FROM "Connection" c
    WHERE c."workspaceId" = ${workspaceId} AND c."id" <> ALL(${except})
    ORDER BY COALESCE(c."accountId", c."id"), c."id" LIMIT ${limit}`;
  return ctx.db.connection.findMany({
    where: { workspaceId, id: { in: found.map(({ id }) => id) } },
    include: related,
  });
}

/** Whether a provider is still to be told of a grant that is over. */
export async function hasPendingRevocations(ctx: Context, workspaceId: string): Promise<boolean> {
  return (await ctx.db.revocation.findFirst({ where: { workspaceId, status: "pending" } })) !== null;
}

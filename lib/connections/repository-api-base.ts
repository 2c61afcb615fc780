import type { Context } from "#lib/context/context.ts";

interface Move {
  workspaceId: string;
  integrationId: string;
  from: string;
  to: string;
}

export async function updateApiBase(
  ctx: Context,
  { workspaceId, integrationId, from, to }: Move,
): Promise<void> {
  await ctx.db.connection.updateMany({
    where: { workspaceId, integrationId, apiBaseUri: from },
    data: { apiBaseUri: to, updatedAt: ctx.now() },
  });
}

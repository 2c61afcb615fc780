import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { stampConnectionUse } from "./repository-changes.ts";

/** Notes when a connection was last used. Nobody waits for it, and it moves nothing but this one time. */
export async function updateConnectionUse(
  ctx: Context,
  { connectionId, usedAt }: { connectionId: string; usedAt: Date },
): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "connections:use");
  await stampConnectionUse(ctx, { connectionId, workspaceId, usedAt });
}

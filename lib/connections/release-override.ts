import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { unpinOverride } from "./repository-clients.ts";

/** Makes every connection forget an override that is about to be deleted. Call it in the transaction of that deletion. */
export async function releaseOverride(ctx: Context, overrideId: string): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  await unpinOverride(ctx, { overrideId, workspaceId });
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";

/** One integration of the actor's workspace, by id or slug. 404 for unknown and foreign alike. */
export async function getIntegration(ctx: Context, { id }: { id: string }): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:read");
  return describeIntegration(ctx, actor, id);
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Override } from "./contract.ts";
import { describeOverride } from "./describe-override.ts";

/** One override of an integration (id or slug). 404 for unknown and foreign alike. */
export async function getOverride(
  ctx: Context,
  { id, overrideId }: { id: string; overrideId: string },
): Promise<Override> {
  authorize(ctx.actor, "integrations:read");
  return describeOverride(ctx, id, overrideId);
}

import type { Context } from "#lib/context/context.ts";
import { moveEndedKeys } from "./repository.ts";

/** From one application or runtime configuration of a workspace to another. */
export interface KeyMove {
  workspaceId: string;
  field: "applicationId" | "runtimeConfigurationId";
  from: string;
  to: string;
}

/**
 * Moves the revoked and expired keys away from what is about to be deleted, so that the list still has them; how many.
 * It decides about no permission: the verb that calls it has, and it stands in that verb's transaction.
 */
export function transferEndedApiKeys(ctx: Context, move: KeyMove): Promise<number> {
  return moveEndedKeys(ctx, move, ctx.now());
}

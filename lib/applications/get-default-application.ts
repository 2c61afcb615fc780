import type { Context } from "#lib/context/context.ts";
import { findDefaultId } from "./repository.ts";

/** The id of the application that a workspace's key belongs to where nothing else is said. It decides about no permission. */
export function getDefaultApplicationId(ctx: Context, workspaceId: string): Promise<string> {
  return findDefaultId(ctx, workspaceId);
}

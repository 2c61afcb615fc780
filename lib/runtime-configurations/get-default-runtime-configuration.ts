import type { Context } from "#lib/context/context.ts";
import { findDefaultId } from "./repository.ts";

/** The id of the runtime configuration that counts in a workspace where nothing else is said. It decides about no permission. */
export function getDefaultRuntimeConfigurationId(ctx: Context, workspaceId: string): Promise<string> {
  return findDefaultId(ctx, workspaceId);
}

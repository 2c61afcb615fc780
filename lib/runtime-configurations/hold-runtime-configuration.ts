import type { Context } from "#lib/context/context.ts";
import { holdRow } from "./repository.ts";

/**
 * Makes whoever would delete a runtime configuration wait until the transaction ends; `false` when the workspace has none of this id.
 * What is about to hang something on it asks this first. It decides about no permission: the verb that calls it has.
 */
export function holdRuntimeConfiguration(
  ctx: Context,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<boolean> {
  return holdRow(ctx, workspaceId, id);
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { toUse } from "#lib/core/surrounding.ts";
import type { RuntimeConfigurationImpact } from "./contract.ts";
import { loadRuntimeConfiguration } from "./describe-runtime-configuration.ts";
import { findKeysOf } from "./repository.ts";

/** What is in the way of deleting a runtime configuration, for the dialog that asks before it does. */
export async function getRuntimeConfigurationImpact(
  ctx: Context,
  { id }: { id: string },
): Promise<RuntimeConfigurationImpact> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  const row = await loadRuntimeConfiguration(ctx, workspaceId, id);
  return { ...toUse(row), ...(await findKeysOf(ctx, { id, workspaceId })) };
}

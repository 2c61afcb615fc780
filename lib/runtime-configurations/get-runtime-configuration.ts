import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { RuntimeConfiguration } from "./contract.ts";
import { describeRuntimeConfiguration } from "./describe-runtime-configuration.ts";

/** One runtime configuration of the actor's workspace. 404 for unknown and foreign alike. */
export async function getRuntimeConfiguration(
  ctx: Context,
  { id }: { id: string },
): Promise<RuntimeConfiguration> {
  const { workspaceId } = authorize(ctx.actor, "workspace:read");
  return describeRuntimeConfiguration(ctx, workspaceId, id);
}

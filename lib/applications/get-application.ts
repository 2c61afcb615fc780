import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Application } from "./contract.ts";
import { describeApplication } from "./describe-application.ts";

/** One application of the actor's workspace. 404 for unknown and foreign alike. */
export async function getApplication(ctx: Context, { id }: { id: string }): Promise<Application> {
  const { workspaceId } = authorize(ctx.actor, "workspace:read");
  return describeApplication(ctx, workspaceId, id);
}

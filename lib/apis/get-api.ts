import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Api } from "./contract.ts";
import { describeApi } from "./describe-api.ts";

/** One API of the workspace, by id or slug. 404 for unknown and foreign alike. */
export async function getApi(ctx: Context, { id }: { id: string }): Promise<Api> {
  const { workspaceId } = authorize(ctx.actor, "apis:read");
  return describeApi(ctx, workspaceId, id);
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { toUse } from "#lib/core/surrounding.ts";
import type { ApplicationImpact } from "./contract.ts";
import { loadApplication } from "./describe-application.ts";
import { findKeysOf } from "./repository.ts";

/** What is in the way of deleting an application, for the dialog that asks before it does. */
export async function getApplicationImpact(ctx: Context, { id }: { id: string }): Promise<ApplicationImpact> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  const row = await loadApplication(ctx, workspaceId, id);
  return { ...toUse(row), ...(await findKeysOf(ctx, { id, workspaceId })) };
}

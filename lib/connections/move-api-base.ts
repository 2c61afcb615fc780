import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { updateApiBase } from "./repository-api-base.ts";

/**
 * Lets the connections of an integration call another base path of the same origin. Call it in the transaction of that
 * change; a change of origin suspends them instead (P-04).
 */
export async function moveApiBase(
  ctx: Context,
  { integrationId, from, to }: { integrationId: string; from: string; to: string },
): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  if (new URL(from).origin !== new URL(to).origin) return;
  await updateApiBase(ctx, { workspaceId, integrationId, from, to });
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Webhook } from "./contract.ts";
import { loadWebhook, toWebhook } from "./to-webhook.ts";

/** One webhook of the actor's workspace. 404 for unknown and foreign alike. */
export async function getWebhook(ctx: Context, { id }: { id: string }): Promise<Webhook> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:read");
  return toWebhook(await loadWebhook(ctx, { id, workspaceId }), ctx.now());
}

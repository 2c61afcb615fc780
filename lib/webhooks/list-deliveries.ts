import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { type Page, toPage } from "#lib/core/page.ts";
import type { Delivery, DeliveryQuery } from "./contract.ts";
import { findDeliveries } from "./repository-deliveries.ts";
import { loadWebhook, toDelivery } from "./to-webhook.ts";

/** One page of what was and is to be sent to a webhook, newest first; 30 days are kept. 404 for unknown and foreign alike. */
export async function listDeliveries(
  ctx: Context,
  { id, ...query }: DeliveryQuery & { id: string },
): Promise<Page<Delivery>> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:read");
  await loadWebhook(ctx, { id, workspaceId });
  const page = toPage(await findDeliveries(ctx, { webhookId: id, workspaceId }, query), query.limit);
  return { items: page.items.map(toDelivery), nextCursor: page.nextCursor };
}

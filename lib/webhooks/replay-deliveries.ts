import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import type { Delivery } from "./contract.ts";
import type { WebhookRow } from "./repository.ts";
import { findDelivery, resetDelivery, resetFailedDeliveries } from "./repository-deliveries.ts";
import { loadWebhook, toDelivery } from "./to-webhook.ts";

/**
 * Has one message sent again, whatever came of it, with all its attempts. The receiver gets the same `webhook-id`.
 * 404; 409 while the webhook is off.
 */
export async function replayDelivery(
  ctx: Context,
  { id, deliveryId }: { id: string; deliveryId: string },
): Promise<Delivery> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:write");
  return inTransaction(ctx, async (ctx) => {
    const webhook = await loadWebhook(ctx, { id, workspaceId });
    assertOn(webhook);
    const place = { id: deliveryId, webhookId: id, workspaceId };
    const row = await findDelivery(ctx, place);
    if (!row) throw notFound("delivery");
    await resetDelivery(ctx, row);
    await audit(ctx, webhook, { noticeId: row.noticeId, state: { before: row.state, after: "pending" } });
    return toDelivery((await findDelivery(ctx, place)) ?? row);
  });
}

/** The same for every message that failed and was written since. Gives how many. */
export async function replayFailedDeliveries(
  ctx: Context,
  { id, since }: { id: string; since: string },
): Promise<{ replayed: number }> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:write");
  return inTransaction(ctx, async (ctx) => {
    const webhook = await loadWebhook(ctx, { id, workspaceId });
    assertOn(webhook);
    const replayed = await resetFailedDeliveries(ctx, { webhookId: id, workspaceId }, new Date(since));
    await audit(ctx, webhook, { since, replayed });
    return { replayed };
  });
}

function assertOn({ name, disabledAt }: WebhookRow): void {
  if (disabledAt) throw conflict(`“${name}” is switched off. Switch it on first.`);
}

async function audit(
  ctx: Context,
  { id, name }: WebhookRow,
  changes: Record<string, unknown>,
): Promise<void> {
  const target = { kind: "webhook", id, label: name };
  await createAuditEvent(ctx, { action: "webhook.replay", target, changes });
}

import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { createTestNotice } from "#lib/notices/create-test-notice.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import type { Delivery } from "./contract.ts";
import { openTarget } from "./repository.ts";
import { type DeliveryRow, findDelivery, insertTestDelivery } from "./repository-deliveries.ts";
import { loadWebhook, toDelivery } from "./to-webhook.ts";

/**
 * Sends a `webhook.test` event at once, whether the webhook is on or off, and gives how the receiver took it; there is no
 * second attempt. 404 for unknown and foreign alike.
 */
export async function verifyWebhook(ctx: Context, { id }: { id: string }): Promise<Delivery> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:write");
  const row = await inTransaction(ctx, (tx) => writeTest(tx, { id, workspaceId }));
  const target = await openTarget(ctx, { id, workspaceId });
  if (!target) throw notFound("webhook");
  await attemptDelivery(ctx, row, target, { isLast: true });
  const place = { id: row.id, webhookId: id, workspaceId };
  return toDelivery((await findDelivery(ctx, place)) ?? row);
}

async function writeTest(ctx: Context, place: { id: string; workspaceId: string }): Promise<DeliveryRow> {
  const { id: webhookId, name } = await loadWebhook(ctx, place);
  const { workspaceId } = place;
  const createdAt = ctx.now();
  const noticeId = await createTestNotice(ctx, { workspaceId, webhookId });
  await createAuditEvent(ctx, {
    action: "webhook.verify",
    target: { kind: "webhook", id: webhookId, label: name },
    changes: { noticeId },
  });
  const id = newId("delivery", createdAt.getTime());
  return insertTestDelivery(ctx, { id, workspaceId, webhookId, noticeId, createdAt });
}

import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { NoticeType } from "#lib/notices/contract.ts";
import { type Delivery, deliverySchema, type disabledCauses, type Webhook } from "./contract.ts";
import { findWebhook, type WebhookPlace, type WebhookRow } from "./repository.ts";
import type { DeliveryRow } from "./repository-deliveries.ts";

/** A webhook as its routes answer it. */
export function toWebhook(row: WebhookRow, now: Date): Webhook {
  const { id, name, url, disabledAt, previousSecretUntil } = row;
  const isKept = previousSecretUntil !== null && previousSecretUntil > now;
  return {
    ...{ id, name, url },
    events: row.events as NoticeType[],
    isEnabled: disabledAt === null,
    disabledAt: disabledAt?.toISOString() ?? null,
    disabledCause: row.disabledCause as (typeof disabledCauses)[number] | null,
    failingSince: row.failingSince?.toISOString() ?? null,
    lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null,
    previousSecretUntil: isKept ? previousSecretUntil.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A delivery as its routes answer it. */
export function toDelivery({ notice, ...row }: DeliveryRow): Delivery {
  return deliverySchema.parse({
    ...row,
    ...notice,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  });
}

/** The row of a webhook of the workspace; 404 for unknown and foreign alike. The verb that calls it has decided about permission. */
export async function loadWebhook(ctx: Context, place: WebhookPlace): Promise<WebhookRow> {
  const row = await findWebhook(ctx, place);
  if (!row) throw notFound("webhook");
  return row;
}

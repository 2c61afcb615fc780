import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import type { UpdateWebhook, Webhook } from "./contract.ts";
import { updateWebhookRow, type WebhookRow } from "./repository.ts";
import { loadWebhook, toWebhook } from "./to-webhook.ts";

/**
 * Changes name, address, events, or switches it off and on. While it is off nothing is sent and nothing new is written down
 * for it; what waited then goes out once it is on again, with its patience renewed. 404 for unknown and foreign alike.
 */
export async function updateWebhook(
  ctx: Context,
  { id, ...input }: UpdateWebhook & { id: string },
): Promise<Webhook> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:write");
  const place = { id, workspaceId };
  return inTransaction(ctx, async (ctx) => {
    const before = await loadWebhook(ctx, place);
    const changes = differences(before, input);
    if (Object.keys(changes).length > 0) {
      const { isEnabled, ...fields } = input;
      await updateWebhookRow(ctx, place, { ...fields, ...switched(ctx, before, isEnabled) });
      await createAuditEvent(ctx, {
        action: "webhook.update",
        target: { kind: "webhook", id, label: input.name ?? before.name },
        changes,
      });
    }
    return toWebhook(await loadWebhook(ctx, place), ctx.now());
  });
}

function switched(ctx: Context, { disabledAt }: WebhookRow, isEnabled: boolean | undefined) {
  if (isEnabled === undefined || isEnabled === (disabledAt === null)) return {};
  if (isEnabled) return { disabledAt: null, disabledCause: null, failingSince: null };
  return { disabledAt: ctx.now(), disabledCause: "by-member" as const };
}

function differences(row: WebhookRow, input: UpdateWebhook): Record<string, unknown> {
  const before = { ...row, isEnabled: row.disabledAt === null };
  const changed = Object.entries(input).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof before]),
  );
  return Object.fromEntries(
    changed.map(([field, after]) => [field, { before: before[field as keyof typeof before], after }]),
  );
}

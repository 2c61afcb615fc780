import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import { deleteWebhookRow } from "./repository.ts";
import { loadWebhook } from "./to-webhook.ts";

/** Deletes a webhook with what was to be sent to it. 404 for unknown and foreign alike. */
export async function deleteWebhook(ctx: Context, { id }: { id: string }): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:write");
  await inTransaction(ctx, async (ctx) => {
    const { name, url } = await loadWebhook(ctx, { id, workspaceId });
    if (!(await deleteWebhookRow(ctx, { id, workspaceId }))) throw notFound("webhook");
    await createAuditEvent(ctx, {
      action: "webhook.delete",
      target: { kind: "webhook", id, label: name },
      changes: { url: { before: url, after: null } },
    });
  });
}

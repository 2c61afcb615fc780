import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import type { WebhookWithSecret } from "./contract.ts";
import { replaceSecret } from "./repository.ts";
import { createSigningSecret } from "./signing.ts";
import { loadWebhook, toWebhook } from "./to-webhook.ts";

const KEPT_MS = 24 * 3_600_000;

/**
 * Gives a webhook a new secret, told this once. The present one signs beside it for 24 hours, so that receivers can change at
 * leisure. 404; 409 when somebody else changes it at the same time.
 */
export async function rotateSigningSecret(ctx: Context, { id }: { id: string }): Promise<WebhookWithSecret> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:write");
  const signingSecret = createSigningSecret();
  const keptUntil = new Date(ctx.now().getTime() + KEPT_MS);
  return inTransaction(ctx, async (ctx) => {
    const place = { id, workspaceId };
    const before = await loadWebhook(ctx, place);
    if (!(await replaceSecret(ctx, before, { signingSecret, keptUntil })))
      throw conflict("Somebody else has just changed this secret. Look at the webhook again.");
    await createAuditEvent(ctx, {
      action: "webhook-secret.rotate",
      target: { kind: "webhook", id, label: before.name },
      changes: { previousSecretUntil: { before: before.previousSecretUntil, after: keptUntil } },
    });
    return { ...toWebhook(await loadWebhook(ctx, place), ctx.now()), signingSecret: signingSecret.reveal() };
  });
}

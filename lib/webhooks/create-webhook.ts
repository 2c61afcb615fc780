import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { CreateWebhook, WebhookWithSecret } from "./contract.ts";
import { holdWebhookCount, insertWebhook } from "./repository.ts";
import { createSigningSecret } from "./signing.ts";
import { toWebhook } from "./to-webhook.ts";

const MOST = 20;

/**
 * Adds an address that is told of the workspace's connections from now on. The answer is one of the two that ever hold the
 * secret. 409 beyond twenty a workspace.
 */
export async function createWebhook(
  ctx: Context,
  { name, url, events = [] }: CreateWebhook,
): Promise<WebhookWithSecret> {
  const { workspaceId, userId: createdById } = authorize(ctx.actor, "webhooks:write");
  const id = newId("webhook", ctx.now().getTime());
  const signingSecret = createSigningSecret();
  return inTransaction(ctx, async (ctx) => {
    if ((await holdWebhookCount(ctx, workspaceId)) >= MOST)
      throw conflict(`This workspace has ${MOST} webhooks. Delete one first.`);
    const row = await insertWebhook(ctx, { id, workspaceId, name, url, events, createdById, signingSecret });
    await createAuditEvent(ctx, {
      action: "webhook.create",
      target: { kind: "webhook", id, label: name },
      changes: { url: { after: url }, events: { after: events } },
    });
    return { ...toWebhook(row, ctx.now()), signingSecret: signingSecret.reveal() };
  });
}

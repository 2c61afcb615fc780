import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { decodeCursor, type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import type { Webhook } from "./contract.ts";
import { findWebhooks } from "./repository.ts";
import { toWebhook } from "./to-webhook.ts";

/** One page of the workspace's webhooks, newest first. */
export async function listWebhooks(ctx: Context, { cursor, limit }: PageQuery): Promise<Page<Webhook>> {
  const { workspaceId } = authorize(ctx.actor, "webhooks:read");
  const after = cursor ? decodeCursor(cursor) : undefined;
  const page = toPage(await findWebhooks(ctx, { workspaceId, after, limit }), limit);
  return { items: page.items.map((row) => toWebhook(row, ctx.now())), nextCursor: page.nextCursor };
}

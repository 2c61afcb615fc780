import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { decodeCursor, type Page, toPage } from "#lib/core/page.ts";
import type { ApiKey, ApiKeyQuery } from "./contract.ts";
import { findKeys } from "./repository.ts";
import { toApiKey, visibleKeys } from "./rules.ts";

/** One page of the API keys that the actor may see, newest first, revoked and expired ones included. */
export async function listApiKeys(
  ctx: Context,
  { cursor, limit, createdBy, ...filter }: ApiKeyQuery,
): Promise<Page<ApiKey>> {
  const actor = authorize(ctx.actor, "api-keys:read");
  const rows = await findKeys(ctx, visibleKeys(actor, createdBy), {
    after: cursor ? decodeCursor(cursor) : undefined,
    limit,
    ...filter,
  });
  const page = toPage(rows, limit);
  return { items: page.items.map((row) => toApiKey(row, ctx.now())), nextCursor: page.nextCursor };
}

import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { type Page, toPage } from "#lib/core/page.ts";
import type { Integration, ListIntegrationsQuery } from "./contract.ts";
import { describeIntegrations } from "./describe-integration.ts";
import { isByName, listIntegrationRows } from "./repository.ts";

/** A page of the workspace's integrations; the newest first unless another order is asked for. */
export async function listIntegrations(
  ctx: Context,
  query: ListIntegrationsQuery,
): Promise<Page<Integration>> {
  const actor = authorize(ctx.actor, "integrations:read");
  const page = toPage(await listIntegrationRows(ctx, actor.workspaceId, query), query.limit);
  const end = page.items.at(-1);
  // Sorted by name, the slug alone is the place where the next page begins.
  const nextCursor = page.nextCursor && isByName(query.sort) && end ? end.slug : page.nextCursor;
  return { items: await describeIntegrations(ctx, actor, page.items), nextCursor };
}

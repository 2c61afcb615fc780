import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { type Page, toPage } from "#lib/core/page.ts";
import type { Integration, ListIntegrationsQuery } from "./contract.ts";
import { describeIntegrations } from "./describe-integration.ts";
import { countIntegrationRows, isByName, listIntegrationRows } from "./repository-lists.ts";

/**
 * A page of the workspace's integrations, the newest first unless another order is asked for, and how many there are in
 * all; 10,001 stands for any number beyond 10,000.
 */
export async function listIntegrations(
  ctx: Context,
  query: ListIntegrationsQuery,
): Promise<Page<Integration> & { total: number }> {
  const actor = authorize(ctx.actor, "integrations:read");
  const [rows, total] = await Promise.all([
    listIntegrationRows(ctx, actor.workspaceId, query),
    countIntegrationRows(ctx, actor.workspaceId, query),
  ]);
  const page = toPage(rows, query.limit);
  const end = page.items.at(-1);
  // Sorted by name, the slug alone is the place where the next page begins.
  const nextCursor = page.nextCursor && isByName(query.sort) && end ? end.slug : page.nextCursor;
  return { items: await describeIntegrations(ctx, actor, page.items), nextCursor, total };
}

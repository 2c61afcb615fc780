import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { type Page, toPage } from "#lib/core/page.ts";
import type { ApiLine, ListApisQuery } from "./contract.ts";
import { toApiLine } from "./describe-api.ts";
import { listApiRows } from "./repository.ts";

/** One page of the workspace's APIs, newest first. */
export async function listApis(ctx: Context, query: ListApisQuery): Promise<Page<ApiLine>> {
  const { workspaceId } = authorize(ctx.actor, "apis:read");
  const { items, nextCursor } = toPage(await listApiRows(ctx, workspaceId, query), query.limit);
  return { items: items.map(toApiLine), nextCursor };
}

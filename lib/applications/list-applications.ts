import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { decodeCursor, type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import { describeSurrounding } from "#lib/core/surrounding.ts";
import type { Application } from "./contract.ts";
import { listRows } from "./repository.ts";

/** One page of the workspace's applications, oldest first. */
export async function listApplications(
  ctx: Context,
  { cursor, limit }: PageQuery,
): Promise<Page<Application>> {
  const { workspaceId } = authorize(ctx.actor, "workspace:read");
  const after = cursor ? decodeCursor(cursor) : undefined;
  const { items, nextCursor } = toPage(await listRows(ctx, { workspaceId, after, limit }), limit);
  return { items: items.map(describeSurrounding), nextCursor };
}

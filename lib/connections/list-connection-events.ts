import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { type Page, type PageQuery, toPage } from "#lib/core/page.ts";
import type { ConnectionEvent } from "./contract.ts";
import { loadConnection } from "./get-connection.ts";
import { listEventRows } from "./repository-events.ts";
import { toEvent } from "./to-event.ts";

/** The history of one connection, newest first. 404 for what the caller may not see. */
export async function listConnectionEvents(
  ctx: Context,
  { id, ...page }: { id: string } & PageQuery,
): Promise<Page<ConnectionEvent>> {
  const actor = authorize(ctx.actor, "connections:read");
  const { workspaceId, integration } = await loadConnection(ctx, actor, id);
  const { items, nextCursor } = toPage(
    await listEventRows(ctx, { connectionId: id, workspaceId }, page),
    page.limit,
  );
  return { items: items.map((row) => toEvent(row, integration.kind)), nextCursor };
}

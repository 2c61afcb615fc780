import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { decodeCursor, type Page, toPage } from "#lib/core/page.ts";
import type { AuditEvent, AuditEventQuery } from "./contract.ts";
import { findAuditEvents } from "./repository.ts";
import { toAuditEvent } from "./rules.ts";
import { visibleEvents } from "./visible-events.ts";

/** One page of the workspace's audit events, newest first. Members see their own acts and those of their keys, admins all (U-04). */
export async function listAuditEvents(ctx: Context, query: AuditEventQuery): Promise<Page<AuditEvent>> {
  const actor = authorize(ctx.actor, "audit:read");
  const { cursor, limit, ...filter } = query;
  const rows = await findAuditEvents(ctx, await visibleEvents(ctx, actor, filter), {
    after: cursor ? decodeCursor(cursor) : undefined,
    limit: limit + 1,
  });
  const page = toPage(rows, limit);
  return { items: page.items.map(toAuditEvent), nextCursor: page.nextCursor };
}

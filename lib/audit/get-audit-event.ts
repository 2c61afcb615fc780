import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { notFound } from "#lib/core/errors.ts";
import type { AuditEvent } from "./contract.ts";
import { findAuditEvent } from "./repository.ts";
import { toAuditEvent } from "./rules.ts";
import { visibleEvents } from "./visible-events.ts";

/** One event by its id, for whoever finds it in their list too; 404 for everybody else (U-04). */
export async function getAuditEvent(ctx: Context, { id }: { id: string }): Promise<AuditEvent> {
  const actor = authorize(ctx.actor, "audit:read");
  const row = await findAuditEvent(ctx, await visibleEvents(ctx, actor, {}), id);
  if (!row) throw notFound("audit event");
  return toAuditEvent(row);
}

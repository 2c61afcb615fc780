import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { AuditExportQuery } from "./contract.ts";
import { createAuditEvent } from "./create-audit-event.ts";
import { encoderOf } from "./export-rules.ts";
import { type AuditFilter, findAuditEvents } from "./repository.ts";
import { toChainedEvent } from "./rules.ts";
import { visibleEvents } from "./visible-events.ts";

const BATCH = 1_000;

/**
 * Everything that the filter finds and the actor may see, newest first, as text in pieces: one batch of rows is in memory at
 * a time. That somebody took it is recorded before the first piece (U-04, U-06).
 */
export async function getAuditExport(ctx: Context, query: AuditExportQuery): Promise<AsyncGenerator<string>> {
  const actor = authorize(ctx.actor, "audit:read");
  const filter = await visibleEvents(ctx, actor, query);
  await createAuditEvent(ctx, {
    action: "audit.export",
    target: { kind: "workspace", id: actor.workspaceId },
    changes: { ...query },
  });
  return encode(ctx, filter, query.format);
}

async function* encode(
  ctx: Context,
  filter: AuditFilter,
  format: AuditExportQuery["format"],
): AsyncGenerator<string> {
  const { start, row, between, end } = encoderOf(format);
  let after: { createdAt: Date; id: string } | undefined;
  yield start;
  for (;;) {
    const rows = await findAuditEvents(ctx, filter, { after, limit: BATCH });
    const text = rows.map((it) => row(toChainedEvent(it))).join(between);
    if (rows.length > 0) yield after ? between + text : text;
    after = rows.at(-1);
    if (!after || rows.length < BATCH) break;
  }
  yield end;
}

import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { type AuditInput, toRow } from "./create-audit-event.ts";
import { findAuditEventById } from "./repository.ts";
import { appendAuditEvents, type NewAuditRow } from "./repository-chain.ts";

/** An act that has ended, noted in memory until it is written with others. */
export interface NotedEvent extends Omit<AuditInput, "workspaceId" | "person"> {
  /** `null`: Mooring itself. */
  actor: WorkspaceActor | null;
  at: Date;
  ip: string | null;
  requestId: string;
}

/** Events of one workspace that are to be written together; the same batch twice is written once. */
export interface EventBatch {
  workspaceId: string;
  rows: readonly NewAuditRow[];
}

/** Makes a batch of what was noted in one workspace, in this order. Mooring itself appears as `name`. */
export function createEventBatch(
  { workspaceId, name }: { workspaceId: string; name: string },
  noted: readonly NotedEvent[],
): EventBatch {
  const rows = noted.map(({ actor, at, ip, requestId, ...input }) =>
    toRow(
      {
        actor: actor ?? { kind: "system", name, workspaceId },
        client: { ip, userAgent: null },
        requestId,
        now: () => at,
      },
      input,
    ),
  );
  return { workspaceId, rows };
}

/**
 * Links a batch into its workspace's chain: one lock, one statement. For what is noted beside the requests (U-07); an act that
 * changes something is recorded in its own transaction. After a failure the same batch may be handed in again, also when
 * nobody knows whether it was committed.
 */
export async function createNotedEvents(
  ctx: Context,
  { workspaceId, rows }: EventBatch,
  { isRepeated }: { isRepeated: boolean },
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await inTransaction(withActor(ctx, { kind: "system", name: "gateway", workspaceId }), async (tx) => {
    if (isRepeated && (await findAuditEventById(tx, first.id))) return;
    tx.ending?.add(appendAuditEvents, rows);
  });
}

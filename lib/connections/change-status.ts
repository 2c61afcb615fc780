import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { announceConnections, noticeOf } from "./announce-connections.ts";
import type { ConnectionStatus } from "./contract.ts";
import { moveStatus } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { lockTokens, type TokenState } from "./repository-tokens.ts";

interface NextStatus {
  status: ConnectionStatus;
  cause: string | null;
}

type StatusBefore = Pick<TokenState, "connectionId" | "workspaceId" | "status" | "statusCause">;

/** Moves a connection to another status for a cause that is about exactly the version that was seen. */
export async function changeStatus(ctx: Context, seen: TokenState, next: NextStatus): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const current = await lockTokens(tx, seen);
    if (current?.tokenVersion === seen.tokenVersion) await writeStatus(tx, current, next);
  });
}

/**
 * The same inside a transaction that already holds the version: status, cause, time and both histories. Where somebody
 * has moved the status since it was seen, theirs stands: a late failure must not wake what an edit has suspended (P-04).
 */
export async function writeStatus(
  ctx: Context,
  before: StatusBefore,
  { status, cause }: NextStatus,
): Promise<void> {
  if (before.status === status && before.statusCause === cause) return;
  const { connectionId, workspaceId } = before;
  const change = { status, statusCause: cause, statusChangedAt: ctx.now() };
  if (!(await moveStatus(ctx, { id: connectionId, workspaceId, from: before.status }, change))) return;
  if (before.status === status) return;
  const detail = { before: before.status, after: status };
  await insertConnectionEvent(ctx, { connectionId, workspaceId, type: "status-changed", cause, detail });
  await createAuditEvent(ctx, {
    action: "connection.status_change",
    target: { kind: "connection", id: connectionId },
    outcome: status === "active" ? "success" : "failed",
    cause,
    changes: { status: { before: before.status, after: status } },
    workspaceId,
  });
  const type = noticeOf(status);
  if (type) await announceConnections(ctx, type, [connectionId]);
}

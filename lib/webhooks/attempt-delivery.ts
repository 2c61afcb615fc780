import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import type { Secret } from "#lib/core/secret.ts";
import {
  type DeliveryRow,
  disableFailing,
  markArrived,
  markFailing,
  updateDeliveryRow,
} from "./repository-deliveries.ts";
import { type Attempt, type Settlement, settleAttempt } from "./rules.ts";
import { sendMessage } from "./send-message.ts";

interface Target {
  url: string;
  secrets: readonly Secret<string>[];
}

/** Sends a delivery that is claimed, and writes down what came of it. Gives whether it arrived. */
export async function attemptDelivery(
  ctx: Context,
  row: DeliveryRow,
  target: Target,
  { isLast = false } = {},
): Promise<{ hasArrived: boolean }> {
  const attempt = await sendMessage(ctx, {
    ...target,
    noticeId: row.noticeId,
    payload: row.notice.payload,
  });
  await settle(ctx, row, attempt, isLast);
  return { hasArrived: attempt.error === null };
}

// Statements of their own: what is lost between them with the process is an attempt more, never a message.
async function settle(ctx: Context, row: DeliveryRow, attempt: Attempt, isLast: boolean): Promise<void> {
  const now = ctx.now();
  const hasArrived = attempt.error === null;
  const failingSince = hasArrived ? null : await markFailing(ctx, row);
  if (hasArrived) await markArrived(ctx, row);
  const verdict = settleAttempt(attempt, { attempts: row.attempts, failingSince, now }, Math.random);
  const isOver = isLast && verdict.state === "pending";
  await updateDeliveryRow(ctx, row, {
    state: isOver ? "failed" : verdict.state,
    nextAttemptAt: isOver ? null : verdict.nextAttemptAt,
    lastStatus: attempt.status,
    lastError: attempt.error,
    durationMs: attempt.durationMs,
    deliveredAt: hasArrived ? now : null,
  });
  const cause = verdict.disabledCause;
  if (cause) await inTransaction(ctx, (tx) => switchOff(tx, row, cause));
}

async function switchOff(
  ctx: Context,
  row: DeliveryRow,
  cause: NonNullable<Settlement["disabledCause"]>,
): Promise<void> {
  const name = await disableFailing(ctx, row, cause);
  if (name === null) return;
  await createAuditEvent(ctx, {
    action: "webhook.disable",
    target: { kind: "webhook", id: row.webhookId, label: name },
    outcome: "failed",
    cause,
    workspaceId: row.workspaceId,
  });
}

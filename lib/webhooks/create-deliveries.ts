import type { Context } from "#lib/context/context.ts";
import { newId } from "#lib/core/ids.ts";
import { holdListening, insertDeliveries } from "./repository-deliveries.ts";

interface WrittenNotice {
  id: string;
  workspaceId: string;
  type: string;
  createdAt: Date;
}

/** Writes which webhooks are to be told of the notices, in the transaction that wrote those. */
export async function createDeliveries(ctx: Context, notices: readonly WrittenNotice[]): Promise<void> {
  const webhooks = await holdListening(ctx, [...new Set(notices.map(({ workspaceId }) => workspaceId))]);
  if (webhooks.length === 0) return;
  const byWorkspace = Map.groupBy(webhooks, ({ workspaceId }) => workspaceId);
  const rows = notices.flatMap(({ id: noticeId, workspaceId, type, createdAt }) =>
    (byWorkspace.get(workspaceId) ?? [])
      .filter(({ events }) => events.length === 0 || events.includes(type))
      .map(({ id: webhookId }) => ({
        ...{ workspaceId, webhookId, noticeId, createdAt },
        id: newId("delivery", createdAt.getTime()),
        nextAttemptAt: createdAt,
      })),
  );
  if (rows.length > 0) await insertDeliveries(ctx, rows);
}

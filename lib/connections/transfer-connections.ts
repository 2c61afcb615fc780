import { createAuditEvents } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { moveShared } from "./repository-owned.ts";
import { labelOf } from "./to-connection.ts";

interface Transfer {
  workspaceId: string;
  from: string;
  to: { userId: string; name: string };
}

/**
 * Gives every shared connection of one person to another; whoever uses them notices nothing. Their grants stay what they are:
 * the account at the provider is still the one that connected it. It decides about no permission: the verb that calls it has,
 * in its transaction.
 */
export async function transferConnections(ctx: Context, { workspaceId, from, to }: Transfer): Promise<void> {
  const moved = await moveShared(ctx, { workspaceId, ownerId: from }, to.userId);
  await createAuditEvents(
    ctx,
    moved.map(({ integrationId, ...row }) => ({
      action: "connection.transfer" as const,
      target: { kind: "connection", id: row.id, label: labelOf(row), integrationId },
      changes: { ownerId: { before: from, after: to.userId }, integrationId },
    })),
  );
}

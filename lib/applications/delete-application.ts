import { transferEndedApiKeys } from "#lib/api-keys/transfer-ended-api-keys.ts";
import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { checkDeletable } from "#lib/core/surrounding.ts";
import { loadApplication } from "./describe-application.ts";
import { deleteRow, findDefaultId, lockRows } from "./repository.ts";
import { words } from "./rules.ts";

/**
 * Deletes an application that nothing uses. Keys that have ended move to the default, so that the list of keys
 * keeps them. Errors: 404; 409 for the default, and while keys, connections or overrides hang on it, with their numbers.
 */
export async function deleteApplication(ctx: Context, { id }: { id: string }): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "workspace:manage");
  await inTransaction(ctx, async (ctx) => {
    await lockRows(ctx, workspaceId);
    const row = await loadApplication(ctx, workspaceId, id);
    checkDeletable(row, words);
    const to = await findDefaultId(ctx, workspaceId);
    const movedKeys = await transferEndedApiKeys(ctx, { workspaceId, field: "applicationId", from: id, to });
    await deleteRow(ctx, { id, workspaceId });
    await createAuditEvent(ctx, {
      action: "application.delete",
      target: { kind: "application", id, label: row.name },
      changes: { slug: { before: row.slug, after: null }, movedKeys },
    });
  });
}

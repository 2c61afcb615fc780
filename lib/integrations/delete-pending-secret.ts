import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import type { Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { deleteSecrets, updateIntegrationRow } from "./repository.ts";
import { secretOf } from "./rules.ts";

/** Gives up a client secret that still waits for its proof. Nothing happens when none does. */
export async function deletePendingSecret(ctx: Context, { id }: { id: string }): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  if (secretOf(row, "pending")) {
    await inTransaction(ctx, async (ctx) => {
      await updateIntegrationRow(ctx, row, {});
      await deleteSecrets(ctx, row, ["pending"]);
      await createAuditEvent(ctx, {
        action: "integration-secret.delete",
        target: { kind: "integration", id: row.id, label: row.name },
        changes: { state: "pending" },
      });
    });
  }
  return describeIntegration(ctx, actor, row.id);
}

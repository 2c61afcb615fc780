import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { swapWithPrevious } from "./activate-secret.ts";
import { checkStoredIntegration } from "./check-integration-client.ts";
import type { Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { recordCheck } from "./record-check.ts";
import { openSecret, updateIntegrationRow } from "./repository.ts";
import { previousSecretOf, statusAfterRevert } from "./rules.ts";

/**
 * Puts the previous client secret back in force, while it is kept; the present one takes its place for a day. The
 * provider is asked first. 409 when nothing is kept (any more), or the provider no longer accepts it.
 */
export async function rotateToPreviousSecret(ctx: Context, { id }: { id: string }): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  const previous = previousSecretOf(row, ctx.now());
  const clientSecret = previous && (await openSecret(ctx, row.workspaceId, previous.id));
  if (!previous || !clientSecret)
    throw conflict("No previous secret is kept for this integration. Enter the secret instead.");
  const check = await checkStoredIntegration(ctx, row, { clientSecret });
  await inTransaction(ctx, async (ctx) => {
    const isBack = check.verdict !== "rejected";
    if (isBack) {
      const status = statusAfterRevert(row, previous, check.verdict);
      await updateIntegrationRow(ctx, row, { status, clientAuthentication: check.authentication });
      await swapWithPrevious(ctx, row, previous);
    }
    const about = { workspaceId: row.workspaceId, integrationId: row.id, secretId: previous.id };
    await recordCheck(ctx, {
      ...about,
      actor,
      check,
      method: "client_check",
      configVersion: row.configVersion,
    });
    await createAuditEvent(ctx, {
      action: "integration-secret.rotate",
      target: { kind: "integration", id: row.id, label: row.name },
      outcome: isBack ? "success" : "failed",
      cause: check.cause,
      changes: { verdict: check.verdict, isInForce: isBack, isPrevious: true },
    });
  });
  if (check.verdict === "rejected")
    throw conflict("The provider no longer accepts the previous secret, so nothing was changed.");
  return describeIntegration(ctx, actor, row.id);
}

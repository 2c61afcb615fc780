import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { toDay } from "#lib/core/day.ts";
import { conflict } from "#lib/core/errors.ts";
import type { Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { updateIntegrationRow, updateSecret } from "./repository.ts";
import { secretOf } from "./rules.ts";

/**
 * Notes the day on which the provider lets the client secret end, or takes the note back (`null`). It is announced anew
 * as that day comes near. 409 when the integration has no secret of its own, or somebody saves at the same time.
 */
export async function updateSecretExpiry(
  ctx: Context,
  { id, expiresOn }: { id: string; expiresOn: string | null },
): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  const secret = secretOf(row, "active") ?? secretOf(row, "pending");
  if (row.oauthCredential)
    throw conflict("This integration uses the deployment's OAuth app; its secret is the platform admin's.");
  if (!secret) throw conflict("There is no client secret yet. Enter one, with the day on which it ends.");
  const before = secret.expiresOn && toDay(secret.expiresOn);
  if (before === expiresOn) return describeIntegration(ctx, actor, row.id);
  await inTransaction(ctx, async (ctx) => {
    await updateIntegrationRow(ctx, row, {});
    await updateSecret(ctx, secret, {
      expiresOn: expiresOn === null ? null : new Date(expiresOn),
      expiryAnnouncedAt: null,
    });
    await createAuditEvent(ctx, {
      action: "integration.update",
      target: { kind: "integration", id: row.id, label: row.name },
      changes: { secretExpiresOn: { before, after: expiresOn } },
    });
  });
  return describeIntegration(ctx, actor, row.id);
}

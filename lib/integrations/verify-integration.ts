import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { activatePending } from "./activate-secret.ts";
import { checkStoredIntegration } from "./check-integration-client.ts";
import { openClientSecret } from "./client-source.ts";
import type { Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { notConfigured } from "./get-integration-api.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { noClient } from "./kind-rules.ts";
import { recordCheck } from "./record-check.ts";
import { updateIntegrationRow } from "./repository.ts";
import { secretOf, statusAfterCheck, toDifference } from "./rules.ts";

/**
 * Asks the provider about the client again: about the secret that waits for its proof when there is one, otherwise
 * about the one in force. The verdict is data, not an error. 409 `integration-not-configured` when there is nothing to
 * ask about, 409 when somebody saves at the same time.
 */
export async function verifyIntegration(ctx: Context, { id }: { id: string }): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  if (!issuesTokens(row.kind)) throw noClient(row);
  const isPublic = row.clientAuthentication === "none" && !row.oauthCredential;
  const pending = isPublic ? null : secretOf(row, "pending");
  const secret = isPublic ? null : (pending ?? secretOf(row, "active"));
  const clientSecret = isPublic ? null : await openClientSecret(ctx, row, secret);
  if (!clientSecret && !isPublic) throw notConfigured(row);
  const check = await checkStoredIntegration(ctx, row, { clientSecret });
  await inTransaction(ctx, async (ctx) => {
    const isPromoted = pending !== null && check.verdict === "verified";
    const status = pending && !isPromoted ? row.status : statusAfterCheck(row.status, check.verdict);
    await updateIntegrationRow(ctx, row, { status, clientAuthentication: check.authentication });
    if (isPromoted) await activatePending(ctx, row, pending);
    const about = { workspaceId: row.workspaceId, integrationId: row.id, secretId: secret?.id ?? null };
    await recordCheck(ctx, {
      ...about,
      actor,
      check,
      method: "client_check",
      configVersion: row.configVersion,
    });
    await createAuditEvent(ctx, {
      action: "integration.verify",
      target: { kind: "integration", id: row.id, label: row.name },
      outcome: check.verdict === "verified" ? "success" : "failed",
      cause: check.cause,
      changes: {
        verdict: check.verdict,
        status: { before: row.status, after: status },
        ...toDifference(row, { clientAuthentication: check.authentication }),
      },
    });
  });
  return describeIntegration(ctx, actor, row.id);
}

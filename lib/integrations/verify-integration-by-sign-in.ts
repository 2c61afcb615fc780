import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { activatePending } from "./activate-secret.ts";
import type { Verification } from "./contract.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { recordCheck } from "./record-check.ts";
import { changedMeanwhile, lockIntegration, updateIntegrationRow } from "./repository.ts";
import { secretOf, statusAfterCheck } from "./rules.ts";

/** How a real authorization by an admin ended, and which client it was made with. */
export interface SignInOutcome {
  configVersion: number;
  /** The `secretId` of the `IntegrationClient` that was used. */
  secretId: string | null;
  /** `verified` unless said otherwise. */
  verdict?: Verification["verdict"];
  /** A stable code, never a provider's text. */
  cause?: string;
}

/**
 * Records that an admin signed in at the provider through the integration, and what that proves: a secret that was
 * waiting takes over. 409 when the settings or the secret changed since the sign-in began; then nothing is proven.
 */
export async function verifyIntegrationBySignIn(
  ctx: Context,
  integrationId: string,
  { configVersion, secretId, verdict = "verified", cause = "signed-in" }: SignInOutcome,
): Promise<void> {
  const actor = authorize(ctx.actor, "integrations:write");
  await inTransaction(ctx, async (ctx) => {
    await lockIntegration(ctx, actor.workspaceId, integrationId);
    const row = await loadIntegration(ctx, integrationId);
    const pending = secretOf(row, "pending");
    const isPending = pending !== null && pending.id === secretId;
    const isKnown =
      isPending ||
      secretId === (row.clientAuthentication === "none" ? null : (secretOf(row, "active")?.id ?? null));
    if (row.configVersion !== configVersion || !isKnown) throw changedMeanwhile();
    const isPromoted = isPending && verdict === "verified";
    const status = isPending && !isPromoted ? row.status : statusAfterCheck(row.status, verdict);
    await updateIntegrationRow(ctx, row, { status });
    if (isPromoted) await activatePending(ctx, row, pending);
    const check = { verdict, cause, workingAuthentication: null, observed: { attempts: [] } };
    const about = { workspaceId: row.workspaceId, integrationId: row.id, secretId };
    await recordCheck(ctx, { ...about, actor, check, method: "sign_in", configVersion });
    await createAuditEvent(ctx, {
      action: "integration.verify",
      target: { kind: "integration", id: row.id, label: row.name },
      outcome: verdict === "verified" ? "success" : "failed",
      cause,
      changes: { verdict, method: "sign_in", status: { before: row.status, after: status } },
    });
  });
}

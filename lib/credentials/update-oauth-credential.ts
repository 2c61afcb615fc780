import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { checkAcknowledged } from "#lib/core/acknowledged.ts";
import { authorize } from "#lib/core/actor.ts";
import { listSharedOfferings } from "#lib/custom-offerings/find-offering.ts";
import { getDeploymentUse } from "#lib/integrations/get-deployment-use.ts";
import { moveDeploymentIntegrations } from "#lib/integrations/move-deployment-integrations.ts";
import type { OAuthCredential, UpdateOAuthCredential } from "./contract.ts";
import { describeCredential, loadCredential } from "./describe-credential.ts";
import { changedMeanwhile, lockCredential, updateCredentialRow } from "./repository.ts";
import { checkEndpoints, offeringsOf, planUpdate } from "./rules.ts";

/**
 * Changes an entry; what the input leaves out stays. A new address wipes the stored secret, so the same save must hold
 * it again, and suspends every connection made through the client (P-04); so does a new client id. Whatever an integration
 * was proven with makes it a draft until an admin of its workspace verifies it again; its connections live on meanwhile.
 */
export async function updateOAuthCredential(
  caller: Context,
  { id, ...input }: UpdateOAuthCredential & { id: string },
): Promise<OAuthCredential> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCredential(ctx, id);
  if (input.expectedUpdatedAt && Date.parse(input.expectedUpdatedAt) !== row.updatedAt.getTime())
    throw changedMeanwhile();
  const plan = planUpdate(row, input);
  if (plan.areUrlsMoved) checkEndpoints(offeringsOf(await listSharedOfferings(ctx), row.domain), plan.fields);
  if (Object.keys(plan.changes).length === 0 && !input.clientSecret) return describeCredential(ctx, id);
  await inTransaction(ctx, async (ctx) => {
    await lockCredential(ctx, row.id);
    const use = await getDeploymentUse(ctx, row.id);
    if (plan.mustReconnect)
      checkAcknowledged(input.acknowledgedConnections, use.connections, "made through this client");
    await updateCredentialRow(ctx, row, {
      ...plan.fields,
      secret: input.clientSecret ?? null,
      configVersion: row.configVersion + (plan.isClientMoved ? 1 : 0),
    });
    if (plan.isClientMoved)
      await moveDeploymentIntegrations(ctx, { credentialId: row.id, mustReconnect: plan.mustReconnect });
    await createAuditEvent(ctx, {
      action: "oauth-credential.update",
      target: { kind: "oauth-credential", id: row.id, label: row.domain },
      changes: {
        ...plan.changes,
        ...(input.clientSecret && { secret: { before: "set", after: "set" } }),
        ...(plan.isClientMoved && { unprovenIntegrations: use.integrations }),
        ...(plan.mustReconnect && { suspendedConnections: use.connections }),
      },
    });
  });
  return describeCredential(ctx, id);
}

import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { getDependents } from "#lib/connections/get-dependents.ts";
import { suspendConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { checkAcknowledged } from "#lib/core/acknowledged.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { invalidInput } from "#lib/core/errors.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import type { ClientCheck } from "#lib/integrations/check-integration-client.ts";
import { explainCheck } from "#lib/integrations/explanations.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { toRedirectUri } from "#lib/integrations/rules.ts";
import { auditTarget, changeOverrides } from "./change-overrides.ts";
import { callbackPathOf, checkOverride, recordOverrideCheck } from "./check-override.ts";
import type { Override, UpdateOverride } from "./contract.ts";
import { describeOverride } from "./describe-override.ts";
import { clientOf, loadOverride, scopeOf } from "./load-override.ts";
import { planOverrideUpdate, type UpdatePlan } from "./plan-override-update.ts";
import { changedMeanwhile, type OverrideRow, openSecret, updateOverrideRow } from "./repository.ts";
import { settledSettings } from "./rules.ts";

interface Update {
  integration: Awaited<ReturnType<typeof loadIntegration>>;
  row: OverrideRow;
  actor: WorkspaceActor;
  plan: UpdatePlan;
  check: ClientCheck | null;
  input: UpdateOverride;
}

/**
 * Changes an override. Another client or other addresses suspend the connections that were made with its client, once their
 * number is acknowledged (409), and take a secret entered for them (P-04); scopes and prompt count for new grants only. A
 * secret that the provider refuses never takes the place of a proven one: 422 at `/clientSecret`, and only the verdict is kept.
 */
export async function updateOverride(
  ctx: Context,
  { id, overrideId, ...input }: UpdateOverride & { id: string; overrideId: string },
): Promise<Override> {
  const actor = authorize(ctx.actor, "integrations:write");
  const integration = await loadIntegration(ctx, id);
  const row = await loadOverride(ctx, integration, overrideId);
  if (input.expectedUpdatedAt && Date.parse(input.expectedUpdatedAt) !== row.updatedAt.getTime())
    throw changedMeanwhile();
  const offering = await findOffering(ctx, integration.offeringId);
  const plan = planOverrideUpdate({ offering, integration }, row, input);
  if (Object.keys(plan.changes).length === 0 && !input.clientSecret)
    return describeOverride(ctx, integration.id, row.id);
  const stored = plan.isSecretKept ? await openSecret(ctx, row) : null;
  const ask = { scopeId: scopeOf(row).id, ownSecret: input.clientSecret ?? stored };
  const check = plan.isConfigMoved ? await checkOverride(ctx, integration, plan, ask) : null;
  const update = { integration, row, actor, plan, check, input };
  if (check?.verdict === "rejected" && plan.isRotation && row.status === "configured")
    await refuse(ctx, update, check);
  await changeOverrides(ctx, { integration, offering }, (ctx) => write(ctx, update));
  return describeOverride(ctx, integration.id, row.id);
}

async function write(ctx: Context, { integration, row, actor, plan, check, input }: Update): Promise<void> {
  const client = await clientOf(ctx, row);
  const { connections } = plan.mustReconnect
    ? await getDependents(ctx, integration.id, client)
    : { connections: 0 };
  checkAcknowledged(input.acknowledgedConnections, connections, "made with this client");
  const configVersion = row.configVersion + (plan.isConfigMoved ? 1 : 0);
  const settings = settledSettings(plan, check);
  const secret = input.clientSecret ?? (plan.isSecretKept || row.keyId === null ? undefined : null);
  const isVerified = check?.verdict === "verified" && plan.hasOwnClient && check.authentication !== "none";
  await updateOverrideRow(
    ctx,
    row,
    {
      ...{ settings, configVersion, secret, status: plan.statusAfter(check) },
      ...(isVerified && { secretVerifiedAt: ctx.now() }),
    },
    actor.userId,
  );
  if (plan.mustReconnect)
    await suspendConnections(ctx, { integrationId: integration.id, cause: "integration_changed", client });
  const about = { integration, overrideId: row.id, configVersion, actor };
  if (check) await recordOverrideCheck(ctx, { ...about, check, method: "client_check" });
  await createAuditEvent(ctx, {
    action: "override.update",
    target: auditTarget(row.id, integration, scopeOf(row)),
    changes: {
      ...plan.changes,
      ...(secret !== undefined && {
        secret: { before: row.keyId === null ? null : "set", after: secret ? "set" : null },
      }),
      ...(check && { verdict: check.verdict }),
      ...(plan.mustReconnect && { suspendedConnections: connections }),
    },
  });
}

// The verdict belongs to no version that is stored, so it shows nowhere but in the history.
async function refuse(ctx: Context, { integration, row, actor }: Update, check: ClientCheck): Promise<never> {
  await inTransaction(ctx, async (ctx) => {
    const about = { integration, overrideId: row.id, configVersion: row.configVersion + 1, actor };
    await recordOverrideCheck(ctx, { ...about, check, method: "client_check" });
    await createAuditEvent(ctx, {
      action: "override.update",
      target: auditTarget(row.id, integration, scopeOf(row)),
      outcome: "failed",
      cause: check.cause,
      changes: { verdict: check.verdict },
    });
  });
  const { verdict, cause, workingAuthentication, authentication } = check;
  const redirectUri = toRedirectUri(ctx.settings, callbackPathOf(integration, scopeOf(row).id, true));
  const facts = {
    verdict,
    cause,
    workingAuthentication,
    authentication,
    redirectUri,
    kind: integration.kind,
  };
  const explanation = explainCheck({ ...facts, method: "client_check" });
  throw invalidInput("/clientSecret", `${explanation} The secret that was there stays in force.`);
}

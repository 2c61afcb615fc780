import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { noteIntegrationChange } from "#lib/connections/note-integration-change.ts";
import { suspendConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import {
  type DeploymentClient,
  holdDeploymentClient,
  openDeploymentSecret,
} from "#lib/credentials/get-deployment-client.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { getOverrideClients } from "#lib/overrides/get-override-clients.ts";
import { moveOverrides } from "#lib/overrides/move-overrides.ts";
import { type ClientCheck, checkIntegrationClient } from "./check-integration-client.ts";
import { chooseDeploymentClient, clientFacts } from "./client-source.ts";
import type { Integration, UpdateIntegration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { planUpdate, type UpdatePlan } from "./plan-update.ts";
import { recordCheck } from "./record-check.ts";
import {
  deleteSecrets,
  type IntegrationRow,
  listSlugsLike,
  openSecret,
  updateIntegrationRow,
} from "./repository.ts";
import { chooseSlug, secretOf, toDifference } from "./rules.ts";

/**
 * Changes an integration's settings; what the input leaves out stays, the secret always does unless the addresses
 * move (P-04). A change that a stored verdict depends on makes it a draft and asks the provider again in the same save.
 * Scopes change for new grants only; existing ones live on (F-16). Errors as in `planUpdate`, and 409 for two saves at once.
 */
export async function updateIntegration(
  ctx: Context,
  { id, ...input }: UpdateIntegration & { id: string },
): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  const offering = await findOffering(ctx, row.offeringId);
  const deployment = await deploymentAfter(ctx, row, offering, input);
  const { overrideConnections } = await getOverrideClients(ctx, row);
  const surroundings = { offering, actor, now: ctx.now(), deployment, overrideConnections };
  const plan = planUpdate(surroundings, row, input);
  if (Object.keys(plan.changes).length === 0) return describeIntegration(ctx, actor, row.id);
  if ("slug" in plan.changes)
    chooseSlug(plan.fields.slug, "", "", await listSlugsLike(ctx, row.workspaceId, plan.fields.slug));
  const check = await checkMoved(ctx, row, plan, {
    deployment,
    isWayOpen: input.clientAuthentication === undefined,
  });
  await inTransaction(ctx, async (ctx) => {
    if (deployment && plan.isConfigMoved) await holdDeploymentClient(ctx, deployment);
    const configVersion = row.configVersion + (plan.isConfigMoved ? 1 : 0);
    const clientAuthentication = check?.authentication ?? plan.fields.clientAuthentication;
    await updateIntegrationRow(ctx, row, {
      ...plan.fields,
      clientAuthentication,
      configVersion,
      status: statusAfter(row, plan, check),
    });
    if (plan.areEndpointsMoved) await deleteSecrets(ctx, row, ["active", "pending", "previous"]);
    if (plan.isConfigMoved)
      await moveOverrides(ctx, { integration: row, areAddressesMoved: plan.areOverridesMoved });
    await suspendMoved(ctx, row, plan);
    await notePause(ctx, row, plan);
    if (check) {
      const about = {
        workspaceId: row.workspaceId,
        integrationId: row.id,
        secretId: checkedSecret(row, plan)?.id ?? null,
      };
      await recordCheck(ctx, { ...about, actor, check, method: "client_check", configVersion });
    }
    await createAuditEvent(ctx, {
      action: "integration.update",
      target: { kind: "integration", id: row.id, label: plan.fields.name },
      changes: {
        ...plan.changes,
        ...toDifference(row, { clientAuthentication }),
        ...describeConsequences(row, plan, check),
      },
    });
  });
  return describeIntegration(ctx, actor, row.id);
}

// Another client is one thing, other addresses are another: those of the overrides' clients move with the variables alone.
async function suspendMoved(
  ctx: Context,
  row: IntegrationRow,
  { mustReconnect, areOverridesMoved }: UpdatePlan,
): Promise<void> {
  if (!mustReconnect && !areOverridesMoved) return;
  const all = { integrationId: row.id, cause: "integration_changed" };
  const { holders } = await getOverrideClients(ctx, row);
  const moved = mustReconnect ? { override: null, holders } : { override: "any" as const, holders };
  await suspendConnections(ctx, mustReconnect && areOverridesMoved ? all : { ...all, client: moved });
}

async function notePause(ctx: Context, row: IntegrationRow, { changes, fields }: UpdatePlan): Promise<void> {
  if (!("disabledAt" in changes)) return;
  const type = fields.disabledAt ? "integration-paused" : "integration-resumed";
  await noteIntegrationChange(ctx, { integrationId: row.id, workspaceId: row.workspaceId, type });
}

async function checkMoved(
  ctx: Context,
  row: IntegrationRow,
  plan: UpdatePlan,
  { deployment, isWayOpen }: { deployment: DeploymentClient | null; isWayOpen: boolean },
): Promise<ClientCheck | null> {
  const { provider, fields, isConfigMoved } = plan;
  const client = clientFacts(fields, deployment);
  const { clientId, authentication } = client;
  const secret = deployment ? null : checkedSecret(row, plan);
  if (!isConfigMoved || !provider || !clientId) return null;
  if (!deployment && !secret && authentication !== "none") return null;
  const clientSecret = deployment
    ? await openDeploymentSecret(ctx, deployment)
    : secret && (await openSecret(ctx, row.workspaceId, secret.id));
  return checkIntegrationClient(ctx, {
    provider,
    clientId,
    clientSecret,
    authentication,
    mayAdopt: deployment ? client.mayAdopt : isWayOpen,
    callbackPath: fields.callbackPath,
    scopes: fields.scopes,
    caCertificates: fields.caCertificates,
  });
}

/** The deployment's client that the integration has after the update; `null` for one of its own. */
async function deploymentAfter(
  ctx: Context,
  row: IntegrationRow,
  offering: CatalogueOffering | null,
  { credentialSource = row.credentialSource }: UpdateIntegration,
): Promise<DeploymentClient | null> {
  if (credentialSource === "own") return null;
  return offering && !row.oauthCredential ? chooseDeploymentClient(ctx, offering) : row.oauthCredential;
}

// Where accounts connect by a key there is nothing of the integration's own to prove.
function statusAfter(
  row: IntegrationRow,
  plan: UpdatePlan,
  check: ClientCheck | null,
): IntegrationRow["status"] {
  if (!plan.isConfigMoved) return row.status;
  return check?.verdict === "verified" || !issuesTokens(row.kind) ? "configured" : "draft";
}

// P-04: once the addresses move, no stored secret is sent anywhere.
function checkedSecret(row: IntegrationRow, { areEndpointsMoved, fields }: UpdatePlan) {
  return areEndpointsMoved || fields.clientAuthentication === "none" ? null : secretOf(row, "active");
}

function describeConsequences(
  row: IntegrationRow,
  plan: UpdatePlan,
  check: ClientCheck | null,
): Record<string, unknown> {
  return {
    ...(check && { verdict: check.verdict }),
    ...(plan.areEndpointsMoved && {
      secret: { before: secretOf(row, "active") ? "set" : null, after: null },
    }),
    ...((plan.mustReconnect || plan.areOverridesMoved) && { suspendedConnections: plan.reconnects }),
  };
}

import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { moveApiBase } from "#lib/connections/move-api-base.ts";
import { suspendConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { moveOverrides } from "#lib/overrides/move-overrides.ts";
import { areEndpointsMoved } from "./endpoints.ts";
import { deleteSecrets, type IntegrationRow, updateIntegrationRow } from "./repository.ts";
import { listRowsOfOffering } from "./repository-private.ts";
import { toVariables } from "./rules.ts";

/** How many connections stand on an offering of the workspace's own, over all integrations at it. */
export async function countPrivateConnections(ctx: Context, offeringId: string): Promise<number> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  const rows = await listRowsOfOffering(ctx, workspaceId, offeringId);
  return rows.reduce((count, row) => count + row._count.connections, 0);
}

/**
 * After a change of an offering that is private to the workspace: where it now leads elsewhere, the secrets of every
 * integration at it are erased, the integrations are drafts, and their connections are suspended until their owners
 * agree again (P-04). Call it in the transaction of that change.
 */
export async function movePrivateIntegrations(
  ctx: Context,
  before: CatalogueOffering,
  after: CatalogueOffering,
): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  await inTransaction(ctx, async (ctx) => {
    for (const row of await listRowsOfOffering(ctx, workspaceId, before.id)) {
      const variables = toVariables(row);
      const [old, fresh] = [toProvider(before, variables), toProvider(after, variables)];
      if (areEndpointsMoved(old, fresh)) await stopIntegration(ctx, row);
      else if (old.api.baseUrl !== fresh.api.baseUrl)
        await moveApiBase(ctx, { integrationId: row.id, from: old.api.baseUrl, to: fresh.api.baseUrl });
    }
  });
}

async function stopIntegration(ctx: Context, row: IntegrationRow): Promise<void> {
  // Where accounts connect by a key there is no client to prove again.
  const status = issuesTokens(row.kind) ? "draft" : row.status;
  await updateIntegrationRow(ctx, row, { status, configVersion: row.configVersion + 1 });
  await deleteSecrets(ctx, row, ["active", "pending", "previous"]);
  await moveOverrides(ctx, { integration: row, areAddressesMoved: true });
  const suspended = await suspendConnections(ctx, { integrationId: row.id, cause: "integration_changed" });
  await createAuditEvent(ctx, {
    action: "integration.update",
    target: { kind: "integration", id: row.id, label: row.name },
    cause: "offering-moved",
    changes: {
      status: { before: row.status, after: status },
      secret: { before: row.secrets.length > 0 ? "set" : null, after: null },
      suspendedConnections: suspended,
    },
  });
}

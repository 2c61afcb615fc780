import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { disconnectConnections } from "#lib/connections/disconnect-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { deleteUnusedOffering } from "#lib/custom-offerings/private-offering.ts";
import { loadIntegration } from "./get-integration-facts.ts";
import { getIntegrationImpact } from "./get-integration-impact.ts";
import { deleteIntegrationRow, lockIntegration } from "./repository.ts";

interface Target {
  id: string;
  /** What the person saw and confirmed. */
  connections: number;
  people: number;
}

/**
 * Deletes an integration with its secrets, flows and history of checks. Its connections are disconnected first, each
 * revoked at the provider while the client is still there. 409 with the present impact when the confirmed counts have
 * moved, or somebody connects at the same moment. A private offering that nothing uses any more goes with it; `alongside`
 * is done in the same transaction.
 */
export async function deleteIntegration(
  ctx: Context,
  { id, connections, people }: Target,
  alongside: (ctx: Context) => Promise<void> = async () => undefined,
): Promise<void> {
  authorize(ctx.actor, "integrations:write");
  const { id: integrationId, workspaceId } = await loadIntegration(ctx, id);
  const impact = await getIntegrationImpact(ctx, { id: integrationId });
  if (impact.connections !== connections || impact.people !== people) throw moved({ ...impact });
  const grants = impact.connections > 0 ? await disconnectConnections(ctx, integrationId) : null;
  await inTransaction(ctx, async (ctx) => {
    await lockIntegration(ctx, workspaceId, integrationId);
    const row = await loadIntegration(ctx, integrationId);
    if (row._count.connections > 0) throw moved({ connections: row._count.connections });
    await deleteIntegrationRow(ctx, row);
    await deleteUnusedOffering(ctx, { workspaceId, offeringId: row.offeringId });
    await alongside(ctx);
    await createAuditEvent(ctx, {
      action: "integration.delete",
      target: { kind: "integration", id: row.id, label: row.name },
      changes: { slug: row.slug, offeringId: row.offeringId, connections, people, grants },
    });
  });
}

function moved(impact: Record<string, unknown>) {
  return conflict("What depends on this integration has changed. Look at it again before you delete.", {
    impact,
  });
}

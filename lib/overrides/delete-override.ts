import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { releaseOverride } from "#lib/connections/release-override.ts";
import { suspendConnections } from "#lib/connections/suspend-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { findOffering } from "#lib/custom-offerings/find-offering.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import { auditTarget, changeOverrides } from "./change-overrides.ts";
import { getClientDependents } from "./get-override-impact.ts";
import { clientOf, loadOverride, scopeOf } from "./load-override.ts";
import { deleteOverrideRow } from "./repository.ts";
import { hasOwnClient, toDifference, toSettings } from "./rules.ts";

interface Target {
  id: string;
  overrideId: string;
  /** What the person saw and confirmed. */
  connections: number;
  people: number;
}

/**
 * Deletes an override. What was made with a client of its own must reconnect; whatever else remembers it goes on without
 * it. 409 with the present impact when the confirmed counts have moved.
 */
export async function deleteOverride(ctx: Context, { id, overrideId, ...seen }: Target): Promise<void> {
  authorize(ctx.actor, "integrations:write");
  const integration = await loadIntegration(ctx, id);
  await loadOverride(ctx, integration, overrideId);
  const offering = await findOffering(ctx, integration.offeringId);
  await changeOverrides(ctx, { integration, offering }, async (ctx) => {
    const row = await loadOverride(ctx, integration, overrideId);
    const settings = toSettings(row);
    const { connections, people } = await getClientDependents(ctx, row);
    if (connections !== seen.connections || people !== seen.people) {
      throw conflict("What depends on this override has changed. Look at it again before you delete.", {
        impact: { connections, people },
      });
    }
    if (hasOwnClient(settings)) {
      const client = await clientOf(ctx, row);
      await suspendConnections(ctx, { integrationId: integration.id, cause: "integration_changed", client });
    }
    await releaseOverride(ctx, row.id);
    await deleteOverrideRow(ctx, row);
    await createAuditEvent(ctx, {
      action: "override.delete",
      target: auditTarget(row.id, integration, scopeOf(row)),
      changes: { ...toDifference(settings, {}), suspendedConnections: connections, people },
    });
  });
}

import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict } from "#lib/core/errors.ts";
import { getOfferingUse, type OfferingUse } from "#lib/integrations/get-offering-use.ts";
import { moveOfferingIntegrations } from "#lib/integrations/move-offering-integrations.ts";
import type { CustomOffering, UpdatePublication } from "./contract.ts";
import { describeOffering } from "./describe-offering.ts";
import { loadCustomOffering, loadVersions } from "./load-offering.ts";
import { changedMeanwhile, lockOffering, updatePublicationRow } from "./repository-versions.ts";

/**
 * Lets integrations see the newest version, all at once. Where its addresses move, their secrets are wiped and their
 * connections suspended (P-04, D-06). 409 when there is a newer version, or the counts are no longer what was confirmed.
 */
export async function updatePublication(
  caller: Context,
  { id, version, ...confirmed }: UpdatePublication & { id: string },
): Promise<CustomOffering> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCustomOffering(ctx, id);
  if (row.latestVersion !== version) throw changedMeanwhile();
  const states = { offeringId: id, ...(await loadVersions(ctx, row)) };
  await inTransaction(ctx, async (ctx) => {
    const locked = await lockOffering(ctx, id);
    if (locked?.latestVersion !== version || locked.publishedVersion !== row.publishedVersion)
      throw changedMeanwhile();
    const use = await getOfferingUse(ctx, states, { isHeld: true });
    checkConfirmed(use, confirmed);
    if (locked.publishedVersion === version && locked.unpublishedAt === null) return;
    await updatePublicationRow(ctx, id, { publishedVersion: version, unpublishedAt: null });
    await moveOfferingIntegrations(ctx, states);
    await createAuditEvent(ctx, {
      action: "offering.publish",
      target: { kind: "offering", id, label: row.displayName },
      changes: {
        publishedVersion: { before: row.publishedVersion, after: version },
        integrations: use.integrations,
        unprovenIntegrations: use.draftIntegrations,
        suspendedConnections: use.connections,
      },
    });
  });
  return describeOffering(ctx, id);
}

function checkConfirmed(use: OfferingUse, confirmed: Omit<UpdatePublication, "version">): void {
  const { integrations, draftIntegrations, connections } = use;
  const isSame =
    confirmed.integrations === integrations &&
    confirmed.draftIntegrations === draftIntegrations &&
    confirmed.connections === connections;
  if (isSame) return;
  throw conflict("What relies on this offering has changed. Look at it again before you publish.", {
    impact: { integrations, draftIntegrations, connections },
  });
}

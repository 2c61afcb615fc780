import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import { countIntegrationsOn } from "#lib/integrations/get-offering-use.ts";
import { loadCustomOffering } from "./load-offering.ts";
import { deleteOfferingRow, lockOffering } from "./repository-versions.ts";

/** Deletes an offering with all of its versions. 409 with their number while integrations are built on it. */
export async function deleteCustomOffering(caller: Context, { id }: { id: string }): Promise<void> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  await loadCustomOffering(ctx, id);
  await inTransaction(ctx, async (ctx) => {
    const locked = await lockOffering(ctx, id);
    if (!locked) throw notFound("custom offering");
    const integrations = await countIntegrationsOn(ctx, id);
    if (integrations > 0) {
      const what = integrations === 1 ? "One integration is" : `${integrations} integrations are`;
      throw conflict(`${what} built on this offering. Unpublish it, and delete it once nothing is.`, {
        impact: { integrations },
      });
    }
    await deleteOfferingRow(ctx, id);
    await createAuditEvent(ctx, {
      action: "offering.delete",
      target: { kind: "offering", id, label: locked.displayName },
      changes: { versions: locked.latestVersion },
    });
  });
}

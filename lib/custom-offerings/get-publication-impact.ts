import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { getOfferingUse } from "#lib/integrations/get-offering-use.ts";
import type { OfferingImpact } from "./contract.ts";
import { loadCustomOffering, loadVersions } from "./load-offering.ts";

/** What publishing the newest version does to the integrations on it, over all workspaces. That somebody read it is recorded (Z-08). */
export async function getPublicationImpact(caller: Context, { id }: { id: string }): Promise<OfferingImpact> {
  authorize(caller.actor, "platform:manage");
  const ctx = asSystem(caller);
  const row = await loadCustomOffering(ctx, id);
  const use = await getOfferingUse(ctx, { offeringId: id, ...(await loadVersions(ctx, row)) });
  await createAuditEvent(ctx, {
    action: "platform.read",
    target: { kind: "offering", id, label: row.displayName },
    changes: { read: "impact", workspaces: use.workspaces },
    workspaceId: null,
  });
  return { version: row.latestVersion, ...use };
}

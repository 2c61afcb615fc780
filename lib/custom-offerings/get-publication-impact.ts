import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { getOfferingUse } from "#lib/integrations/get-offering-use.ts";
import type { OfferingImpact } from "./contract.ts";
import { loadCustomOffering, loadVersions } from "./load-offering.ts";

/** What publishing the newest version does to the integrations on it, over all workspaces. */
export async function getPublicationImpact(ctx: Context, { id }: { id: string }): Promise<OfferingImpact> {
  authorize(ctx.actor, "platform:manage");
  const row = await loadCustomOffering(ctx, id);
  const use = await getOfferingUse(ctx, { offeringId: id, ...(await loadVersions(ctx, row)) });
  return { version: row.latestVersion, ...use };
}

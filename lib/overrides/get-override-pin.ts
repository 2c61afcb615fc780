import type { Context } from "#lib/context/context.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import type { Pinned } from "./find-layers.ts";
import { kindOf, loadOverride } from "./load-override.ts";

/** An override alone on its integration: what its proof is about. 404 for unknown and foreign alike. It decides about no permission. */
export async function getOverridePin(ctx: Context, integration: string, overrideId: string): Promise<Pinned> {
  const row = await loadOverride(ctx, await loadIntegration(ctx, integration), overrideId);
  return pinOf(row);
}

function pinOf(row: Awaited<ReturnType<typeof loadOverride>>): Pinned {
  const isApplications = kindOf(row) === "application";
  return {
    runtimeOverrideId: isApplications ? null : row.id,
    applicationOverrideId: isApplications ? row.id : null,
  };
}

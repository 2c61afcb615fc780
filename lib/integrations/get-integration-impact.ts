import { getDependents } from "#lib/connections/get-dependents.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { IntegrationImpact } from "./contract.ts";
import { loadIntegration } from "./get-integration-facts.ts";

/** What stops working when the integration goes, for the dialog that asks before it destroys. */
export async function getIntegrationImpact(ctx: Context, { id }: { id: string }): Promise<IntegrationImpact> {
  authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  const { lastUsedAt, ...dependents } = await getDependents(ctx, row.id);
  return { ...dependents, lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

import { type Dependents, getDependents } from "#lib/connections/get-dependents.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { loadIntegration } from "#lib/integrations/get-integration-facts.ts";
import type { OverrideImpact } from "./contract.ts";
import { clientOf, loadOverride } from "./load-override.ts";
import type { OverrideRow } from "./repository.ts";
import { hasOwnClient, toSettings } from "./rules.ts";

/** What must reconnect when the override goes, for the dialog that asks before: what was made with a client of its own. */
export async function getOverrideImpact(
  ctx: Context,
  { id, overrideId }: { id: string; overrideId: string },
): Promise<OverrideImpact> {
  authorize(ctx.actor, "integrations:write");
  const row = await loadOverride(ctx, await loadIntegration(ctx, id), overrideId);
  const { lastUsedAt, ...dependents } = await getClientDependents(ctx, row);
  return { ...dependents, lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

/** The same for a row that is at hand. */
export async function getClientDependents(ctx: Context, row: OverrideRow): Promise<Dependents> {
  if (!hasOwnClient(toSettings(row))) return { connections: 0, people: 0, lastUsedAt: null, first: [] };
  return getDependents(ctx, row.integrationId, await clientOf(ctx, row));
}

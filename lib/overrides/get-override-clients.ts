import type { ClientOf } from "#lib/connections/client-of.ts";
import type { Context } from "#lib/context/context.ts";
import { holdersOf } from "./load-override.ts";
import { countOverrideConnections, listOverrideRows } from "./repository.ts";

/** The overrides of an integration that have a client of their own, and how many connections were made with one of those. */
export async function getOverrideClients(
  ctx: Context,
  integration: { id: string; workspaceId: string },
): Promise<{ holders: string[]; overrideConnections: number }> {
  const holders = holdersOf(await listOverrideRows(ctx, integration));
  const counts = holders.length > 0 ? await countOverrideConnections(ctx, [integration.id]) : null;
  return { holders, overrideConnections: counts?.get(integration.id) ?? 0 };
}

/** The integration's own client, as what its connections were made with: those of its overrides' clients are not among them. */
export async function ownClientOf(
  ctx: Context,
  integration: { id: string; workspaceId: string },
): Promise<ClientOf> {
  return { override: null, holders: holdersOf(await listOverrideRows(ctx, integration)) };
}

/** The number for each of several integrations, in one query. It decides about no permission. */
export function listOverrideConnectionCounts(
  ctx: Context,
  integrationIds: string[],
): Promise<Map<string, number>> {
  return countOverrideConnections(ctx, integrationIds);
}

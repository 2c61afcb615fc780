import { getScopeDependents } from "#lib/connections/get-dependents.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { ScopeImpact } from "./contract.ts";
import { loadIntegration } from "./get-integration-facts.ts";

/**
 * What another choice of scopes would mean for the connections that are there, before it is saved. All of them keep what
 * they were granted and work on (F-16); those that lack something that is added reconnect to gain it.
 */
export async function getScopeImpact(
  ctx: Context,
  { id, scopes }: { id: string; scopes: readonly string[] },
): Promise<ScopeImpact> {
  authorize(ctx.actor, "integrations:write");
  const row = await loadIntegration(ctx, id);
  const added = scopes.filter((scope) => !row.scopes.includes(scope));
  const removed = row.scopes.filter((scope) => !scopes.includes(scope));
  const { lacking, first } = await getScopeDependents(ctx, row.id, added);
  return { added, removed, connections: row._count.connections, lacking, first };
}

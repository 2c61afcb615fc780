import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import { CAUSE_CLIENT_REJECTED, CAUSE_MASS_FAILURE } from "./judge-failure.ts";
import { countByCause } from "./repository-counts.ts";

export interface StoppedCounts {
  /** Connections that wait because the provider refuses the client. */
  clientRefused: number;
  /** Those that wait because too many grants were refused at once (D-14). */
  massFailure: number;
}

/** By the id of an integration of the workspace: how many of its connections wait for somebody to mend it. */
export async function listStoppedIntegrations(ctx: Context): Promise<Map<string, StoppedCounts>> {
  const { workspaceId } = authorize(ctx.actor, "integrations:read");
  const rows = await countByCause(ctx, workspaceId, [CAUSE_CLIENT_REJECTED, CAUSE_MASS_FAILURE]);
  const counts = new Map<string, StoppedCounts>();
  for (const { integrationId, cause, count } of rows) {
    const known = counts.get(integrationId) ?? { clientRefused: 0, massFailure: 0 };
    known[cause === CAUSE_MASS_FAILURE ? "massFailure" : "clientRefused"] += count;
    counts.set(integrationId, known);
  }
  return counts;
}

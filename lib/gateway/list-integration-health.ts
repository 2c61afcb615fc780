import { listStoppedIntegrations } from "#lib/connections/list-stopped-integrations.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize, isWorkspaceAdmin } from "#lib/core/actor.ts";
import type { PageQuery } from "#lib/core/page.ts";
import { listIntegrationStates } from "#lib/integrations/list-integration-states.ts";
import { listIntegrations } from "#lib/integrations/list-integrations.ts";
import { firstHour, judgeIntegration, toHours } from "./health-rules.ts";
import type { IntegrationHealthPage } from "./health-schemas.ts";
import { sumUsageByIntegration } from "./repository-usage.ts";

/** So many that fail are named, on whichever page they are. */
const NAMED = 5;

/**
 * A page of the workspace's integrations, by name, with how each stands, its newest check and the calls of the last 24
 * hours (all of them for admins, else the caller's own), and how many of all that are in use are healthy.
 */
export async function listIntegrationHealth(ctx: Context, query: PageQuery): Promise<IntegrationHealthPage> {
  const actor = authorize(ctx.actor, "integrations:read");
  const isOwnOnly = !isWorkspaceAdmin(actor);
  const since = firstHour(ctx.now());
  const whose = { workspaceId: actor.workspaceId, since, ...(isOwnOnly && { userId: actor.userId }) };
  const [page, states, stopped, sums] = await Promise.all([
    listIntegrations(ctx, { ...query, sort: "name" }),
    listIntegrationStates(ctx),
    listStoppedIntegrations(ctx),
    sumUsageByIntegration(ctx, whose),
  ]);
  const sumsOf = Map.groupBy(sums, ({ integrationId }) => integrationId);
  const all = new Map(
    states.map(({ id, slug, name, lastCheck, ...state }) => {
      const { hours, calls } = toHours(sumsOf.get(id) ?? [], since);
      const { clientRefused = 0, massFailure = 0 } = stopped.get(id) ?? {};
      const held = { clientRefused, massFailure };
      const verdict = state.isLastCheckPresent ? (lastCheck?.verdict ?? null) : null;
      const judged = judgeIntegration({ ...state, ...held, verdict, calls });
      return [
        id,
        { id, slug, name, ...judged, lastCheck, calls, hours, heldConnections: clientRefused + massFailure },
      ];
    }),
  );
  const healthy = [...all.values()].filter(({ state }) => state === "healthy").length;
  const failing = [...all.values()].filter(({ state }) => state === "failing");
  return {
    nextCursor: page.nextCursor,
    items: page.items.flatMap(({ id, kind, offering: { provider, displayName } }) => {
      const found = all.get(id);
      return found ? [{ kind, offering: { provider, displayName }, ...found }] : [];
    }),
    summary: {
      ...{ healthy, total: healthy + failing.length },
      failing: failing.slice(0, NAMED).map(({ id, slug, name }) => ({ id, slug, name })),
    },
    isOwnOnly,
  };
}

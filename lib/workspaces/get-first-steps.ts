import { listConnections } from "#lib/connections/list-connections.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize, isWorkspaceAdmin } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { listIntegrations } from "#lib/integrations/list-integrations.ts";
import type { FirstSteps } from "./contract.ts";

const page = { sort: "-created", limit: 25 } as const;

/** How far a new workspace has come: each step completes itself by what is there. */
export async function getFirstSteps(ctx: Context): Promise<FirstSteps> {
  const actor = authorize(ctx.actor, "workspace:read");
  const [integrations, configured, connections] = await Promise.all([
    listIntegrations(ctx, page),
    listIntegrations(ctx, { ...page, limit: 1, status: "configured" }),
    listConnections(ctx, { limit: 25, scope: isWorkspaceAdmin(actor) ? "all" : "mine" }),
  ]);
  return {
    hasCredentials: integrations.items.some(
      ({ kind, clientId, clientSecret }) => !issuesTokens(kind) || (clientId !== "" && clientSecret.isSet),
    ),
    hasIntegration: configured.items.length > 0,
    hasConnection: connections.items.length > 0,
    hasCall: connections.items.some(({ lastUsedAt }) => lastUsedAt !== null),
    integrationSlug: (configured.items[0] ?? integrations.items[0])?.slug ?? null,
    connectionId: connections.items[0]?.id ?? null,
  };
}

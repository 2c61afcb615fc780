import { getConnection } from "#lib/connections/get-connection.ts";
import type { Context } from "#lib/context/context.ts";
import { authorize, isWorkspaceAdmin } from "#lib/core/actor.ts";
import { getIntegrationFacts } from "#lib/integrations/get-integration-facts.ts";
import type { UsageRange, UsageReport } from "./contract.ts";
import { usageRanges } from "./contract.ts";
import { sumUsageByCaller, sumUsageByTime, type UsageScope } from "./repository-usage.ts";
import { toUsageReport, usageSince } from "./usage-rules.ts";

interface Asked {
  id: string;
  range: UsageRange;
}

/**
 * What went through a connection: all of it for those who manage it and for admins, else the caller's own part. 404 for
 * a connection that the caller may not see.
 */
export async function getConnectionUsage(ctx: Context, { id, range }: Asked): Promise<UsageReport> {
  const actor = authorize(ctx.actor, "connections:read");
  const { canManage } = await getConnection(ctx, { id });
  const isOwnOnly = !canManage && !isWorkspaceAdmin(actor);
  return report(ctx, range, isOwnOnly, { workspaceId: actor.workspaceId, connectionId: id });
}

/** What went through an integration (id or slug), connections that are gone included: all of it for admins, else the caller's own part. */
export async function getIntegrationUsage(ctx: Context, { id, range }: Asked): Promise<UsageReport> {
  const actor = authorize(ctx.actor, "connections:read");
  const integration = await getIntegrationFacts(ctx, id);
  const { workspaceId } = actor;
  return report(ctx, range, !isWorkspaceAdmin(actor), { workspaceId, integrationId: integration.id });
}

async function report(
  ctx: Context,
  range: UsageRange,
  isOwnOnly: boolean,
  whose: Omit<UsageScope, "since" | "userId">,
): Promise<UsageReport> {
  const actor = authorize(ctx.actor, "connections:read");
  const since = usageSince(range, ctx.now());
  const scope = { ...whose, since, ...(isOwnOnly ? { userId: actor.userId } : {}) };
  const [sums, callers] = await Promise.all([
    sumUsageByTime(ctx, scope, usageRanges[range].step),
    sumUsageByCaller(ctx, scope),
  ]);
  return toUsageReport({ range, since, isOwnOnly, sums, callers });
}

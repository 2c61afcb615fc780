import type { Context } from "#lib/context/context.ts";
import { countOtherCallers, type OtherCallers } from "./repository-callers.ts";
import { usageSince } from "./usage-rules.ts";

/**
 * Who but one person, and API keys of theirs, called through each of these connections in 30 days; those that nobody else
 * calls are left out. It decides about no permission: the verb that calls it has.
 */
export async function listOtherCallers(
  ctx: Context,
  place: { workspaceId: string; userId: string },
  connectionIds: readonly string[],
): Promise<Map<string, Omit<OtherCallers, "connectionId">>> {
  const since = usageSince("month", ctx.now());
  const rows =
    connectionIds.length === 0 ? [] : await countOtherCallers(ctx, { ...place, connectionIds, since });
  return new Map(rows.map(({ connectionId, ...callers }) => [connectionId, callers]));
}

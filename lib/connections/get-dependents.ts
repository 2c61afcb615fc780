import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { ClientOf } from "./client-of.ts";
import { summarizeDependents } from "./repository-counts.ts";

/** What stands on an integration: how many connections, of how many people, last used when, and the newest five. */
export interface Dependents {
  connections: number;
  people: number;
  lastUsedAt: Date | null;
  first: {
    connectionId: string;
    account: string | null;
    owner: { id: string; name: string };
    isShared: boolean;
  }[];
}

/** The connections of an integration of the caller's workspace in numbers, all or those of one client, for those who run it. */
export async function getDependents(
  ctx: Context,
  integrationId: string,
  client?: ClientOf,
): Promise<Dependents> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  const { rows, ...counts } = await summarizeDependents(ctx, { integrationId, workspaceId, client });
  return {
    ...counts,
    first: rows.map(({ id, accountLabel, accountEmail, accountId, owner, isShared }) => ({
      connectionId: id,
      account: accountLabel ?? accountEmail ?? accountId,
      owner,
      isShared,
    })),
  };
}

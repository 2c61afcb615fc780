import type { Context } from "#lib/context/context.ts";
import { authorize } from "#lib/core/actor.ts";
import type { ClientOf } from "./client-of.ts";
import type { ConnectionRow } from "./repository.ts";
import { summarizeDependents, summarizeLacking } from "./repository-counts.ts";

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
  return { ...counts, first: rows.map(toDependent) };
}

/** The connections that were not granted all of these scopes: how many, and the newest five. None lacks nothing. */
export async function getScopeDependents(
  ctx: Context,
  integrationId: string,
  scopes: readonly string[],
): Promise<{ lacking: number; first: Dependents["first"] }> {
  const { workspaceId } = authorize(ctx.actor, "integrations:write");
  if (scopes.length === 0) return { lacking: 0, first: [] };
  const { count, rows } = await summarizeLacking(ctx, { integrationId, workspaceId }, scopes);
  return { lacking: count, first: rows.map(toDependent) };
}

function toDependent({ id, accountLabel, accountEmail, accountId, owner, isShared }: ConnectionRow) {
  return { connectionId: id, account: accountLabel ?? accountEmail ?? accountId, owner, isShared };
}

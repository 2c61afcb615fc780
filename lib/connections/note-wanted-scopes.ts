import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { lockScopes, updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { missingScopes } from "./rules.ts";

const MOST_KEPT = 20;

/**
 * Keeps in mind which scopes the provider's API has asked for and the connection does not have, with a line in its history
 * for those that are new. What was granted, and a connection that nobody signs in for, is left alone.
 */
export async function noteWantedScopes(
  ctx: Context,
  { connectionId, scopes }: { connectionId: string; scopes: readonly string[] },
): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "connections:use");
  await inTransaction(ctx, async (tx) => {
    const row = await lockScopes(tx, { id: connectionId, workspaceId });
    if (!row) return;
    const added = missingScopes(scopes, [...row.scopes, ...row.wantedScopes]);
    const wantedScopes = [...row.wantedScopes, ...added].slice(0, MOST_KEPT);
    const fresh = missingScopes(wantedScopes, row.wantedScopes);
    if (fresh.length === 0) return;
    await updateConnectionRow(tx, { id: connectionId, workspaceId }, { wantedScopes });
    const detail = { scopes: fresh };
    await insertConnectionEvent(tx, { connectionId, workspaceId, type: "scopes-wanted", detail });
  });
}

import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { findTokenState } from "./repository-tokens.ts";
import { isRenewable } from "./rules.ts";

const FRESH_MS = 120_000;

/**
 * Tells in a connection's history that the provider's API answered 401 to a token that was renewed a moment before, so that no
 * renewal will help. An older token, and one that nothing renews, tells of nothing but its own end.
 */
export async function noteRefusedToken(
  ctx: Context,
  { connectionId }: { connectionId: string },
): Promise<void> {
  const { workspaceId } = authorize(ctx.actor, "connections:use");
  const state = await findTokenState(ctx, workspaceId, connectionId);
  if (!state || !issuesTokens(state.kind) || !isRenewable(state)) return;
  const ageMs = state.databaseNow.getTime() - state.obtainedAt.getTime();
  if (ageMs > FRESH_MS) return;
  const detail = { tokenVersion: state.tokenVersion };
  await inTransaction(ctx, (tx) =>
    insertConnectionEvent(tx, { connectionId, workspaceId, type: "refused", detail }),
  );
}

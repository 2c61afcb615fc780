import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize } from "#lib/core/actor.ts";
import { AppError, conflict, isAppError, notFound } from "#lib/core/errors.ts";
import { issuesTokens } from "#lib/core/provider.ts";
import type { Connection } from "./contract.ts";
import { loadConnection } from "./get-connection.ts";
import { renewTokens } from "./renew-tokens.ts";
import type { ConnectionRow } from "./repository.ts";
import { findTokenState, type TokenState } from "./repository-tokens.ts";
import { FORCED_INTERVAL_MS, isRenewable, wasForcedLately } from "./rules.ts";
import { toConnection } from "./to-connection.ts";
import { assertOpen } from "./token-problems.ts";

/**
 * Renews a connection's tokens now, whatever their expiry: once a minute at most (429). Its owner may, and for a shared one
 * those who run the workspace. 409 without a refresh token or when only a reconnect helps, 503 while the provider fails.
 */
export async function refreshConnection(ctx: Context, { id }: { id: string }): Promise<Connection> {
  const actor = authorize(ctx.actor, "connections:write");
  const row = await loadConnection(ctx, actor, id, "canManage");
  const seen = await findTokenState(ctx, row.workspaceId, id);
  if (!seen) throw notFound("connection");
  assertMayRefresh(seen);
  try {
    await renewTokens(ctx, seen, { isForced: true });
  } catch (error) {
    await record(ctx, row, isAppError(error) ? String(error.extensions.reason ?? error.code) : "internal");
    throw error;
  }
  await record(ctx, row, null);
  return toConnection(ctx, actor, await loadConnection(ctx, actor, id));
}

function assertMayRefresh(seen: TokenState): void {
  assertOpen(seen);
  if (!issuesTokens(seen.kind))
    throw conflict("A key or a password cannot be renewed. Enter a new one on the connection's page.");
  if (!isRenewable(seen))
    throw conflict("The provider gave no refresh token for this connection, so it can only be reconnected.");
  if (!wasForcedLately(seen)) return;
  throw new AppError("rate-limited", `connection ${seen.connectionId} was refreshed a moment ago`, {
    detail: "This connection was refreshed a moment ago. Once a minute is enough.",
    headers: { "retry-after": String(FORCED_INTERVAL_MS / 1000) },
  });
}

async function record(
  ctx: Context,
  { id, accountLabel, integrationId }: ConnectionRow,
  cause: string | null,
): Promise<void> {
  await inTransaction(ctx, (tx) =>
    createAuditEvent(tx, {
      action: "connection.refresh",
      target: { kind: "connection", id, label: accountLabel, integrationId },
      outcome: cause === null ? "success" : "failed",
      cause,
    }),
  );
}

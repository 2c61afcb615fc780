import type { Context } from "#lib/context/context.ts";
import type { Provider, TokenGrant } from "#lib/core/provider.ts";
import { writeStatus } from "./change-status.ts";
import { grantColumns } from "./grant-columns.ts";
import { CAUSE_OUTCOME_UNKNOWN } from "./judge-failure.ts";
import { findConnectionIn } from "./repository.ts";
import { updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { lockTokens, openRefreshToken, replaceTokens, type TokenState } from "./repository-tokens.ts";
import { missingScopes, scopeChange } from "./rules.ts";
import { toData } from "./to-connection.ts";

export interface Renewed {
  grant: TokenGrant;
  provider: Provider;
  /** When the request was sent, on the database's clock. */
  sentAt: Date;
  /** How far the database's clock was ahead of ours then. */
  clockOffsetMs: number;
}

/**
 * Writes what a refresh brought: pair, facts, history and status, in the transaction that it is called in. The write is
 * fenced by the version alone, so that a pair is stored whoever holds the lease by now; where a reconnect or another
 * refresh was faster, theirs stands, and where the connection is gone, nothing is written.
 */
export async function storeRenewal(
  ctx: Context,
  seen: TokenState,
  { grant, provider, sentAt, clockOffsetMs }: Renewed,
): Promise<void> {
  const { connectionId, workspaceId } = seen;
  // Whoever changes the facts of the grant at the same time waits, or is waited for.
  await lockTokens(ctx, { connectionId, workspaceId });
  const row = await findConnectionIn(ctx, { id: connectionId, workspaceId });
  if (!row) return;
  const refreshToken = await openRefreshToken(ctx, seen);
  const { apiBaseUri, refreshTokenExpiresAt } = row;
  const before = { data: toData(row.data), apiBaseUri, refreshToken, refreshTokenExpiresAt };
  const times = { sentAt, clockOffsetMs, storedData: before.data };
  const { pair, columns } = grantColumns(provider, grant, before, times);
  if (!(await replaceTokens(ctx, { connectionId, workspaceId }, seen.tokenVersion, pair))) return;
  const scopes = grant.scopes ?? row.scopes;
  await updateConnectionRow(ctx, row, {
    ...columns,
    ...{ scopes, wantedScopes: missingScopes(row.wantedScopes, scopes) },
    lastRefreshedAt: ctx.now(),
  });
  const detail = {
    tokenVersion: seen.tokenVersion + 1,
    hasNewRefreshToken: grant.refreshToken !== null,
    lostScopes: missingScopes(row.scopes, scopes),
  };
  await insertConnectionEvent(ctx, { connectionId, workspaceId, type: "refreshed", detail });
  const change = scopeChange(row.scopes, scopes);
  if (change)
    await insertConnectionEvent(ctx, { connectionId, workspaceId, type: "scopes-changed", detail: change });
  if (!isWaitingForTokens(row)) return;
  const recovered = { status: "active" as const, cause: null };
  await writeStatus(
    ctx,
    { connectionId, workspaceId, status: row.status, statusCause: row.statusCause },
    recovered,
  );
}

// Whoever was condemned for an outcome that nobody knew is free again: here it is.
function isWaitingForTokens({ status, statusCause }: Pick<TokenState, "status" | "statusCause">): boolean {
  return status === "degraded" || (status === "needs_reauth" && statusCause === CAUSE_OUTCOME_UNKNOWN);
}

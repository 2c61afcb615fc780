import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { isAppError, notFound } from "#lib/core/errors.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { writeStatus } from "./change-status.ts";
import { discardGrant } from "./discard-grant.ts";
import { grantColumns } from "./grant-columns.ts";
import { findConnectionIn } from "./repository.ts";
import { updateConnectionRow } from "./repository-changes.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import {
  findTokenState,
  type Lease,
  lockTokens,
  openRefreshToken,
  replaceTokens,
  type TokenState,
} from "./repository-tokens.ts";
import { missingScopes } from "./rules.ts";
import { toData } from "./to-connection.ts";

const COMMIT_BUDGET_MS = 20_000;

interface Renewal {
  grant: TokenGrant;
  target: IntegrationClient;
  /** How far the database's clock was ahead of ours when the request was sent. */
  clockOffsetMs: number;
}

/**
 * Stores what a refresh brought and gives the stored state. The write is fenced by the version alone: when a reconnect or
 * another refresh was faster, theirs stands; when the connection is gone, the new tokens are revoked, not revived.
 * A failing database is tried again for 20 s, with the pair in memory (D-11).
 */
export async function keepTokens(ctx: Context, lease: Lease, renewal: Renewal): Promise<TokenState> {
  await storeWithPatience(ctx, lease, renewal);
  const stored = await findTokenState(ctx, lease.workspaceId, lease.connectionId);
  if (stored) return stored;
  await discardGrant(ctx, renewal);
  throw notFound("connection");
}

async function storeWithPatience(ctx: Context, lease: Lease, renewal: Renewal): Promise<void> {
  const until = performance.now() + COMMIT_BUDGET_MS;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    try {
      return await inTransaction(ctx, (tx) => store(tx, lease, renewal));
    } catch (error) {
      if (isAppError(error) || performance.now() + pauseMs > until) throw error;
      ctx.log.warn(
        { connectionId: lease.connectionId, err: error },
        "storing renewed tokens failed; trying again",
      );
      await delay(pauseMs);
    }
  }
}

async function store(ctx: Context, lease: Lease, { grant, clockOffsetMs, target }: Renewal): Promise<void> {
  const { connectionId, workspaceId } = lease;
  // Whoever changes the facts of the grant at the same time waits, or is waited for.
  await lockTokens(ctx, { connectionId, workspaceId });
  const row = await findConnectionIn(ctx, { id: connectionId, workspaceId });
  if (!row) return;
  const refreshToken = await openRefreshToken(ctx, lease);
  const { apiBaseUri, refreshTokenExpiresAt } = row;
  const before = { data: toData(row.data), apiBaseUri, refreshToken, refreshTokenExpiresAt };
  const times = { sentAt: lease.databaseNow, clockOffsetMs, storedData: before.data };
  const { pair, columns } = grantColumns(target.provider, grant, before, times);
  if (!(await replaceTokens(ctx, { connectionId, workspaceId }, lease.tokenVersion, pair))) return;
  const scopes = grant.scopes ?? row.scopes;
  await updateConnectionRow(ctx, row, { ...columns, scopes, lastRefreshedAt: ctx.now() });
  const detail = {
    tokenVersion: lease.tokenVersion + 1,
    hasNewRefreshToken: grant.refreshToken !== null,
    lostScopes: missingScopes(row.scopes, scopes),
  };
  await insertConnectionEvent(ctx, { connectionId, workspaceId, type: "refreshed", detail });
  if (row.status !== "degraded") return;
  const recovered = { status: "active" as const, cause: null };
  await writeStatus(
    ctx,
    { connectionId, workspaceId, status: row.status, statusCause: row.statusCause },
    recovered,
  );
}

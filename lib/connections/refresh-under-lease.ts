import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { countMetric } from "#lib/metrics/metrics.ts";
import { mintToken } from "#lib/oauth/client-credentials-grant.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { isTokenFailure } from "#lib/oauth/token-failure.ts";
import { askEndpoint } from "./ask-endpoint.ts";
import { CAUSE_CLIENT_REJECTED, pauseBeforeRetryMs } from "./judge-failure.ts";
import { keepTokens } from "./keep-tokens.ts";
import { wasClientRejected } from "./repository-events.ts";
import {
  findTokenState,
  type Lease,
  openRefreshToken,
  releaseLease,
  renewLease,
  type TokenState,
} from "./repository-tokens.ts";
import { CLIENT_REST_MS } from "./rules.ts";
import { settleFailure } from "./settle-failure.ts";
import { toData } from "./to-connection.ts";
import { assertOpen, retryLater } from "./token-problems.ts";

/**
 * Asks the provider for new tokens and stores them. No transaction is open while the provider is asked (D-10), and
 * the pair is given out only after its commit (D-11). Ends with the lease given back, whatever happens.
 */
export async function refreshUnderLease(
  ctx: Context,
  lease: Lease,
  target: IntegrationClient,
): Promise<TokenState> {
  try {
    assertOpen(lease);
    await assertClientAccepted(ctx, lease, target);
    return await refresh(ctx, lease, target);
  } catch (error) {
    await releaseLease(ctx, lease);
    throw error;
  }
}

async function refresh(ctx: Context, lease: Lease, target: IntegrationClient): Promise<TokenState> {
  const clockOffsetMs = lease.databaseNow.getTime() - ctx.now().getTime();
  try {
    const grant = await askProvider(ctx, lease, target);
    if (grant) countMetric("mooring_token_refreshes_total", { outcome: "renewed" });
    return grant ? await keepTokens(ctx, lease, { grant, target, clockOffsetMs }) : await reread(ctx, lease);
  } catch (error) {
    if (isTokenFailure(error)) return settleFailure(ctx, lease, error, target.layers.clientKey);
    throw error;
  }
}

/**
 * One request; one more after an ambiguous end, one more to confirm that a grant is dead.
 * `null`: the version moved in between, so the answer is not about the current grant.
 */
async function askProvider(
  ctx: Context,
  lease: Lease,
  target: IntegrationClient,
): Promise<TokenGrant | null> {
  const ask = await questionOf(ctx, lease, target);
  const tokenUrl = target.provider.token?.url ?? target.integration.id;
  const tried = { ambiguous: false, confirmed: false };
  for (;;) {
    try {
      return await askEndpoint(ctx, { tokenUrl, connectionId: lease.connectionId }, ask);
    } catch (error) {
      if (!isTokenFailure(error)) throw error;
      const pauseMs = pauseBeforeRetryMs(error, tried, Math.random);
      if (pauseMs === null) throw error;
      tried.ambiguous ||= error.class === "ambiguous";
      tried.confirmed ||= error.class === "permanent-grant";
      await delay(pauseMs);
      if (!(await renewLease(ctx, lease))) return null;
    }
  }
}

/** The request that brings the next token: by the refresh token, or, where a client connects by itself, as the first one. */
async function questionOf(
  ctx: Context,
  lease: Lease,
  { integration, provider, client }: IntegrationClient,
): Promise<() => Promise<TokenGrant>> {
  const { fetch, now } = ctx;
  const scopes = lease.scopes.length > 0 ? lease.scopes : integration.scopes;
  const common = { provider, client, data: toData(lease.data), fetch, now };
  if (provider.kind === "client_credentials")
    return () => mintToken({ ...common, scopes: integration.scopes });
  const refreshToken = await openRefreshToken(ctx, lease);
  if (!refreshToken)
    throw conflict("The provider gave no refresh token for this connection, so it cannot be renewed.");
  return () => refreshTokens({ ...common, redirectUri: integration.redirectUri, refreshToken, scopes });
}

// A client that was refused stays so until somebody edits it, or a quarter of an hour has passed. Another one is not touched.
async function assertClientAccepted(
  ctx: Context,
  lease: Lease,
  { integration, layers }: IntegrationClient,
): Promise<void> {
  const since = new Date(ctx.now().getTime() - CLIENT_REST_MS);
  const client = { integrationId: integration.id, clientKey: layers.clientKey };
  if (await wasClientRejected(ctx, client, since)) {
    throw retryLater(lease.connectionId, CAUSE_CLIENT_REJECTED, CLIENT_REST_MS);
  }
}

async function reread(ctx: Context, lease: Lease): Promise<TokenState> {
  const current = await findTokenState(ctx, lease.workspaceId, lease.connectionId);
  if (!current) throw notFound("connection");
  if (current.tokenVersion === lease.tokenVersion)
    throw retryLater(lease.connectionId, "renewal_pending", 2_000);
  return current;
}

import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "#lib/context/context.ts";
import { conflict, notFound } from "#lib/core/errors.ts";
import type { TokenGrant } from "#lib/core/provider.ts";
import { isCustomId } from "#lib/custom-offerings/find-offering.ts";
import type { IntegrationClient } from "#lib/integrations/get-integration-client.ts";
import { countMetric } from "#lib/metrics/metrics.ts";
import { mintToken } from "#lib/oauth/client-credentials-grant.ts";
import { refreshTokens } from "#lib/oauth/refresh-grant.ts";
import { isTokenFailure } from "#lib/oauth/token-failure.ts";
import { RENEWAL_TIMEOUT_MS } from "#lib/oauth/token-request.ts";
import { askEndpoint, BACKGROUND_ACTOR } from "./ask-endpoint.ts";
import { holdLease } from "./hold-lease.ts";
import { CAUSE_CLIENT_REJECTED, pauseBeforeRetryMs } from "./judge-failure.ts";
import { keepTokens } from "./keep-tokens.ts";
import { wasClientRejected } from "./repository-events.ts";
import { countRequest } from "./repository-intents.ts";
import {
  findTokenState,
  type Lease,
  type OpenedRefreshToken,
  releaseLease,
  type TokenState,
} from "./repository-tokens.ts";
import { CLIENT_REST_MS, isUsable, wasForcedLately } from "./rules.ts";
import { settleFailure } from "./settle-failure.ts";
import { toData } from "./to-connection.ts";
import { assertOpen, retryLater } from "./token-problems.ts";

/** A holder that lives and waits for the database stores its pair within a second of the database's return. */
const TAKEOVER_PAUSE_MS = 2_500;

/** What is asked, of whom. */
export interface Question {
  target: IntegrationClient;
  /** What is sent; `null` where there is none, or the client gets a token for itself. */
  sent: OpenedRefreshToken | null;
}

interface Attempt extends Question {
  lease: Lease;
  /** A request with this refresh token left, and nobody knows what the provider did with it. */
  isUnknown: boolean;
}

/**
 * Asks the provider for new tokens and stores them. No transaction is open while the provider is asked (D-10), and
 * the pair is given out only after its commit (D-11). Ends with the lease given back, whatever happens.
 */
export async function refreshUnderLease(ctx: Context, lease: Lease, question: Question): Promise<TokenState> {
  const attempt: Attempt = { ...question, lease, isUnknown: lease.earlierRequests > 0 };
  try {
    assertOpen(lease);
    await assertClientAccepted(ctx, lease, question.target);
    return await holdLease(ctx, lease, () => refresh(ctx, attempt));
  } catch (error) {
    await giveBack(ctx, attempt);
    throw error;
  }
}

async function refresh(ctx: Context, attempt: Attempt): Promise<TokenState> {
  const { lease, target, sent } = attempt;
  const clockOffsetMs = lease.databaseNow.getTime() - ctx.now().getTime();
  if (attempt.isUnknown) {
    await delay(TAKEOVER_PAUSE_MS);
    const current = await findTokenState(ctx, lease.workspaceId, lease.connectionId);
    if (current?.tokenVersion !== lease.tokenVersion) return reread(ctx, lease);
  }
  try {
    const grant = await askProvider(ctx, attempt);
    if (!grant) return await reread(ctx, lease);
    countMetric("mooring_token_refreshes_total", { outcome: "renewed" });
    // Until it is stored, only this process knows.
    attempt.isUnknown = true;
    return await keepTokens(ctx, lease, { grant, target, sent, clockOffsetMs });
  } catch (error) {
    if (!isTokenFailure(error)) throw error;
    const { isUnknown } = attempt;
    return settleFailure(ctx, lease, error, { clientKey: target.layers.clientKey, isUnknown });
  }
}

/**
 * One request; one more after an ambiguous end, one more to confirm that a grant is dead.
 * `null`: the version moved in between, so the answer is not about the current grant.
 */
async function askProvider(ctx: Context, attempt: Attempt): Promise<TokenGrant | null> {
  const ask = questionOf(ctx, attempt);
  const { lease, target } = attempt;
  const tokenUrl = endpointOf(target);
  const isBackground = ctx.actor.kind === "system" && ctx.actor.name === BACKGROUND_ACTOR;
  const isPatient = isBackground || !isUsable(lease, lease.databaseNow) || wasForcedLately(lease);
  const tried = { ambiguous: false, confirmed: false };
  for (;;) {
    try {
      return await askEndpoint(ctx, { tokenUrl, connectionId: lease.connectionId, isPatient }, ask);
    } catch (error) {
      if (!isTokenFailure(error)) throw error;
      attempt.isUnknown ||= error.class === "ambiguous";
      const pauseMs = pauseBeforeRetryMs(error, tried, Math.random);
      if (pauseMs === null) throw error;
      tried.ambiguous ||= error.class === "ambiguous";
      tried.confirmed ||= error.class === "permanent-grant";
      await delay(pauseMs);
    }
  }
}

// A custom offering says what is sent and what counts as a failure, so that it shares an endpoint's state with no other offering:
// nobody can hold the connections of other workspaces by one that always fails.
function endpointOf({ integration, provider }: IntegrationClient): string {
  const url = provider.token?.url ?? integration.id;
  return isCustomId(integration.offeringId) ? `${integration.offeringId} ${url}` : url;
}

/**
 * The one place that each single request leaves from, counted before it does (D-11): by the refresh token, or, where a client
 * connects by itself, as the first one.
 */
function questionOf(ctx: Context, { lease, target, sent }: Attempt): () => Promise<TokenGrant | null> {
  const { integration, provider, client, fetch } = target;
  const { now } = ctx;
  const scopes = lease.scopes.length > 0 ? lease.scopes : integration.scopes;
  const data = toData(lease.data);
  const common = { provider, client, data, fetch, now, timeoutMs: RENEWAL_TIMEOUT_MS };
  const { redirectUri } = integration;
  const request = () => {
    if (provider.kind === "client_credentials") return mintToken({ ...common, scopes: integration.scopes });
    if (sent) return refreshTokens({ ...common, redirectUri, refreshToken: sent.token, scopes });
    throw conflict("The provider gave no refresh token for this connection, so it cannot be renewed.");
  };
  return async () => ((await countRequest(ctx, lease)) ? request() : null);
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

// Where the database is gone, the lease ends by itself, and the error that brought us here is the one to tell.
async function giveBack(ctx: Context, { lease, isUnknown }: Attempt): Promise<void> {
  await releaseLease(ctx, lease, { keepIntent: isUnknown }).catch((error: unknown) =>
    ctx.log.warn({ connectionId: lease.connectionId, err: error }, "a lease could not be given back"),
  );
}

import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { countMetric } from "#lib/metrics/metrics.ts";
import { writeStatus } from "./change-status.ts";
import { isEndpointFailure } from "./endpoint-rules.ts";
import { type FailureFacts, type FailureVerdict, judgeFailure } from "./judge-failure.ts";
import { updateConnectionRow } from "./repository-changes.ts";
import { countDeaths } from "./repository-counts.ts";
import { insertConnectionEvent } from "./repository-events.ts";
import { isHeld } from "./repository-held.ts";
import { findTokenState, type Lease, releaseLease, type TokenState } from "./repository-tokens.ts";
import { CLIENT_REST_MS, isMassFailure } from "./rules.ts";
import { needsReauth, retryLater } from "./token-problems.ts";

const BRAKE_MS = 10 * 60_000;

interface FailedAttempt {
  /** With its version, so that a refused client is asked again as soon as somebody edits it. */
  clientKey: string;
  /** A request with the same refresh token left, and nobody knows what the provider did with it. */
  isUnknown: boolean;
}

/**
 * Writes down what a failed refresh means and throws it; or gives the tokens that somebody stored in the meantime, since a
 * failure says something about the version it was tried with and nothing else.
 */
export async function settleFailure(
  ctx: Context,
  lease: Lease,
  failure: FailureFacts,
  { clientKey, isUnknown }: FailedAttempt,
): Promise<TokenState> {
  const deaths = await countDeaths(ctx, lease.integrationId, new Date(ctx.now().getTime() - BRAKE_MS));
  const past = { failureCount: lease.failureCount, isMassFailure: isMassFailure(deaths), isUnknown };
  const verdict = judgeFailure(failure, past, Math.random);
  const outcome = verdict.status === "needs_reauth" ? "needs-reauth" : "failed-in-passing";
  countMetric("mooring_token_refreshes_total", { outcome });
  const isCurrent = await inTransaction(ctx, (tx) =>
    write(tx, lease, { failure, verdict, clientKey, isUnknown }),
  );
  if (!isCurrent) {
    const current = await findTokenState(ctx, lease.workspaceId, lease.connectionId);
    if (!current) throw notFound("connection");
    if (current.tokenVersion !== lease.tokenVersion) return current;
  }
  if (verdict.status === "needs_reauth") throw needsReauth(lease.connectionId, verdict.cause);
  throw retryLater(lease.connectionId, verdict.cause, verdict.retryInMs ?? CLIENT_REST_MS);
}

interface Settlement extends FailedAttempt {
  failure: FailureFacts;
  verdict: FailureVerdict;
}

async function write(
  ctx: Context,
  lease: Lease,
  { failure, verdict, clientKey, isUnknown }: Settlement,
): Promise<boolean> {
  // As long as the grant may live, what is unknown of it stays written down.
  const keepIntent = isUnknown && verdict.status === "degraded";
  if (!(await releaseLease(ctx, lease, { keepIntent }))) return false;
  const { connectionId, workspaceId } = lease;
  // The endpoint's outage is not the connection's failure: it must not keep the connection longer than the endpoint.
  const isEndpoints = isEndpointFailure(failure) && (await isHeld(ctx, connectionId));
  const waitsForEndpoint = isEndpoints && failure.retryAfterMs === null;
  const retryAt =
    verdict.retryInMs === null || waitsForEndpoint
      ? null
      : new Date(lease.databaseNow.getTime() + verdict.retryInMs);
  const change = { retryAt, failureCount: lease.failureCount + (isEndpoints ? 0 : 1) };
  await updateConnectionRow(ctx, { id: connectionId, workspaceId }, change);
  await insertConnectionEvent(ctx, {
    connectionId,
    workspaceId,
    type: "refresh-failed",
    cause: verdict.cause,
    detail: {
      class: failure.class,
      error: failure.error,
      retryAt: retryAt?.toISOString() ?? null,
      client: clientKey,
    },
  });
  await writeStatus(ctx, lease, verdict);
  return true;
}

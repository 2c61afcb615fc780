import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import {
  getIntegrationClientById,
  type IntegrationClient,
} from "#lib/integrations/get-integration-client.ts";
import { revokeTokens } from "#lib/oauth/revocation.ts";
import { withDeadline } from "./discard-grant.ts";
import { hasGrantSince } from "./repository-counts.ts";
import {
  claimRevocation,
  findRevocation,
  finishRevocation,
  openRevocationTokens,
  postponeRevocation,
  type RevocationRow,
  scheduleRevocation,
} from "./repository-revocations.ts";
import { isGrantWide, nextRevocationMs } from "./revocation-rules.ts";
import { toData } from "./to-connection.ts";

interface Input {
  revocationId: string;
  /** How long the provider may take. */
  patienceMs?: number;
}

interface Attempt {
  status: "revoked" | "unavailable" | "retry";
  cause: string;
  retryAfterMs: number | null;
}

/**
 * A job: tells the provider that a grant is over, refresh token first (RFC 7009 §2.1). What may pass is tried again
 * later, never before its Retry-After; the tokens are erased with the last answer. Gives where the revocation stands.
 */
export async function completeRevocation(
  ctx: Context,
  { revocationId, patienceMs = 30_000 }: Input,
): Promise<RevocationRow["status"]> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system completes revocations");
  // P-04: the client before the claim. An edit in between ends the revocation, so no token meets an address read after it.
  const waiting = await findRevocation(ctx, revocationId);
  const [target] = await Promise.allSettled([waiting && findClient(ctx, waiting)]);
  const row = await claimRevocation(ctx, revocationId);
  if (!row) return leaveForLater(ctx, revocationId);
  const attempt = await tell(ctx, row, { target, patienceMs });
  if (attempt.status !== "retry") return finish(ctx, row, attempt.status, attempt.cause);
  const delayMs = nextRevocationMs(row.attempts, attempt.retryAfterMs);
  if (delayMs === null) return finish(ctx, row, "failed", attempt.cause);
  await inTransaction(ctx, async (tx) => {
    await postponeRevocation(tx, row, { delayMs, cause: attempt.cause });
    await scheduleRevocation(tx, row.id);
  });
  return "pending";
}

// Done already, or claimed by another process, which may have died: the job comes back when the claim is over.
async function leaveForLater(ctx: Context, id: string): Promise<RevocationRow["status"]> {
  const row = await findRevocation(ctx, id);
  if (row?.status === "pending") await scheduleRevocation(ctx, id);
  return row?.status ?? "unavailable";
}

interface Telling {
  target: PromiseSettledResult<IntegrationClient | null>;
  patienceMs: number;
}

async function tell(ctx: Context, row: RevocationRow, { target, patienceMs }: Telling): Promise<Attempt> {
  try {
    if (target.status === "rejected") throw target.reason;
    if (!target.value) return { status: "unavailable", cause: "integration-gone", retryAfterMs: null };
    const { provider, client, fetch: ownFetch } = target.value;
    if (isGrantWide(provider.revocation) && (await hasGrantSince(ctx, row.integrationId, row.createdAt))) {
      return { status: "unavailable", cause: "kept-for-siblings", retryAfterMs: null };
    }
    const tokens = await openRevocationTokens(ctx, row);
    const fetch = withDeadline(ownFetch, patienceMs);
    return await revokeTokens({ provider, client, ...tokens, data: toData(row.data), fetch });
  } catch (error) {
    if (isAppError(error) && error.extensions.reason === "credential-unreadable") {
      return { status: "unavailable", cause: "credential-unreadable", retryAfterMs: null };
    }
    ctx.log.warn({ revocationId: row.id, err: error }, "a revocation could not be sent");
    return { status: "retry", cause: "unreachable", retryAfterMs: null };
  }
}

async function findClient(ctx: Context, row: RevocationRow): Promise<IntegrationClient | null> {
  try {
    return await getIntegrationClientById(ctx, row.integrationId, row);
  } catch (error) {
    if (isAppError(error) && ["not-found", "integration-not-configured"].includes(error.code)) return null;
    throw error;
  }
}

async function finish(
  ctx: Context,
  row: RevocationRow,
  status: "revoked" | "unavailable" | "failed",
  cause: string,
): Promise<RevocationRow["status"]> {
  await inTransaction(ctx, async (tx) => {
    await finishRevocation(tx, row, { status, cause });
    await createAuditEvent(tx, {
      action: "revocation.complete",
      target: { kind: "connection", id: row.connectionId, integrationId: row.integrationId },
      outcome: status === "revoked" ? "success" : "failed",
      cause,
      changes: { revocation: { before: "pending", after: status }, attempts: row.attempts },
      workspaceId: row.workspaceId,
    });
  });
  return status;
}

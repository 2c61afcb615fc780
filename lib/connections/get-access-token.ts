import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import { type Context, withActor } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { isAppError, notFound } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import { changeStatus } from "./change-status.ts";
import { confirmKey } from "./confirm-key.ts";
import { CAUSE_EXPIRED } from "./judge-failure.ts";
import { renewTokens } from "./renew-tokens.ts";
import { findTokenState, openAccessToken, type TokenState } from "./repository-tokens.ts";
import { decideNeed, isUsable } from "./rules.ts";
import { needsReauth, retryLater } from "./token-problems.ts";

export interface AccessToken {
  accessToken: Secret<string>;
  tokenType: string;
  tokenVersion: number;
  expiresAt: Date | null;
}

interface Options {
  /** The version whose token the provider just answered with 401: it is renewed, at most once a minute (P-12, R-06). */
  rejectedVersion?: number;
}

/**
 * The connection's access token, renewed first when it is due (D-25) or was rejected. Who may use the connection is
 * decided before, by `getConnectionForUse`. 404 unknown, 409 `connection-needs-reauth`, 503 with Retry-After.
 */
export async function getAccessToken(
  ctx: Context,
  connectionId: string,
  options: Options = {},
): Promise<AccessToken> {
  const workspaceId = ctx.actor.kind === "anonymous" ? null : ctx.actor.workspaceId;
  const seen = workspaceId ? await findTokenState(ctx, workspaceId, connectionId) : null;
  if (!seen) throw notFound("connection");
  const need = decideNeed(seen, options.rejectedVersion);
  switch (need.act) {
    case "use":
      return open(ctx, seen);
    case "refresh":
      return open(ctx, await renewOrKeep(ctx, seen, need.isForced));
    case "confirm":
      return open(ctx, await confirmKey(ctx, seen));
    case "wait":
      throw retryLater(connectionId, seen.statusCause ?? "provider_unavailable", need.retryAfterMs);
    case "reauthorize":
      await changeStatus(asRenewal(ctx, seen), seen, { status: "needs_reauth", cause: CAUSE_EXPIRED });
      throw needsReauth(connectionId, CAUSE_EXPIRED);
    case "refuse":
      throw needsReauth(connectionId, seen.statusCause ?? seen.status);
  }
}

// A token that still works by its own account is better than an error of the renewal that came early.
async function renewOrKeep(ctx: Context, seen: TokenState, isForced: boolean): Promise<TokenState> {
  const startedMs = performance.now();
  try {
    return await renewTokens(ctx, seen, { isForced });
  } catch (error) {
    const isPassing = isAppError(error) && error.code === "unavailable";
    // It may have expired while it waited for the renewal.
    const now = new Date(seen.databaseNow.getTime() + performance.now() - startedMs);
    if (isPassing && (isForced || isUsable(seen, now))) return seen;
    throw error;
  }
}

// What a token's own state leads to is nobody's act.
function asRenewal(ctx: Context, { workspaceId }: TokenState): Context {
  return withActor(ctx, { kind: "system", name: "token-refresh", workspaceId });
}

async function open(ctx: Context, state: TokenState): Promise<AccessToken> {
  const { connectionId, workspaceId, tokenType, tokenVersion, expiresAt } = state;
  try {
    return { accessToken: await openAccessToken(ctx, state), tokenType, tokenVersion, expiresAt };
  } catch (error) {
    if (isAppError(error) && error.extensions.reason === "credential-unreadable") {
      await inTransaction(ctx, (tx) =>
        createAuditEvent(tx, {
          action: "connection.unreadable",
          target: { kind: "connection", id: connectionId },
          outcome: "failed",
          cause: "credential-unreadable",
          workspaceId,
        }),
      );
    }
    throw error;
  }
}

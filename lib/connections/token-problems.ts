import { AppError } from "#lib/core/errors.ts";
import { CAUSE_CLIENT_REJECTED, CAUSE_KEY_REFUSED } from "./judge-failure.ts";
import type { TokenState } from "./repository-tokens.ts";

/** The token is younger than the provider wants one to be that it renews. */
export const CAUSE_TOO_YOUNG = "token_too_young";

const details = new Map([
  [
    CAUSE_CLIENT_REJECTED,
    "The provider refuses this integration's client id or secret. An admin of the workspace has to mend it.",
  ],
  [CAUSE_TOO_YOUNG, "The provider renews a token only when it is older than this one. Try again later."],
]);

const reasons = new Map([
  [CAUSE_KEY_REFUSED, "The provider refuses the key of this connection. Its owner has to enter a new one."],
  [
    "awaits_consent",
    "Whoever connected this has left the workspace. Its new owner has to sign in at the provider first.",
  ],
]);

/** 409: only the owner can help, by signing in again or by entering a new key. */
export function needsReauth(connectionId: string, cause: string | null): AppError {
  const detail =
    (cause === null ? undefined : reasons.get(cause)) ??
    "The provider no longer accepts this connection. Its owner has to reconnect it.";
  return new AppError("connection-needs-reauth", `connection ${connectionId} needs its owner: ${cause}`, {
    detail,
    extensions: { connectionId, reason: cause ?? "needs-reauth" },
  });
}

/** 503 with Retry-After: the grant stands, but no valid token can be had at this moment. */
export function retryLater(connectionId: string, cause: string, afterMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(afterMs / 1000));
  return new AppError("unavailable", `no valid token for connection ${connectionId}: ${cause}`, {
    detail:
      details.get(cause) ?? "The access token has expired and could not be renewed yet. Try again later.",
    extensions: { connectionId, reason: cause },
    headers: { "retry-after": String(seconds) },
  });
}

/** Throws when another attempt has already decided: the grant is dead, or it is not time yet. */
export function assertOpen({ connectionId, status, statusCause, retryAt, databaseNow }: TokenState): void {
  if (status !== "active" && status !== "degraded") throw needsReauth(connectionId, statusCause);
  if (retryAt && retryAt > databaseNow) {
    throw retryLater(
      connectionId,
      statusCause ?? "provider_unavailable",
      retryAt.getTime() - databaseNow.getTime(),
    );
  }
}

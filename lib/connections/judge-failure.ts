import { backoffMs } from "./rules.ts";

/** The part of a token endpoint's refusal that a decision needs. */
export interface FailureFacts {
  class: "permanent-grant" | "permanent-client" | "transient" | "ambiguous" | "misbehaved";
  error: string | null;
  retryAfterMs: number | null;
}

/** What a failed refresh makes of a connection. */
export interface FailureVerdict {
  status: "degraded" | "needs_reauth";
  /** A stable code; for a dead grant the provider's own error code. */
  cause: string;
  /** `null`: no time is set; something else has to change first. */
  retryInMs: number | null;
}

export const CAUSE_CLIENT_REJECTED = "client_rejected";
export const CAUSE_MASS_FAILURE = "mass_failure";
export const CAUSE_KEY_REFUSED = "key_refused";
export const CAUSE_OUTCOME_UNKNOWN = "outcome_unknown";
export const CAUSE_EXPIRED = "expired_without_refresh_token";

/**
 * The answer table: only a confirmed dead grant condemns, a refused client blames the integration,
 * and everything else passes by itself. A grant that is dead after a request whose outcome nobody knows died of that
 * request, by all that can be told: its owner did not end it.
 */
export function judgeFailure(
  failure: FailureFacts,
  past: { failureCount: number; isMassFailure: boolean; isUnknown: boolean },
  random: () => number,
): FailureVerdict {
  const retryInMs = backoffMs(past.failureCount, failure.retryAfterMs, random);
  switch (failure.class) {
    case "permanent-grant":
      if (past.isMassFailure)
        return { status: "degraded", cause: CAUSE_MASS_FAILURE, retryInMs: Math.max(retryInMs, 60_000) };
      return {
        status: "needs_reauth",
        cause: past.isUnknown ? CAUSE_OUTCOME_UNKNOWN : (failure.error ?? "invalid_grant"),
        retryInMs: null,
      };
    case "permanent-client":
      return { status: "degraded", cause: CAUSE_CLIENT_REJECTED, retryInMs: null };
    case "misbehaved":
      return { status: "degraded", cause: "provider_misbehaved", retryInMs };
    default:
      return { status: "degraded", cause: "provider_unavailable", retryInMs };
  }
}

/**
 * How long to pause before the one further attempt that a failure deserves; `null` when it deserves none.
 * An ambiguous end is retried within the provider's grace, a dead grant is confirmed once.
 */
export function pauseBeforeRetryMs(
  failure: FailureFacts,
  tried: { ambiguous: boolean; confirmed: boolean },
  random: () => number,
): number | null {
  if (failure.class === "ambiguous" && !tried.ambiguous) return 250 + Math.ceil(random() * 750);
  if (failure.class === "permanent-grant" && !tried.confirmed) return 2_000 + Math.ceil(random() * 1_000);
  return null;
}

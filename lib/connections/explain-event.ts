import type { AuthorizationKind } from "#lib/core/provider.ts";
import { type ConnectionEventType, connectionStatuses, type StatusExplanation } from "./contract.ts";
import { explainStatus, holds } from "./explain-status.ts";
import { CAUSE_MASS_FAILURE } from "./judge-failure.ts";

interface EventFacts {
  type: ConnectionEventType;
  cause: string | null;
  detail: Record<string, unknown>;
}

const plain: Partial<Record<ConnectionEventType, StatusExplanation>> = {
  "scopes-wanted": {
    cause: "The provider's API refused a call because the connection lacks a scope.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  refused: {
    cause:
      "The provider's API answered 401 to a token that the provider had issued a moment before. The account may have lost its access there.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  "secret-changed": {
    cause: "The integration's client secret was changed. The next renewal uses the new one.",
    whoCanFix: "nobody",
    nextStep: "none",
  },
  "integration-paused": holds.paused,
};

/** What a line of a connection's history means, who can do something about it and what; `null` where nothing has to be said. */
export function explainEvent(
  { type, cause, detail }: EventFacts,
  kind: AuthorizationKind,
): StatusExplanation | null {
  switch (type) {
    case "refresh-failed":
      return explainStatus(isCondemned(cause, detail) ? "needs_reauth" : "degraded", cause, kind);
    case "status-changed": {
      const after = connectionStatuses.find((status) => status === detail.after);
      return after && after !== "active" ? explainStatus(after, cause, kind) : null;
    }
    case "scopes-changed":
      return Array.isArray(detail.lost) && detail.lost.length > 0 ? scopesLost : null;
    case "tested":
      return cause === null ? null : explainTest(cause, kind);
    default:
      return plain[type] ?? null;
  }
}

const scopesLost: StatusExplanation = {
  cause: "The grant holds fewer scopes than before. Calls that need those will be refused.",
  whoCanFix: "owner",
  nextStep: "reconnect",
};

// Held back for a mass failure nobody is condemned, whatever the provider said of the grant.
function isCondemned(cause: string | null, detail: Record<string, unknown>): boolean {
  return detail.class === "permanent-grant" && cause !== CAUSE_MASS_FAILURE;
}

function explainTest(cause: string, kind: AuthorizationKind): StatusExplanation {
  if (/^answered-4(?!29)\d\d$/.test(cause))
    return {
      ...explainStatus("needs_reauth", null, kind),
      cause: `The provider answered ${cause.slice("answered-".length)} when it was asked whose account this is.`,
    };
  return { ...explainStatus("degraded", cause, kind), whoCanFix: "provider", nextStep: "wait" };
}

import type { AuthorizationKind } from "#lib/core/provider.ts";
import type { ConnectionStatus, StatusExplanation } from "./contract.ts";
import type { HealthFacts, Standing } from "./health.ts";
import {
  CAUSE_CLIENT_REJECTED,
  CAUSE_EXPIRED,
  CAUSE_KEY_REFUSED,
  CAUSE_MASS_FAILURE,
  CAUSE_OUTCOME_UNKNOWN,
} from "./judge-failure.ts";

const byCause: Record<string, StatusExplanation> = {
  [CAUSE_CLIENT_REJECTED]: {
    cause: "The provider refuses the integration's client id or secret, so no token can be renewed.",
    whoCanFix: "workspace-admin",
    nextStep: "check-integration",
  },
  [CAUSE_MASS_FAILURE]: {
    cause:
      "Many accounts of this integration were refused at the same time, which points at the provider or the client. Nobody is disconnected yet.",
    whoCanFix: "workspace-admin",
    nextStep: "check-integration",
  },
  [CAUSE_EXPIRED]: {
    cause: "The access token has expired, and the provider gave no refresh token.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  [CAUSE_OUTCOME_UNKNOWN]: {
    cause:
      "A renewal broke off between the provider's answer and its being stored, and the provider has replaced the refresh token since. Nobody withdrew the grant.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  offering_changed: {
    cause: "The offering's addresses were changed by a platform admin, so its owner has to agree again.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  awaits_consent: {
    cause:
      "Somebody who left this workspace has left it to its owner. Their own grant is withdrawn, so its owner has to sign in with an account of their own.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  [CAUSE_KEY_REFUSED]: {
    cause: "The provider refuses this key. Enter a new one.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  provider_unavailable: {
    cause: "The provider did not answer, or asked for patience. The grant itself is intact.",
    whoCanFix: "provider",
    nextStep: "wait",
  },
  provider_misbehaved: {
    cause: "The provider's answer made no sense. The grant itself is intact.",
    whoCanFix: "provider",
    nextStep: "wait",
  },
};

const byStatus: Record<ConnectionStatus, StatusExplanation> = {
  active: { cause: "The connection works.", whoCanFix: "nobody", nextStep: "none" },
  degraded: {
    cause: "The last renewal failed; it is tried again by itself.",
    whoCanFix: "provider",
    nextStep: "wait",
  },
  needs_reauth: {
    cause: "The provider no longer accepts this grant: it was withdrawn, has expired or was replaced.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  suspended: {
    cause: "The integration's addresses were changed, so its owner has to agree again.",
    whoCanFix: "owner",
    nextStep: "reconnect",
  },
  revoked: { cause: "The connection was disconnected.", whoCanFix: "owner", nextStep: "reconnect" },
};

/** Why the connection stands where it does, who can change it and how. */
export function explainStatus(
  status: ConnectionStatus,
  cause: string | null,
  kind: AuthorizationKind = "oauth2",
): StatusExplanation {
  if (status === "active") return byStatus.active;
  const explanation = (cause === null ? undefined : byCause[cause]) ?? byStatus[status];
  const isPassword = cause === CAUSE_KEY_REFUSED && kind === "basic";
  return {
    ...explanation,
    ...(isPassword && { cause: "The provider refuses this user name and password. Enter them again." }),
    ...(explanation.nextStep === "reconnect" && { nextStep: reconnects[kind] }),
  };
}

/** The same for how it stands in sum: what holds it back or ends it soon counts for more than a status that looks well. */
export function explainHealth(
  { health, end }: Standing,
  { status, hold }: Pick<HealthFacts, "status" | "hold">,
  cause: string | null,
  kind: AuthorizationKind,
): StatusExplanation {
  if (health === "on_hold" && hold) return holds[hold];
  if (health === "expiring_soon") return expiring;
  if (health === "needs_reconnect" && status !== "needs_reauth")
    return end.reason === "no-refresh-token" ? explainStatus("needs_reauth", CAUSE_EXPIRED) : ended;
  return explainStatus(status, cause, kind);
}

/** What holds the connections of an integration, in words. */
export const holds = {
  paused: {
    cause:
      "The integration is paused by an admin, so nobody can call through this connection. Its grant is kept.",
    whoCanFix: "workspace-admin",
    nextStep: "resume-integration",
  },
  draft: {
    cause:
      "The integration is a draft: its client is not proven, so nobody can call through this connection.",
    whoCanFix: "workspace-admin",
    nextStep: "complete-integration",
  },
} as const satisfies Record<string, StatusExplanation>;

const expiring: StatusExplanation = {
  cause: "The grant at the provider ends soon, and no renewal prolongs it.",
  whoCanFix: "owner",
  nextStep: "reconnect",
};

const ended: StatusExplanation = {
  cause: "The grant has reached the end that the provider sets for it.",
  whoCanFix: "owner",
  nextStep: "reconnect",
};

/** What reconnecting means for its owner. */
const reconnects: Record<AuthorizationKind, StatusExplanation["nextStep"]> = {
  oauth2: "reconnect",
  client_credentials: "connect-client",
  api_key: "replace-key",
  basic: "replace-key",
};

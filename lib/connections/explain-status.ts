import type { AuthorizationKind } from "#lib/core/provider.ts";
import type { ConnectionStatus, StatusExplanation } from "./contract.ts";
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

/** What reconnecting means for its owner. */
const reconnects: Record<AuthorizationKind, StatusExplanation["nextStep"]> = {
  oauth2: "reconnect",
  client_credentials: "connect-client",
  api_key: "replace-key",
  basic: "replace-key",
};

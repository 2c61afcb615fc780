import { AppError, isAppError } from "#lib/core/errors.ts";
import type { ProblemCode } from "#lib/core/problem-types.ts";
import { redirectErrors } from "#lib/oauth/token-error.ts";
import type { FlowFailure, FlowFailureCode } from "./contract.ts";
import type { FailureFacts } from "./judge-failure.ts";

const startAgain = "Start again from the page where you clicked Connect.";
// OpenID Connect Core §3.1.2.6: what `prompt=none` comes to when there is no way without a page.
const silentHint =
  "This integration asks the provider to show nothing. An admin of the workspace can change that in its settings; then start again.";
const texts: Record<FlowFailureCode, Omit<FlowFailure, "code" | "redirectUri">> = {
  "authorization-denied": {
    title: "Access was not granted",
    detail: "The provider says that the request was declined.",
    hint: "Start again and agree, or ask an admin why these permissions are needed.",
  },
  "login-required": {
    title: "The provider wants you to sign in first",
    detail: "It could not finish without showing its sign-in page. Nothing was changed.",
    hint: silentHint,
  },
  "consent-required": {
    title: "The provider wants your consent first",
    detail: "It could not finish without asking whether you agree. Nothing was changed.",
    hint: silentHint,
  },
  "account-selection-required": {
    title: "The provider does not know which account you mean",
    detail: "It could not finish without letting you choose an account. Nothing was changed.",
    hint: silentHint,
  },
  "interaction-required": {
    title: "The provider wants to ask you something first",
    detail: "It could not finish without showing you a page. Nothing was changed.",
    hint: silentHint,
  },
  "authorization-expired": {
    title: "This took longer than ten minutes",
    detail: "For safety, an authorization that was started must come back within ten minutes.",
    hint: startAgain,
  },
  "state-mismatch": {
    title: "This authorization was not started here",
    detail: "The answer does not belong to a sign-in that this browser began. Nothing was connected.",
    hint: startAgain,
  },
  "user-mismatch": {
    title: "Somebody else started this",
    detail:
      "The person who is signed in here is not the one who began this authorization. Nothing was connected.",
    hint: "Start the connection yourself; never finish one from a link that somebody sent you.",
  },
  "sign-in-required": {
    title: "You are not signed in to Mooring",
    detail: "The answer of the provider arrived, but nobody is signed in here. Nothing was connected.",
    hint: "Sign in, then start again.",
  },
  "another-account": {
    title: "That is another account than before",
    detail: "This connection belongs to a different account at the provider. It was left as it was.",
    hint: "Sign in at the provider with the account from before, or confirm that you want to switch.",
  },
  "redirect-mismatch": {
    title: "The callback URL is not registered",
    detail: "The provider does not accept the address that it should send people back to.",
    hint: "Register exactly this callback URL at the provider, character by character.",
  },
  "client-rejected": {
    title: "The provider refuses the client",
    detail: "The client id, the client secret or the way of sending them was not accepted.",
    hint: "An admin of the workspace can check the credentials in the integration's settings.",
  },
  "scopes-rejected": {
    title: "The provider refuses the scopes",
    detail: "At least one of the scopes is unknown to the provider or not allowed for this client.",
    hint: "An admin of the workspace can compare the integration's scopes with the client at the provider.",
  },
  "integration-changed": {
    title: "The integration changed in the meantime",
    detail: "Somebody edited, disabled or removed it, or the connection, while you were signing in.",
    hint: startAgain,
  },
  "provider-rejected": {
    title: "The provider refused to finish",
    detail:
      "It did not exchange its code for a token. The code may have expired, or the callback URL may differ from the registered one.",
    hint: startAgain,
  },
  "provider-unreachable": {
    title: "The provider did not answer",
    detail: "Nothing was connected; what was connected before is untouched.",
    hint: "Try again in a few minutes.",
  },
  "provider-misbehaved": {
    title: "The provider's answer makes no sense",
    detail: "It did not follow the protocol, so nothing was connected.",
    hint: "Try again; when it stays so, an admin finds the cause in the log.",
  },
  internal: {
    title: "Something went wrong on our side",
    detail: "Nothing was connected.",
    hint: startAgain,
  },
};

const aboutRedirect: readonly FlowFailureCode[] = [
  "redirect-mismatch",
  "client-rejected",
  "provider-rejected",
];

/** A failure in words of our own; nothing that the provider or the URL said is repeated (F-06). */
export function toFlowFailure(code: FlowFailureCode, redirectUri?: string): FlowFailure {
  return { code, ...texts[code], ...(redirectUri && aboutRedirect.includes(code) && { redirectUri }) };
}

export function isFlowFailureCode(code: string | null): code is FlowFailureCode {
  return code !== null && Object.hasOwn(texts, code);
}

/** Ends a flow with this code; the verb that runs the flow turns it into the flow's result. */
export function flowStop(code: FlowFailureCode, message: string): AppError {
  return new AppError("conflict", message, { detail: texts[code].detail, extensions: { flowFailure: code } });
}

const bySilentError: Readonly<Record<string, FlowFailureCode>> = {
  login_required: "login-required",
  consent_required: "consent-required",
  account_selection_required: "account-selection-required",
  interaction_required: "interaction-required",
};

const byProblem: Partial<Record<ProblemCode, FlowFailureCode>> = {
  "authorization-denied": "authorization-denied",
  "authorization-expired": "authorization-expired",
  "state-mismatch": "state-mismatch",
  "provider-rejected": "provider-rejected",
  "provider-unreachable": "provider-unreachable",
  "provider-misbehaved": "provider-misbehaved",
  unavailable: "provider-unreachable",
  "egress-blocked": "provider-unreachable",
  "integration-not-configured": "integration-changed",
  "not-found": "integration-changed",
  forbidden: "integration-changed",
  "invalid-input": "provider-misbehaved",
};

/** The failure that an error of the flow means; `internal` for everything unforeseen. */
export function flowFailureOf(error: unknown): FlowFailureCode {
  if (!isAppError(error)) return "internal";
  const { flowFailure, providerError } = error.extensions;
  if (typeof flowFailure === "string" && isFlowFailureCode(flowFailure)) return flowFailure;
  if (typeof providerError !== "string") return byProblem[error.code] ?? "internal";
  return bySilentError[providerError] ?? byErrorName(providerError) ?? byProblem[error.code] ?? "internal";
}

/** The failure that a refused code exchange means. */
export function exchangeFailureOf({ class: kind, error }: FailureFacts): FlowFailureCode {
  const named = error === null ? null : byErrorName(error);
  if (named) return named;
  switch (kind) {
    case "permanent-client":
      return error === "invalid_request" ? "provider-rejected" : "client-rejected";
    case "permanent-grant":
      return "provider-rejected";
    case "misbehaved":
      return "provider-misbehaved";
    default:
      return "provider-unreachable";
  }
}

function byErrorName(name: string): FlowFailureCode | null {
  if (redirectErrors.includes(name)) return "redirect-mismatch";
  if (name === "invalid_scope") return "scopes-rejected";
  return name === "invalid_client" || name === "unauthorized_client" ? "client-rejected" : null;
}

import { errorKind, redirectErrors } from "./token-error.ts";
import type { TokenFailureClass } from "./token-failure.ts";

/** Why a check came out as it did; stable, for explanations and history. */
export const clientCheckCauses = [
  "control-refused",
  "client-refused",
  "other-authentication",
  "redirect-refused",
  "client-not-allowed",
  "same-answer",
  "control-not-refused",
  "unstable-answer",
  "code-accepted",
  "no-secret",
  "token-refused",
  "unreachable",
  "unavailable",
  "unreadable",
] as const;

export type ClientCheckCause = (typeof clientCheckCauses)[number];

/** What one attempt came to. */
export interface ClientAnswer {
  /** `null`: no answer came. */
  status: number | null;
  error: string | null;
  class: TokenFailureClass;
  /** The body was JSON or a form, so the provider's own software spoke. */
  isReadable: boolean;
  /** The made-up code was taken for a real one; where a token was asked for: it was given. */
  isAccepted: boolean;
}

interface Judgement {
  verdict: "verified" | "rejected" | "inconclusive";
  cause: ClientCheckCause;
}

/**
 * Whether an answer reads like "I do not know this client": by a name that says so, or by a 401 or 403 that blames
 * nothing else. `invalid_request` and `invalid_scope` blame the request; a 403 with a page comes from a firewall.
 */
export function looksLikeClientFailure({ status, error, isReadable, isAccepted }: ClientAnswer): boolean {
  if (isAccepted || status === null) return false;
  if (namesClient(error)) return true;
  return errorKind(error) === null && (status === 401 || (status === 403 && isReadable));
}

/**
 * Whether the answer to the stored secret has to be asked for once more: when the control was refused in words that
 * name no client, a limit or a firewall may have spoken, and then the stored secret fares no better the second time.
 */
export function isConfirmationNeeded(stored: ClientAnswer, control: ClientAnswer): boolean {
  return !isSame(stored, control) && looksLikeClientFailure(control) && !namesClient(control.error);
}

/**
 * The verdict over the stored secret's answer, the negative control's, and the stored one's again where it was asked.
 * Two answers that are the same never verify anything.
 */
export function judgeClientAnswers(
  stored: ClientAnswer,
  control: ClientAnswer,
  again: ClientAnswer | null,
): Judgement {
  const trouble = troubleOf(stored) ?? troubleOf(control);
  if (trouble) return { verdict: "inconclusive", cause: trouble };
  const bothRefused = looksLikeClientFailure(stored) && looksLikeClientFailure(control);
  const blamesRedirect = redirectErrors.includes(stored.error?.toLowerCase() ?? "");
  if (isSame(stored, control)) {
    if (bothRefused) return { verdict: "rejected", cause: "client-refused" };
    return { verdict: "inconclusive", cause: blamesRedirect ? "redirect-refused" : "same-answer" };
  }
  if (!looksLikeClientFailure(control)) return { verdict: "inconclusive", cause: "control-not-refused" };
  if (blamesRedirect) return { verdict: "rejected", cause: "redirect-refused" };
  if (bothRefused) {
    const isNotAllowed = stored.error === "unauthorized_client" && control.error === "invalid_client";
    return { verdict: "rejected", cause: isNotAllowed ? "client-not-allowed" : "client-refused" };
  }
  if (again !== null && !isSame(stored, again)) return { verdict: "inconclusive", cause: "unstable-answer" };
  return { verdict: "verified", cause: "control-refused" };
}

/**
 * The same where the client was asked for a token of its own. A token is the proof, as long as a made-up secret gets none:
 * a refusal in whatever words differs from a token, and one that may be a limit is asked about again.
 */
export function judgeTokenAnswers(
  stored: ClientAnswer,
  control: ClientAnswer,
  again: ClientAnswer | null,
): Judgement {
  const trouble = silenceOf(stored) ?? silenceOf(control);
  if (trouble) return { verdict: "inconclusive", cause: trouble };
  if (stored.isAccepted) {
    if (control.isAccepted) return { verdict: "inconclusive", cause: "same-answer" };
    if (again !== null && !again.isAccepted) return { verdict: "inconclusive", cause: "unstable-answer" };
    return { verdict: "verified", cause: "control-refused" };
  }
  if (control.isAccepted) return { verdict: "inconclusive", cause: "unstable-answer" };
  if (!looksLikeClientFailure(control))
    return {
      verdict: "inconclusive",
      cause: isSame(stored, control) ? "same-answer" : "control-not-refused",
    };
  if (!looksLikeClientFailure(stored)) return { verdict: "rejected", cause: "token-refused" };
  const isNotAllowed = stored.error === "unauthorized_client" && control.error === "invalid_client";
  return { verdict: "rejected", cause: isNotAllowed ? "client-not-allowed" : "client-refused" };
}

/** As `isConfirmationNeeded`, for the client that was asked for a token. */
export function isTokenConfirmationNeeded(stored: ClientAnswer, control: ClientAnswer): boolean {
  return stored.isAccepted && !control.isAccepted && !namesClient(control.error);
}

/** What makes an answer useless as evidence. */
function troubleOf(answer: ClientAnswer): ClientCheckCause | null {
  return answer.status !== null && answer.isAccepted ? "code-accepted" : silenceOf(answer);
}

function silenceOf(answer: ClientAnswer): ClientCheckCause | null {
  const { status, class: kind, error, isReadable, isAccepted } = answer;
  if (status === null) return "unreachable";
  if (isAccepted) return null;
  if (kind === "transient") return "unavailable";
  const saysNothing = !isReadable && error === null && !looksLikeClientFailure(answer);
  return kind === "ambiguous" || saysNothing ? "unreadable" : null;
}

function isSame(one: ClientAnswer, other: ClientAnswer): boolean {
  return one.status === other.status && one.error === other.error;
}

function namesClient(error: string | null): boolean {
  const name = error?.toLowerCase() ?? "";
  if (redirectErrors.includes(name) || errorKind(name) === "grant") return false;
  if (["invalid_request", "invalid_scope", "invalid_target", "unsupported_grant_type"].includes(name))
    return false;
  return errorKind(name) === "client" || /client|secret|credential|unauthori[sz]ed|app_/.test(name);
}

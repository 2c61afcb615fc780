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

export interface ClientJudgement {
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

/** The answers to the stored secret and to the made-up one, sent the same way. */
export interface ClientAnswers {
  stored: ClientAnswer;
  control: ClientAnswer;
}

/**
 * The verdict over the stored secret's answer and the negative control's. Two answers that are the same never verify
 * anything; two that differ in the right way verify once `confirmJudgement` has seen them a second time.
 */
export function judgeClientAnswers({ stored, control }: ClientAnswers): ClientJudgement {
  const trouble = troubleOf(stored) ?? troubleOf(control);
  if (trouble) return { verdict: "inconclusive", cause: trouble };
  const bothRefused = looksLikeClientFailure(stored) && looksLikeClientFailure(control);
  const blamesRedirect = redirectErrors.includes(nameOf(stored));
  if (isSame(stored, control)) {
    if (bothRefused) return { verdict: "rejected", cause: "client-refused" };
    return { verdict: "inconclusive", cause: blamesRedirect ? "redirect-refused" : "same-answer" };
  }
  if (!looksLikeClientFailure(control)) return { verdict: "inconclusive", cause: "control-not-refused" };
  if (blamesRedirect) return { verdict: "rejected", cause: "redirect-refused" };
  if (bothRefused) {
    return {
      verdict: "rejected",
      cause: isNotAllowed(stored, control) ? "client-not-allowed" : "client-refused",
    };
  }
  return { verdict: "verified", cause: "control-refused" };
}

/**
 * The same where the client was asked for a token of its own. A token is the proof, as long as a made-up secret gets none:
 * a refusal in whatever words differs from a token.
 */
export function judgeTokenAnswers({ stored, control }: ClientAnswers): ClientJudgement {
  const trouble = silenceOf(stored) ?? silenceOf(control);
  if (trouble) return { verdict: "inconclusive", cause: trouble };
  if (stored.isAccepted) {
    if (control.isAccepted) return { verdict: "inconclusive", cause: "same-answer" };
    return { verdict: "verified", cause: "control-refused" };
  }
  if (control.isAccepted) return { verdict: "inconclusive", cause: "unstable-answer" };
  if (!looksLikeClientFailure(control))
    return {
      verdict: "inconclusive",
      cause: isSame(stored, control) ? "same-answer" : "control-not-refused",
    };
  if (!looksLikeClientFailure(stored)) return { verdict: "rejected", cause: "token-refused" };
  return {
    verdict: "rejected",
    cause: isNotAllowed(stored, control) ? "client-not-allowed" : "client-refused",
  };
}

/**
 * The verdict once both secrets were asked about again. Servers that take turns, a limit or a firewall can make two
 * answers differ that have nothing to do with the secret; such a difference does not come back.
 */
export function confirmJudgement(
  first: ClientAnswers,
  second: ClientAnswers,
  judge: (answers: ClientAnswers) => ClientJudgement,
): ClientJudgement {
  const trouble = silenceOf(second.stored) ?? silenceOf(second.control);
  if (trouble) return { verdict: "inconclusive", cause: trouble };
  const isStable = isSame(first.stored, second.stored) && isSame(first.control, second.control);
  return isStable ? judge(second) : { verdict: "inconclusive", cause: "unstable-answer" };
}

/** What makes an answer useless as evidence. */
function troubleOf(answer: ClientAnswer): ClientCheckCause | null {
  return answer.status !== null && answer.isAccepted ? "code-accepted" : silenceOf(answer);
}

function silenceOf(answer: ClientAnswer): ClientCheckCause | null {
  const { status, class: kind, error, isReadable, isAccepted } = answer;
  if (status === null) return "unreachable";
  // A redirect is not followed (D-16), so whatever stands in it is no answer to the question.
  if (status >= 300 && status < 400) return "unreadable";
  if (isAccepted) return null;
  if (kind === "transient") return "unavailable";
  const saysNothing = !isReadable && error === null && !looksLikeClientFailure(answer);
  return kind === "ambiguous" || saysNothing ? "unreadable" : null;
}

function isSame(one: ClientAnswer, other: ClientAnswer): boolean {
  return one.status === other.status && one.error === other.error && one.isAccepted === other.isAccepted;
}

/** The provider knows the client, since it has other words for a made-up secret. */
function isNotAllowed(stored: ClientAnswer, control: ClientAnswer): boolean {
  return nameOf(stored) === "unauthorized_client" && nameOf(control) === "invalid_client";
}

function nameOf({ error }: ClientAnswer): string {
  return error?.toLowerCase() ?? "";
}

function namesClient(error: string | null): boolean {
  const name = error?.toLowerCase() ?? "";
  if (redirectErrors.includes(name) || errorKind(name) === "grant") return false;
  if (["invalid_request", "invalid_scope", "invalid_target", "unsupported_grant_type"].includes(name))
    return false;
  return errorKind(name) === "client" || /client|secret|credential|unauthori[sz]ed|app_/.test(name);
}

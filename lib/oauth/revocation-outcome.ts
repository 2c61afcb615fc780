import type { AnswerBody } from "./answer-body.ts";
import { errorKind, readErrorName } from "./token-error.ts";

export type RevocationCause =
  | "revoked"
  | "already-gone"
  | "not-offered"
  | "no-token"
  | "missing-data"
  | "blocked"
  | "redirected"
  | "unsupported-token-type"
  | "client-refused"
  | "token-refused"
  | "refused"
  | "busy"
  | "unreachable";

export interface RevocationOutcome {
  /** `retry`: nothing is known to have happened; ask again. `unavailable`: asking again will not help. */
  status: "revoked" | "unavailable" | "retry";
  cause: RevocationCause;
  retryAfterMs: number | null;
}

interface RevocationAnswer {
  status: number;
  body: AnswerBody;
  /** The request was authorized with the very token that it revokes. */
  isBearer: boolean;
  isDelete: boolean;
  retryAfterMs: number | null;
}

// Said of a token that is not alive any more, which is what was wanted.
const gone = [
  "invalid_token",
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_not_found",
  "not_found",
];

/** What the answer of a revocation endpoint means (RFC 7009 §2.2). */
export function judgeRevocation(answer: RevocationAnswer): RevocationOutcome {
  const { status, body, retryAfterMs } = answer;
  const error = body.kind === "object" ? readErrorName(body.value) : null;
  const say = (to: RevocationOutcome["status"], cause: RevocationCause): RevocationOutcome => ({
    status: to,
    cause,
    retryAfterMs: to === "retry" ? retryAfterMs : null,
  });
  const kind = errorKind(error);
  if ([408, 425, 429].includes(status) || status >= 500 || kind === "passing") return say("retry", "busy");
  if (status < 200 || (status >= 300 && status < 400)) return say("unavailable", "redirected");
  if (status < 300 && !reportsFailure(body)) return say("revoked", "revoked");
  if (kind === "grant" || gone.includes(error ?? "")) return say("revoked", "already-gone");
  if ((status === 404 || status === 410) && answer.isDelete) return say("revoked", "already-gone");
  if (error === "unsupported_token_type") return say("unavailable", "unsupported-token-type");
  if (kind !== "client" && answer.isBearer && (status === 401 || status === 403))
    return say("unavailable", "token-refused");
  if (kind === "client" || status === 401) return say("unavailable", "client-refused");
  return say("unavailable", "refused");
}

// A 2xx may still say no in its body.
function reportsFailure(body: AnswerBody): boolean {
  return body.kind === "object" && (body.value.ok === false || typeof body.value.error === "string");
}

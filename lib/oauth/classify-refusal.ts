import { isAppError } from "#lib/core/errors.ts";
import { isRecord } from "#lib/core/json-path.ts";
import type { ErrorCodes } from "#lib/core/provider.ts";
import type { AnswerBody } from "./answer-body.ts";
import { errorKind, readErrorName } from "./token-error.ts";
import { TokenFailure, type TokenFailureClass, type TokenFailureFacts } from "./token-failure.ts";

/** What of a token endpoint's refusal decides its class. */
export interface Refusal {
  status: number;
  body: AnswerBody;
  /** A `WWW-Authenticate: Basic` header came with it: the client was not accepted (RFC 6749 §5.2). */
  challengesClient: boolean;
  retryAfterMs: number | null;
  /** What the provider's numbers mean, where it gives numbers. */
  errorCodes?: ErrorCodes | null;
}

/** The class of an answer that holds no tokens: the table at the end of SECURITY-CHECKS, in one place. */
export function classifyRefusal({
  status,
  body,
  challengesClient,
  retryAfterMs,
  errorCodes = null,
}: Refusal): TokenFailureFacts {
  const error = body.kind === "object" ? readErrorName(body.value, errorCodes) : null;
  return { class: classOf({ status, body, challengesClient, error }), error, status, retryAfterMs };
}

function classOf({
  status,
  body,
  challengesClient,
  error,
}: Omit<Refusal, "retryAfterMs" | "errorCodes"> & { error: string | null }): TokenFailureClass {
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "transient";
  if (status < 200 || (status >= 300 && status < 400)) return "misbehaved";
  const kind = errorKind(error);
  if (kind === "passing") return "transient";
  if (kind === "client") return "permanent-client";
  if (kind === "grant") return "permanent-grant";
  if (status === 401 && challengesClient) return "permanent-client";
  if (status < 300 && (body.kind === "garbled" || body.kind === "empty" || body.kind === "cut-off"))
    return "ambiguous";
  return "misbehaved";
}

/** Codes of failures that come before the first byte of the request has left (DNS, connect, TLS). */
const beforeSending =
  /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|EPROTO|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/**
 * The failure behind a `fetch` that threw. When it is not known whether the request was sent, the end is ambiguous.
 * An AppError that is not about reaching the provider (the egress guard's refusal) is handed back as it is.
 */
export function classifyThrown(thrown: unknown): Error {
  const failure = (name: TokenFailureClass) =>
    new TokenFailure({ class: name, error: null, status: null, retryAfterMs: null });
  for (
    let link = thrown;
    isRecord(link) || link instanceof Error;
    link = (link as { cause?: unknown }).cause
  ) {
    if (isAppError(link)) {
      if (link.code === "provider-misbehaved") return failure("misbehaved");
      if (link.code !== "provider-unreachable") return link;
      const { stage, reason } = link.extensions;
      return failure(stage === "connect" || reason === "dns" || reason === "tls" ? "transient" : "ambiguous");
    }
    const code = (link as { code?: unknown }).code;
    if (typeof code === "string" && beforeSending.test(code)) return failure("transient");
  }
  return failure("ambiguous");
}

import { AppError } from "#lib/core/errors.ts";

/**
 * What a refusal means for what comes next (D-13):
 * - `permanent-grant`: this code or refresh token is dead; somebody has to sign in again
 * - `permanent-client`: the integration is wrong; connections are not to blame
 * - `transient`: nothing was done; try again later
 * - `ambiguous`: the request may have been carried out and its answer lost
 * - `misbehaved`: an answer that makes no sense; as transient, and worth a word after the third
 */
export type TokenFailureClass =
  | "permanent-grant"
  | "permanent-client"
  | "transient"
  | "ambiguous"
  | "misbehaved";

export interface TokenFailureFacts {
  class: TokenFailureClass;
  /** The name of the error as the provider gave it (RFC 6749 §5.2), reduced to a bare word. */
  error: string | null;
  /** `null`: no answer came. */
  status: number | null;
  retryAfterMs: number | null;
}

// The server and Next's bundle each hold a copy of this module, so `instanceof` cannot be trusted.
const brand = Symbol.for("mooring.token-failure");

/** The token endpoint gave no tokens. Holds no word of the answer's body but the error's name. */
export class TokenFailure extends Error implements TokenFailureFacts {
  readonly [brand] = true;
  readonly class: TokenFailureClass;
  readonly error: string | null;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(facts: TokenFailureFacts) {
    super(
      `token endpoint: ${facts.class}, ${facts.status ?? "no answer"}, ${facts.error ?? "no error name"}`,
    );
    this.name = "TokenFailure";
    this.class = facts.class;
    this.error = facts.error;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

export function isTokenFailure(value: unknown): value is TokenFailure {
  return typeof value === "object" && value !== null && brand in value;
}

/** The failure as a problem for whoever waits for the answer, e.g. after a code could not be exchanged. */
export function tokenFailureProblem(failure: TokenFailure, providerName: string): AppError {
  const extensions = { providerError: failure.error, providerStatus: failure.status };
  const options = { extensions, cause: failure };
  switch (failure.class) {
    case "permanent-grant":
      return new AppError("provider-rejected", failure.message, {
        ...options,
        detail: `${providerName} no longer accepts this authorization. Start again.`,
      });
    case "permanent-client":
      return new AppError("provider-rejected", failure.message, {
        ...options,
        detail: `${providerName} refused this integration's client. An admin should check its ID, secret, callback URL and scopes.`,
      });
    case "misbehaved":
      return new AppError("provider-misbehaved", failure.message, {
        ...options,
        detail: `${providerName} gave an answer that cannot be used. Try again in a few minutes.`,
      });
    default:
      return new AppError("provider-unreachable", failure.message, {
        ...options,
        ...retryHeader(failure.retryAfterMs),
        detail: `${providerName} did not answer, or is too busy. Try again in a few minutes.`,
      });
  }
}

function retryHeader(retryAfterMs: number | null): { headers?: Record<string, string> } {
  return retryAfterMs === null ? {} : { headers: { "Retry-After": String(Math.ceil(retryAfterMs / 1000)) } };
}

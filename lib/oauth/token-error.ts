import { isRecord, readText } from "#lib/core/json-path.ts";
import type { ErrorCodes } from "#lib/core/provider.ts";

/** What an error name at the token endpoint is about. */
export type ErrorKind = "grant" | "client" | "passing";

const kinds: Record<ErrorKind, readonly string[]> = {
  // The code or the refresh token is dead; RFC 6749 §5.2 and what is said in its place.
  grant: [
    ...[
      "invalid_grant",
      "bad_refresh_token",
      "invalid_refresh_token",
      "expired_refresh_token",
      "bad_auth_code",
    ],
    ...[
      "token_revoked",
      "token_expired",
      "expired_token",
      "invalid_token",
      "bad_verification_code",
      "invalid_code",
    ],
    ...[
      "code_already_used",
      "invalid_auth_code",
      "interaction_required",
      "login_required",
      "consent_required",
    ],
    ...[
      "account_inactive",
      "inactive_user",
      "user_revoked_auth",
      "authorization_revoked",
      "admin_policy_enforced",
    ],
  ],
  // The client, its registration or its request is wrong; no person can mend that by signing in again.
  client: [
    ...["invalid_client", "unauthorized_client", "unsupported_grant_type", "access_denied", "invalid_scope"],
    ...["invalid_request", "invalid_target", "invalid_client_id", "invalid_client_secret", "bad_client_id"],
    ...[
      "bad_client_secret",
      "incorrect_client_credentials",
      "invalid_client_credentials",
      "client_not_found",
    ],
    ...["deleted_client", "disabled_client", "application_suspended", "app_not_found", "org_internal"],
    ...["redirect_uri_mismatch", "invalid_redirect_uri", "bad_redirect_uri", "invalid_redirect"],
  ],
  passing: [
    ...[
      "temporarily_unavailable",
      "server_error",
      "slow_down",
      "ratelimited",
      "rate_limited",
      "rate_limit_exceeded",
    ],
    ...["too_many_requests", "internal_error", "internal_server_error", "fatal_error", "service_unavailable"],
    ...["request_timeout", "timeout"],
  ],
};

/** Names that say: this callback URL is not registered. The secret was in order by then. */
export const redirectErrors: readonly string[] = [
  "redirect_uri_mismatch",
  "invalid_redirect_uri",
  "bad_redirect_uri",
  "invalid_redirect",
];

/** What the name is about; `null` for one that is not known. */
export function errorKind(name: string | null): ErrorKind | null {
  const wanted = name?.toLowerCase() ?? "";
  for (const kind of ["grant", "client", "passing"] as const) {
    if (kinds[kind].includes(wanted)) return kind;
  }
  return null;
}

/** Where providers put the name of an error, the standard place first. */
const places = [
  "error",
  "error.code",
  "error.type",
  "errors[0].errorType",
  "errors[0].code",
  "code",
  "status",
];

/** The name of the error in an answer's body, reduced to a bare word; `null` when there is none. */
export function readErrorName(body: unknown, codes: ErrorCodes | null = null): string | null {
  if (!isRecord(body)) return null;
  const code = readText(body, codes?.path ?? null);
  if (codes && code !== null && Object.hasOwn(codes.names, code)) return codes.names[code] ?? null;
  const names = places.map((path) => safeErrorName(readText(body, path)));
  return names.find((name) => errorKind(name) !== null) ?? names.find((name) => name !== null) ?? null;
}

/** A word that may be logged and shown. Anything longer or stranger may echo a code or a token, and is dropped. */
export function safeErrorName(text: string | null): string | null {
  return text !== null && /^[A-Za-z][A-Za-z0-9_.-]{1,49}$/.test(text) ? text : null;
}

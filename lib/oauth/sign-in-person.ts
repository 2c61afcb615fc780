import {
  AuthorizationResponseError,
  type AuthorizationServer,
  ResponseBodyError,
  validateAuthResponse,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import { AppError, isAppError } from "#lib/core/errors.ts";
import type { OAuthClient } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { ProtocolFetch } from "./token-request.ts";

/** Who signed in elsewhere, in that provider's words. Only the subject identifies. */
export interface SignedInPerson {
  subject: string;
  name: string | null;
  email: string | null;
  /** The provider said in so many words that mail to the address reaches this person. */
  isEmailVerified: boolean;
  /** Google's `hd`: the organisation that runs the account; `null` for private ones and elsewhere. */
  hostedDomain: string | null;
}

/** An authorization response whose state already led to its flow, and what its code is exchanged with. */
export interface SignInAnswer {
  params: URLSearchParams;
  client: OAuthClient;
  /** Byte for byte the one of the authorization request. */
  redirectUri: string;
  codeVerifier: Secret<string>;
  fetch: ProtocolFetch;
  now: Date;
}

/**
 * What went wrong in the steps of the protocol, without a word of what the provider sent (D-21). `authorization-denied` for a
 * person who said no, `state-mismatch` for an answer that is not the provider's, `provider-rejected` for a refused code or
 * client, `provider-misbehaved` for the rest.
 */
export function signInFailure(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof AuthorizationResponseError) {
    const isDenied = error.error === "access_denied";
    return new AppError(isDenied ? "authorization-denied" : "provider-rejected", "the sign-in was refused");
  }
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError)
    return new AppError("provider-rejected", "the token endpoint refused the code or the client");
  const code = (error as { code?: unknown } | null)?.code;
  return new AppError("provider-misbehaved", `a sign-in answer was refused: ${String(code ?? "unreadable")}`);
}

/**
 * Judges an authorization response whose state already led to its flow (RFC 6749 §4.1.2, RFC 9207 §2.4), and gives it as the
 * token request wants it. Whatever does not fit was not sent by the provider that was asked: `state-mismatch`.
 */
export function judgeSignInAnswer(
  as: AuthorizationServer,
  clientId: string,
  params: URLSearchParams,
): URLSearchParams {
  const names = [...params.keys()];
  const code = params.get("code");
  const isOdd =
    new Set(names).size !== names.length || (code !== null && !/^[\x20-\x7e]{1,4096}$/.test(code));
  try {
    if (isOdd || (code === null) === (params.get("error") === null)) throw mismatch();
    return validateAuthResponse(as, { client_id: clientId }, params, params.get("state") ?? "");
  } catch (error) {
    throw error instanceof AuthorizationResponseError ? signInFailure(error) : mismatch();
  }
}

function mismatch(): AppError {
  return new AppError("state-mismatch", "an authorization response was refused");
}

/** A name for people: one line, no signs that turn the direction of text (V-06). */
export function nameOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const clean = value
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return clean ? [...clean].slice(0, 80).join("") : null;
}

/** A subject as it is compared: it is never mended, and one that cannot be kept names nobody. */
export function assertSubject(subject: string): string {
  if (subject.length > 0 && subject.length <= 255 && /^[\x20-\x7e]+$/.test(subject)) return subject;
  throw new AppError("provider-misbehaved", "the provider named nobody who can be kept");
}

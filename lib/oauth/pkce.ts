import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from "oauth4webapi";
import { Secret } from "#lib/core/secret.ts";

/** A fresh `code_verifier`: 32 random bytes, 43 characters (RFC 7636 §4.1, §7.1). */
export function newCodeVerifier(): Secret<string> {
  return new Secret(generateRandomCodeVerifier());
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). `plain` is not offered (D-04). */
export function codeChallenge(verifier: Secret<string>): Promise<string> {
  return calculatePKCECodeChallenge(verifier.reveal());
}

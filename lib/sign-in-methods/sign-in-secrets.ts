import { createHmac } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

/*
 * Verifier and nonce follow from the cookie: the ID token's nonce then ties it to this browser, and the database holds nothing
 * from which either could be made.
 */

/** The PKCE verifier of the flow with this cookie: 43 characters (RFC 7636 §4.1). */
export function verifierOf(cookie: Secret<string>): Secret<string> {
  return new Secret(derive(cookie, "code verifier"));
}

/** The nonce of its ID token (OpenID Connect Core §15.5.2). */
export function nonceOf(cookie: Secret<string>): string {
  return derive(cookie, "nonce");
}

function derive(cookie: Secret<string>, purpose: string): string {
  return createHmac("sha256", cookie.reveal()).update(`mooring sign-in ${purpose}`).digest("base64url");
}

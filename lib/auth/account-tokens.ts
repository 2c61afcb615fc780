import { createHash, randomBytes } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

/** A link to a new password works for so long. */
export const resetLinkLifeMs = 60 * 60 * 1000;

/** A new token: 256 random bits as 43 characters that need no escaping in a link or a cookie. */
export function createToken(): Secret<string> {
  return new Secret(randomBytes(32).toString("base64url"));
}

/** What is stored in place of a reset link's token. No other kind of token of ours hashes to the same (F-09). */
export function hashResetToken(token: Secret<string>): Uint8Array<ArrayBuffer> {
  return hashAs("password reset", token);
}

/** What is stored in place of the cookie of a sign-in whose second step is due. */
export function hashPendingToken(token: Secret<string>): Uint8Array<ArrayBuffer> {
  return hashAs("pending sign-in", token);
}

/** The link to a new password: the token stands behind the #, so no server and no log ever gets it with an address. */
export function toResetLink(origin: string, token: Secret<string>): string {
  return `${origin}/reset-password#${token.reveal()}`;
}

function hashAs(kind: string, token: Secret<string>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`mooring ${kind}:${token.reveal()}`).digest());
}

import { createHash, randomBytes } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

/** A new token: 256 random bits as 43 characters that need no escaping in a link. */
export function createToken(): Secret<string> {
  return new Secret(randomBytes(32).toString("base64url"));
}

/** What is stored in place of a token. No other kind of token of ours hashes to the same (F-09). */
export function hashToken(token: Secret<string>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`mooring invitation:${token.reveal()}`).digest());
}

/** The link that the invited person opens: the token stands behind the #, so no server and no log ever gets it with an address. */
export function toLink(origin: string, token: Secret<string>): string {
  return `${origin}/invite#${token.reveal()}`;
}

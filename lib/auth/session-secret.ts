import { createHash, randomBytes } from "node:crypto";

/** What a session's cookie carries and nothing else ever does: 256 random bits as 43 characters (S-02). */
export function newSessionSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored in place of it. No other kind of secret of ours hashes to the same (F-09). */
export function hashSessionSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(`mooring session:${secret}`).digest());
}

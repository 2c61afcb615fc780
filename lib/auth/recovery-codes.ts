import { createHash, randomBytes } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

export const recoveryCodeCount = 10;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 16;

/** Ten new codes of 80 random bits each, in groups of four: Crockford's base 32, which has no letters that are mistaken for others. */
export function createRecoveryCodes(): Secret<string>[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = Array.from(randomBytes(LENGTH), (byte) => alphabet[byte % 32]).join("");
    return new Secret(letters.replace(/(.{4})(?=.)/g, "$1-"));
  });
}

/** What is stored in place of a code: its SHA-256, which 80 random bits make enough, with the account that it is for. However it is typed. */
export function hashRecoveryCode(userId: string, code: Secret<string>): Uint8Array<ArrayBuffer> {
  const plain = code
    .reveal()
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
  return new Uint8Array(createHash("sha256").update(`mooring recovery code:${userId}:${plain}`).digest());
}

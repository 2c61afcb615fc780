import { createHash, randomInt } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

// Crockford's base 32: no I, L, O, U, so a code survives being read aloud and typed.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new set-up code, 80 random bits as `XXXX-XXXX-XXXX-XXXX`. */
export function createCodeText(): Secret<string> {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(32)]).join(""),
  );
  return new Secret(groups.join("-"));
}

/** What is stored in place of the code. Case, hyphens and blanks don't count; O is read as 0, I and L as 1. */
export function hashCode(code: Secret<string>): Uint8Array<ArrayBuffer> {
  const plain = code
    .reveal()
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1")
    .replace(/[^0-9A-Z]/g, "");
  return new Uint8Array(createHash("sha256").update(`mooring setup code:${plain}`).digest());
}

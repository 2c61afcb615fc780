import { codeOf, stepAt } from "#lib/auth/totp.ts";
import { Secret } from "#lib/core/secret.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The key that an authenticator app was given as text, in bytes (RFC 4648 §6). */
function fromBase32(text: string): Secret<Uint8Array> {
  const bits = [...text.replace(/\s/g, "")].map((letter) =>
    alphabet.indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/[01]{8}/g) ?? [];
  return new Secret(new Uint8Array(bytes.map((byte) => Number.parseInt(byte, 2))));
}

/** What the app shows at a moment. */
export function appCode(key: string, now: Date): string {
  return codeOf(fromBase32(key), stepAt(now));
}

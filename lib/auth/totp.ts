import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";

const STEP_MS = 30_000;
const DIGITS = 6;
const SECRET_BYTES = 20;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret: 160 random bits, as long as the hash (RFC 4226 §4, R6). */
export function createTotpSecret(): Secret<Uint8Array> {
  return new Secret(new Uint8Array(randomBytes(SECRET_BYTES)));
}

/** The code of a 30-second step: HMAC-SHA-1, six digits, since that is what every authenticator app does (RFC 4226 §5.3, RFC 6238 §4). */
export function codeOf(secret: Secret<Uint8Array>, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret.reveal()).update(counter).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** The step that a moment lies in. */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / STEP_MS);
}

/**
 * The step whose code this is: the current one, the one before or the one after (RFC 6238 §5.2); `null` for a wrong code. All
 * three are compared, each in constant time.
 */
export function findStep(secret: Secret<Uint8Array>, code: string, now: Date): number | null {
  const typed = Buffer.from(code.replace(/\s/g, "").padEnd(DIGITS, " "));
  let found: number | null = null;
  for (const step of [-1, 0, 1].map((offset) => stepAt(now) + offset)) {
    const right = Buffer.from(codeOf(secret, step));
    if (typed.length === right.length && timingSafeEqual(typed, right)) found = step;
  }
  return found;
}

/** The secret as an app takes it when somebody types it: base 32 without padding (RFC 4648 §6). */
export function toBase32(secret: Secret<Uint8Array>): Secret<string> {
  let [bits, held, text] = [0, 0, ""];
  for (const byte of secret.reveal()) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) text += alphabet[(held << (5 - bits)) & 31];
  return new Secret(text);
}

/** What the QR code holds: the key, and under which name the app lists it. */
export function toKeyUri(key: Secret<string>, { origin, email }: { origin: string; email: string }): string {
  const issuer = `Mooring ${new URL(origin).hostname}`;
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${key.reveal()}&issuer=${encodeURIComponent(issuer)}`;
}

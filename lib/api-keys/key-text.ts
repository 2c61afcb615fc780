import { createHash, hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { Secret } from "#lib/core/secret.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = "mrg_";
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const shape = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`);

/**
 * A new key: `mrg_`, 256 random bits in base 62, and the CRC-32 of what stands before it in base 62. Prefix and checksum
 * let a scanner tell a leaked key from a look-alike without asking us (Z-09).
 */
export function createKeyText(random: Uint8Array = randomBytes(32)): Secret<string> {
  const body = PREFIX + base62(BigInt(`0x${Buffer.from(random).toString("hex")}`), SECRET_LENGTH);
  return new Secret(body + checksum(body));
}

/** Whether a text can be a key of ours, by shape and checksum: garbage never reaches the database. */
export function isKeyText(text: string): boolean {
  return shape.test(text) && checksum(text.slice(0, -CHECK_LENGTH)) === text.slice(-CHECK_LENGTH);
}

/** What is stored and looked up in place of the key. 256 random bits need no salt and no slow hash. */
export function hashKey(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(text).digest());
}

/** The same in hex, for a statement that takes many; `null` for a text that cannot be a key of ours. */
export function findKeyHash(text: string): string | null {
  return isKeyText(text) ? hash("sha256", text, "hex") : null;
}

/** The parts of a key that may be shown again. */
export function describeKey(key: Secret<string>): { prefix: string; last4: string } {
  const text = key.reveal();
  return { prefix: text.slice(0, PREFIX.length + 4), last4: text.slice(-4) };
}

function checksum(body: string): string {
  let text = "";
  for (let rest = crc32(body); rest > 0; rest = Math.floor(rest / 62)) text = alphabet[rest % 62] + text;
  return text.padStart(CHECK_LENGTH, "0");
}

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= 62n) text = alphabet[Number(rest % 62n)] + text;
  return text.padStart(length, "0");
}

import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { SealingKey } from "./envelope.ts";
import type { Keyring } from "./keyring.ts";

const derived = new WeakMap<SealingKey, Buffer>();

/**
 * HMAC-SHA-256 of a text, under a key that HKDF (RFC 5869) derives from a key-encryption key for audit chains alone. Without
 * `keyId` the current key makes it; `null` when the ring has no key of that id.
 */
export function chainMac(
  keyring: Keyring,
  text: string,
  keyId = keyring.current.id,
): Uint8Array<ArrayBuffer> | null {
  const key = keyring.byId.get(keyId);
  return key ? new Uint8Array(createHmac("sha256", chainKey(key)).update(text).digest()) : null;
}

/** Whether both are the same, in a time that does not tell where they differ. */
export function isSameMac(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function chainKey(key: SealingKey): Buffer {
  const known = derived.get(key);
  if (known) return known;
  const made = Buffer.from(hkdfSync("sha256", key.bytes.reveal(), "", "mooring audit chain 1", 32));
  derived.set(key, made);
  return made;
}

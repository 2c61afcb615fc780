import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "#lib/core/errors.ts";
import { Secret } from "#lib/core/secret.ts";

/**
 * The place that a ciphertext belongs to. All of it is authenticated, so a ciphertext that is moved to
 * another row, field, workspace or version no longer opens (D-07).
 */
export interface Place {
  table: string;
  rowId: string;
  field: string;
  /** The row's token version; 0 where a row has none. */
  version: number;
}

/** A 256-bit key and the id that ciphertexts name it by. */
export interface SealingKey {
  id: string;
  bytes: Secret<Uint8Array>;
}

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: one format byte, a random 96-bit nonce, the ciphertext, a 128-bit tag (NIST SP 800-38D). */
export function seal(key: SealingKey, place: Place, plaintext: Secret<Uint8Array>): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.bytes.reveal(), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(key.id, place));
  const body = Buffer.concat([cipher.update(plaintext.reveal()), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.from([FORMAT]), nonce, body, cipher.getAuthTag()]));
}

/** Opens what `seal` made for exactly this key and place; throws `unavailable` for anything else. */
export function open(key: SealingKey, place: Place, sealed: Uint8Array): Secret<Uint8Array> {
  if (sealed[0] !== FORMAT || sealed.length < 1 + NONCE_BYTES + TAG_BYTES)
    throw unreadable(place, "unknown format or length");
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const body = sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key.bytes.reveal(), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(key.id, place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return new Secret(new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()])));
  } catch (cause) {
    throw unreadable(place, "authentication failed", cause);
  }
}

/** A stored credential that no longer opens: the row or the key is not the one it was sealed with. */
export function unreadable(place: Place, reason: string, cause?: unknown): AppError {
  return new AppError(
    "unavailable",
    `cannot open ${place.table}.${place.field} of ${place.rowId}: ${reason}`,
    {
      detail:
        "The stored credential cannot be read. Reconnect or enter it again; the operator finds the cause in the log.",
      extensions: { reason: "credential-unreadable" },
      cause,
    },
  );
}

// Each part is length-prefixed, so no two places share an encoding.
function associatedData(keyId: string, { table, rowId, field, version }: Place): Buffer {
  return Buffer.from(
    [FORMAT, keyId, table, rowId, field, version].map((part) => `${String(part).length}:${part}`).join("|"),
  );
}

import { createHash, randomBytes } from "node:crypto";
import { Secret } from "#lib/core/secret.ts";
import { open, type Place, type SealingKey, seal, unreadable } from "./envelope.ts";

/** The deployment's key-encryption keys: the first seals, all of them open. */
export interface Keyring {
  current: SealingKey;
  byId: ReadonlyMap<string, SealingKey>;
}

/** Builds a keyring of 32-byte keys. A key's id is the start of its SHA-256, so a wrong key never passes for another. */
export function createKeyring(keys: readonly Secret<Uint8Array>[]): Keyring {
  const all = keys.map((bytes): SealingKey => {
    if (bytes.reveal().length !== 32) throw new Error("a sealing key must have 32 bytes");
    return { id: `kek-${createHash("sha256").update(bytes.reveal()).digest("hex").slice(0, 12)}`, bytes };
  });
  const current = all[0];
  if (!current) throw new Error("a keyring needs at least one key");
  return { current, byId: new Map(all.map((key) => [key.id, key])) };
}

/** The tables that hold data keys; a key sealed for one does not open as the other's. */
export type KeyTable = "WorkspaceKey" | "DeploymentKey";

/** A new data key, and its sealed form for the row `keyId`. */
export function createDataKey(
  keyring: Keyring,
  keyId: string,
  table: KeyTable = "WorkspaceKey",
): { key: SealingKey; kekId: string; sealed: Uint8Array<ArrayBuffer> } {
  const bytes = new Secret(new Uint8Array(randomBytes(32)));
  return {
    key: { id: keyId, bytes },
    kekId: keyring.current.id,
    sealed: seal(keyring.current, dataKeyPlace(table, keyId), bytes),
  };
}

/** Opens a stored data key; throws `unavailable` when its key-encryption key is not on the ring. */
export function openDataKey(
  keyring: Keyring,
  row: { id: string; kekId: string; dataKeySealed: Uint8Array },
  table: KeyTable = "WorkspaceKey",
): SealingKey {
  const kek = keyring.byId.get(row.kekId);
  const place = dataKeyPlace(table, row.id);
  if (!kek) throw unreadable(place, `key ${row.kekId} is not on the ring`);
  return { id: row.id, bytes: open(kek, place, row.dataKeySealed) };
}

/** Seals a text. */
export function sealText(key: SealingKey, place: Place, text: Secret<string>): Uint8Array<ArrayBuffer> {
  return seal(key, place, new Secret(new TextEncoder().encode(text.reveal())));
}

/** Opens a text sealed by `sealText`. */
export function openText(key: SealingKey, place: Place, sealed: Uint8Array): Secret<string> {
  return new Secret(new TextDecoder().decode(open(key, place, sealed).reveal()));
}

function dataKeyPlace(table: KeyTable, keyId: string): Place {
  return { table, rowId: keyId, field: "dataKey", version: 0 };
}

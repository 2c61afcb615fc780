import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { Db } from "#lib/db/client.ts";
import type { SealingKey } from "./envelope.ts";
import { createDataKey, type Keyring, openDataKey } from "./keyring.ts";

interface KeyHolder {
  db: Db;
  keyring: Keyring;
}

/** Gives a new workspace its first data key; call it in the transaction that creates the workspace. */
export async function createWorkspaceKey({ db, keyring }: KeyHolder, workspaceId: string): Promise<void> {
  const id = newId("key");
  const { kekId, sealed } = createDataKey(keyring, id);
  await db.workspaceKey.create({ data: { id, workspaceId, kekId, dataKeySealed: sealed } });
}

/** The key that new ciphertexts of the workspace are sealed with. */
export async function currentWorkspaceKey(
  { db, keyring }: KeyHolder,
  workspaceId: string,
): Promise<SealingKey> {
  const row = await db.workspaceKey.findFirst({
    where: { workspaceId, retiredAt: null },
    orderBy: { createdAt: "desc" },
  });
  if (!row) throw new AppError("unavailable", `workspace ${workspaceId} has no key`);
  return openDataKey(keyring, row);
}

/** The key that an existing ciphertext of the workspace names. */
export async function workspaceKey(
  { db, keyring }: KeyHolder,
  workspaceId: string,
  keyId: string,
): Promise<SealingKey> {
  const row = await db.workspaceKey.findFirst({ where: { id: keyId, workspaceId } });
  if (!row) throw new AppError("unavailable", `workspace ${workspaceId} has no key ${keyId}`);
  return openDataKey(keyring, row);
}

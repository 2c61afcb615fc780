import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import type { Db } from "#lib/db/client.ts";
import type { SealingKey } from "./envelope.ts";
import { createDataKey, type Keyring, openDataKey } from "./keyring.ts";

/** Whoever has the keyring and the database. */
export interface KeyHolder {
  db: Db;
  keyring: Keyring;
}

/**
 * The key that new ciphertexts of the deployment are sealed with; the first call makes it. Two first calls at once may
 * make two: every ciphertext names its own, so both serve.
 */
export async function currentDeploymentKey({ db, keyring }: KeyHolder): Promise<SealingKey> {
  const row = await db.deploymentKey.findFirst({
    where: { retiredAt: null },
    orderBy: { createdAt: "desc" },
  });
  if (row) return openDataKey(keyring, row, "DeploymentKey");
  const id = newId("key");
  const { key, kekId, sealed } = createDataKey(keyring, id, "DeploymentKey");
  await db.deploymentKey.create({ data: { id, kekId, dataKeySealed: sealed } });
  return key;
}

/** The key that an existing ciphertext of the deployment names. */
export async function deploymentKey({ db, keyring }: KeyHolder, keyId: string): Promise<SealingKey> {
  const row = await db.deploymentKey.findFirst({ where: { id: keyId } });
  if (!row) throw new AppError("unavailable", `the deployment has no key ${keyId}`);
  return openDataKey(keyring, row, "DeploymentKey");
}

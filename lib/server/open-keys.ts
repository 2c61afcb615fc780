import { join } from "node:path";
import { createKey, openKeysDirectory, readKeys } from "#lib/config/key-files.ts";
import type { Config } from "#lib/config/load-config.ts";
import { StartError } from "#lib/config/start-error.ts";
import { Secret } from "#lib/core/secret.ts";
import type { Place } from "#lib/crypto/envelope.ts";
import { createKeyring, type Keyring, openText, sealText } from "#lib/crypto/keyring.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";

type KeyConfig = Pick<Config, "sealingKeys" | "sessionKey" | "keysDirectory">;

const KNOWN_TEXT = "mooring";
const checkPlace: Place = { table: "Deployment", rowId: "1", field: "keyCheck", version: 0 };

/**
 * The keys that this database is sealed with, made on first run. Throws one line, having changed no row and made no
 * file, when the key is missing or is another one (K-02).
 */
export async function openKeyring(config: KeyConfig, db: PrismaClient): Promise<Keyring> {
  let keys = config.sealingKeys ?? (await readKeyFile(config.keysDirectory, "sealing.key"));
  const deployment = await db.deployment.findUnique({ where: { id: 1 } });
  if (!keys && (deployment?.keyCheckSealed || (await db.workspaceKey.count()) > 0)) {
    throw new StartError(
      `${join(config.keysDirectory, "sealing.key")} is missing, but the database was sealed with it: put it back, or set SEALING_KEYS`,
    );
  }
  keys ??= await createKey(config.keysDirectory, "sealing.key");
  const keyring = createKeyring(keys);
  await refuseMissingKeys(db, keyring);
  await refuseWrongKey(db, keyring);
  return keyring;
}

/** The key that signs session cookies, made on first run. */
export async function openSessionKey(config: KeyConfig): Promise<Secret<string>> {
  const key = config.sessionKey ?? (await readKeyFile(config.keysDirectory, "session.key"))?.[0];
  const [made] = key ? [key] : await createKey(config.keysDirectory, "session.key");
  return new Secret(Buffer.from(made?.reveal() ?? []).toString("base64url"));
}

async function readKeyFile(directory: string, name: "sealing.key" | "session.key") {
  await openKeysDirectory(directory);
  return readKeys(directory, name);
}

async function refuseMissingKeys(db: PrismaClient, keyring: Keyring): Promise<void> {
  const kekIds = { distinct: ["kekId" as const], select: { kekId: true } };
  const used = [...(await db.workspaceKey.findMany(kekIds)), ...(await db.deploymentKey.findMany(kekIds))];
  const missing = [...new Set(used.map((row) => row.kekId))].filter((id) => !keyring.byId.has(id));
  if (missing.length > 0) throw wrongKey(`nothing opens what was sealed under ${missing.join(", ")}`);
}

// Of processes that start at once with different keys, one writes the check and the others fail it.
async function refuseWrongKey(db: PrismaClient, keyring: Keyring): Promise<void> {
  const sealed = sealText(keyring.current, checkPlace, new Secret(KNOWN_TEXT));
  await db.deployment.createMany({ data: { id: 1 }, skipDuplicates: true });
  await db.deployment.updateMany({
    where: { id: 1, keyCheckSealed: null },
    data: { keyCheckSealed: sealed },
  });
  const { keyCheckSealed } = await db.deployment.findUniqueOrThrow({ where: { id: 1 } });
  if (![...keyring.byId.values()].some((key) => opens(key, keyCheckSealed)))
    throw wrongKey("it does not open the database's key check");
}

function opens(key: Keyring["current"], sealed: Uint8Array | null): boolean {
  try {
    return openText(key, checkPlace, sealed ?? new Uint8Array()).reveal() === KNOWN_TEXT;
  } catch {
    return false;
  }
}

function wrongKey(reason: string): StartError {
  return new StartError(
    `the sealing key is not the one that this database was sealed with (${reason}): put the right one into keys/sealing.key or SEALING_KEYS`,
  );
}

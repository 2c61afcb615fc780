import { join } from "node:path";
import { createKey, openKeysDirectory, readKeys } from "#lib/config/key-files.ts";
import type { Config } from "#lib/config/load-config.ts";
import { StartError } from "#lib/config/start-error.ts";
import { Secret } from "#lib/core/secret.ts";
import {
  type EmbeddedPostgres,
  embeddedUrl,
  findRunningPort,
  hasCluster,
  startEmbeddedPostgres,
} from "#lib/db/embedded.ts";

/** The PostgreSQL to work on: the operator's, or the built-in one, started and supervised here. */
export async function startDatabase({
  databaseUrl,
  dataDirectory,
  keysDirectory,
}: Config): Promise<EmbeddedPostgres> {
  if (databaseUrl) return { url: databaseUrl.reveal(), ended: new Promise(() => {}), stop: async () => {} };
  await openKeysDirectory(keysDirectory);
  const directory = join(dataDirectory, "postgres");
  return startEmbeddedPostgres({ directory, password: await readPassword(keysDirectory, directory) });
}

/** The built-in PostgreSQL that another process of ours has started and still runs; `null` when there is none. */
export async function findRunningDatabase(
  config: Config,
): Promise<Pick<EmbeddedPostgres, "url" | "stop"> | null> {
  if (config.databaseUrl) return null;
  const directory = join(config.dataDirectory, "postgres");
  const port = await findRunningPort(directory);
  if (port === null) return null;
  const password = await readPassword(config.keysDirectory, directory);
  return { url: embeddedUrl(password, port), stop: async () => {} };
}

async function readPassword(keysDirectory: string, directory: string): Promise<Secret<string>> {
  let keys = await readKeys(keysDirectory, "postgres.password");
  if (!keys && (await hasCluster(directory))) {
    throw new StartError(
      `${join(keysDirectory, "postgres.password")} is missing, but ${directory} was made with it: put it back`,
    );
  }
  keys ??= await createKey(keysDirectory, "postgres.password");
  return new Secret(Buffer.from(keys[0]?.reveal() ?? []).toString("base64url"));
}

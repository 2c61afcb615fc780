import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "#lib/core/secret.ts";
import { findFreePort } from "./free-port.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { CLUSTER_USER, createCluster, startCluster } from "./postgres-cluster.ts";
import { findPostgresUser } from "./postgres-user.ts";

export interface TemporaryPostgres {
  /** The URL of a database of that name. */
  url(database: string): string;
  stop(): Promise<void>;
}

// Nothing in it has to survive, so it may be light and forgetful.
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  shared_buffers: "16MB",
  max_connections: "200",
  autovacuum: "off",
  dynamic_shared_memory_type: "mmap",
};

/** A throwaway PostgreSQL in the system's temporary folder, for tests and checks. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  const home = await mkdtemp(join(tmpdir(), "mooring-postgres-"));
  const password = new Secret(randomBytes(18).toString("base64url"));
  const remove = () => rm(home, { recursive: true, force: true, maxRetries: 5 });
  try {
    await chmod(home, 0o700);
    const user = await findPostgresUser();
    const place = { directory: join(home, "cluster"), binaries: await findPostgresBinaries(user), user };
    await createCluster(place, password, { isSynced: false });
    const port = await findFreePort();
    const cluster = await startCluster(place, port, settings);
    return {
      url: (database) => `postgresql://${CLUSTER_USER}:${password.reveal()}@127.0.0.1:${port}/${database}`,
      stop: async () => {
        await cluster.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

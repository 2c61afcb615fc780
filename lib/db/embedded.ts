import { once } from "node:events";
import { access, open, readFile, rename, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { StartError } from "#lib/config/start-error.ts";
import type { Secret } from "#lib/core/secret.ts";
import { lockFolder } from "./folder-lock.ts";
import { findFreePort } from "./free-port.ts";
import { endOrphans } from "./orphans.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import {
  CLUSTER_USER,
  type ClusterPlace,
  createCluster,
  type RunningCluster,
  startCluster,
} from "./postgres-cluster.ts";
import { findPostgresUser, giveTo } from "./postgres-user.ts";

interface EmbeddedOptions {
  /** `<DATA_DIR>/postgres`: ours alone. */
  directory: string;
  /** Whether a cluster is there already; its password must then be the one that it was made with. */
  password: Secret<string>;
}

export interface EmbeddedPostgres {
  url: string;
  /** Resolves when PostgreSQL has ended, asked or not. */
  ended: Promise<void>;
  /** Stops PostgreSQL, then lets go of the folder. */
  stop(): Promise<void>;
}

const DATABASE = "mooring";
const PORT_ATTEMPTS = 3;

/**
 * The built-in PostgreSQL: durable, on loopback only, on a port of the moment, with exactly one supervisor (D-12).
 * Throws one line when another process has the folder, or when it cannot be started.
 */
export async function startEmbeddedPostgres({
  directory,
  password,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const lock = await lockFolder(directory);
  try {
    const user = await findPostgresUser();
    await giveTo(user, directory);
    const place = { directory: join(directory, "cluster"), binaries: await findPostgresBinaries(user), user };
    await makeCluster(place, password);
    await endOrphans(place.directory);
    const { cluster, port } = await startOnFreePort(place);
    const url = (database: string) => embeddedUrl(password, port, database);
    const stop = () => cluster.stop().finally(() => lock.release());
    await makeDatabase(url("postgres")).catch((error) => stop().then(() => Promise.reject(error)));
    return { url: url(DATABASE), ended: cluster.ended, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export function embeddedUrl(password: Secret<string>, port: number, database = DATABASE): string {
  return `postgresql://${CLUSTER_USER}:${password.reveal()}@127.0.0.1:${port}/${database}`;
}

/** The port on which a cluster of that folder answers just now; `null` when none does. */
export async function findRunningPort(directory: string): Promise<number | null> {
  const status = await readFile(join(directory, "cluster", "postmaster.pid"), "utf8").catch(() => "");
  const port = Number(status.split("\n")[3]);
  if (!Number.isInteger(port) || port <= 0) return null;
  const socket = connect({ host: "127.0.0.1", port });
  const answers = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answers ? port : null;
}

/** Whether a cluster was made in that folder before. */
export function hasCluster(directory: string): Promise<boolean> {
  return access(join(directory, "cluster", "PG_VERSION")).then(
    () => true,
    () => false,
  );
}

// Made beside its place and moved there whole, so that an interrupted first start leaves no half of one.
async function makeCluster(place: ClusterPlace, password: Secret<string>): Promise<void> {
  const parent = join(place.directory, "..");
  if (await hasCluster(parent)) return;
  const draft = join(parent, "cluster.new");
  await rm(draft, { recursive: true, force: true });
  await createCluster({ ...place, directory: draft }, password);
  await rename(draft, place.directory);
  const folder = await open(parent);
  await folder.sync();
  await folder.close();
}

async function startOnFreePort(
  place: ClusterPlace,
  attempt = 1,
): Promise<{ cluster: RunningCluster; port: number }> {
  const port = await findFreePort();
  try {
    return { port, cluster: await startCluster(place, port) };
  } catch (error) {
    // Somebody else may have taken the port in between.
    if (attempt < PORT_ATTEMPTS && /Address already in use|could not (bind|create any)/.test(String(error)))
      return startOnFreePort(place, attempt + 1);
    throw error;
  }
}

async function makeDatabase(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  try {
    await admin.connect();
    const { rowCount } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE}`);
  } catch (cause) {
    const isPassword = (cause as { code?: string }).code === "28P01";
    throw isPassword
      ? new StartError("keys/postgres.password is not the one that the database was made with: put it back", {
          cause,
        })
      : cause;
  } finally {
    await admin.end();
  }
}

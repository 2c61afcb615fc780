import type { Tenants } from "#lib/db/tenants.ts";
import type { Context } from "./context.ts";

/** What one process has once and hands to every request. `db` knows no workspace; `databaseUrl` is for what opens connections of its own. */
export interface Runtime
  extends Pick<Context, "db" | "keyring" | "now" | "fetch" | "log" | "journal" | "settings"> {
  databaseUrl: string;
  /** The database as a workspace has it; `null` where the database's roles do not let us bound it. */
  tenants: Tenants | null;
  /** How many reverse proxies stand before us; the client's address is read that far from the right. */
  trustedProxyHops: number;
  /** Signs the session cookie. */
  sessionKey: string;
}

// Next bundles its own copy of lib/: what must be one per process hangs on globalThis.
const slot = Symbol.for("mooring.runtime");

/** Called once, at start-up (and by tests for their own database). */
export function setRuntime(runtime: Runtime): void {
  (globalThis as Record<symbol, unknown>)[slot] = runtime;
}

/** The process's runtime; throws when the process was not started by `lib/server`. */
export function getRuntime(): Runtime {
  const runtime = (globalThis as Record<symbol, unknown>)[slot];
  if (!runtime)
    throw new Error("Mooring is not started: run `npm start` instead of the framework's own server");
  return runtime as Runtime;
}

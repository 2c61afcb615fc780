import type { Actor } from "#lib/core/actor.ts";
import type { Keyring } from "#lib/crypto/keyring.ts";
import type { Db } from "#lib/db/client.ts";
import type { Journal } from "#lib/journal/journal.ts";
import type { Logger } from "#lib/log/logger.ts";
import type { Ending } from "./ending.ts";
import type { Settings } from "./settings.ts";

/** A `fetch` whose every connection passes the egress guard. Redirects are never followed. */
export type EgressFetch = (
  input: string | URL,
  init?: RequestInit & { timeoutMs?: number; caCertificates?: string },
) => Promise<Response>;

/** Where the request came from, for the audit trail. */
export interface ClientInfo {
  ip: string | null;
  userAgent: string | null;
}

/** All that a verb may touch. Nothing of it is global, so a test can hand in each part. */
export interface Context {
  actor: Actor;
  /** Of the actor's workspace alone, where the actor has one (Z-15). */
  db: Db;
  /** The same without those bounds: for `asSystem` alone. */
  systemDb: Db;
  keyring: Keyring;
  now: () => Date;
  fetch: EgressFetch;
  log: Logger;
  /** Where what must not get lost waits while the database is gone. */
  journal: Journal;
  requestId: string;
  client: ClientInfo;
  settings: Settings;
  /** There inside a transaction: what is written right before its COMMIT. */
  ending?: Ending;
  /** Of a request: whether an event tells of its failure already. */
  told?: { isTold: boolean };
}

/** The same context for another actor, e.g. the system finishing what a member began. */
export function withActor(ctx: Context, actor: Actor): Context {
  return { ...ctx, actor };
}

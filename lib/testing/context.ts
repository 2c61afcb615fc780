import { tmpdir } from "node:os";
import { join } from "node:path";
import { asSystem } from "#lib/context/as-system.ts";
import type { Context, EgressFetch } from "#lib/context/context.ts";
import type { Settings } from "#lib/context/settings.ts";
import type { Actor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import { Secret } from "#lib/core/secret.ts";
import { createKeyring } from "#lib/crypto/keyring.ts";
import type { Db } from "#lib/db/client.ts";
import { createJournal, type Journal } from "#lib/journal/journal.ts";
import type { Logger } from "#lib/log/logger.ts";
import { createTestLog } from "./log.ts";
import { ownDatabase } from "./walls.ts";

/** The keyring of all tests: one key of 32 sevens. */
export const testKeyring = createKeyring([new Secret(new Uint8Array(32).fill(7))]);

export const testSettings: Settings = {
  origin: "http://localhost:3000",
  isSecure: false,
  sandboxOrigin: null,
  practiceClient: null,
  hasMail: false,
  tokenEndpointPerSecond: 1_000,
  auditedCallShare: 1,
  isPasswordForced: false,
};

interface ContextOptions {
  db: Db;
  /** Nobody, unless given. */
  actor?: Actor;
  now?: () => Date;
  /** Without it, a verb that calls a provider fails. */
  fetch?: EgressFetch;
  settings?: Partial<Settings>;
  log?: Logger;
  /** A folder of the test process's own, unless given; it is there only when something was written. */
  journal?: Journal;
}

/** A context for a verb under test. */
export function testContext({ db, actor, now, fetch, settings, log, journal }: ContextOptions): Context {
  const who: Actor = actor ?? { kind: "anonymous" };
  return {
    actor: who,
    db: ownDatabase(db, who),
    systemDb: db,
    keyring: testKeyring,
    now: now ?? (() => new Date()),
    fetch: fetch ?? refuse,
    log: log ?? createTestLog(),
    journal: journal ?? createJournal(join(tmpdir(), `mooring-journal-${process.pid}`)),
    requestId: newId("request"),
    client: { ip: "127.0.0.1", userAgent: "vitest" },
    settings: { ...testSettings, ...settings },
  };
}

/** Mooring itself, of no workspace, beside somebody's context. */
export function systemContext(ctx: Context): Context {
  return { ...asSystem(ctx), actor: { kind: "system", name: "test", workspaceId: null } };
}

const refuse: EgressFetch = async (input) => {
  throw new Error(`this test did not expect a call to ${input}`);
};

import { join } from "node:path";
import type { Config } from "#lib/config/load-config.ts";
import type { Runtime } from "#lib/context/runtime.ts";
import type { Settings } from "#lib/context/settings.ts";
import type { Secret } from "#lib/core/secret.ts";
import type { Keyring } from "#lib/crypto/keyring.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { Tenants } from "#lib/db/tenants.ts";
import type { Egress } from "#lib/egress/create-egress.ts";
import { createJournal } from "#lib/journal/journal.ts";
import type { Logger } from "#lib/log/logger.ts";
import { practiceClient } from "#lib/sandbox/practice-client.ts";

/** The address that the practice provider listens on, and the one range that egress is opened for while it is on. */
export const SANDBOX_HOST = "127.0.0.1";
const SANDBOX_RANGE = `${SANDBOX_HOST}/32`;

interface RuntimeParts {
  config: Config;
  databaseUrl: string;
  db: PrismaClient;
  tenants: Tenants | null;
  egress: Egress;
  keyring: Keyring;
  sessionKey: Secret<string>;
  log: Logger;
}

/** Puts together what one process has once. */
export function createRuntime({
  config,
  databaseUrl,
  db,
  tenants,
  egress,
  keyring,
  sessionKey,
  log,
}: RuntimeParts): Runtime {
  return {
    db,
    tenants,
    keyring,
    log,
    databaseUrl,
    now: () => new Date(),
    fetch: egress.fetch,
    journal: createJournal(join(config.dataDirectory, "journal")),
    settings: createSettings(config, sessionKey),
    trustedProxyHops: config.trustedProxyHops,
    sessionKey: sessionKey.reveal(),
  };
}

/** The ranges that outbound requests may enter although they are private. */
export function allowedRanges({ egressAllowCidrs, isSandboxOn }: Config): string[] {
  return isSandboxOn ? [...egressAllowCidrs, SANDBOX_RANGE] : egressAllowCidrs;
}

// Its own host name where possible, since cookies do not tell ports apart.
function createSettings(config: Config, sessionKey: Secret<string>): Settings {
  const { origin, isSecure, isSandboxOn, sandboxPort, mail } = config;
  const { tokenEndpointPerSecond, auditedCallShare, isPasswordForced } = config;
  return {
    origin,
    isSecure,
    sandboxOrigin: isSandboxOn ? `http://${SANDBOX_HOST}:${sandboxPort}` : null,
    practiceClient: isSandboxOn ? practiceClient(sessionKey.reveal()) : null,
    hasMail: mail !== null,
    tokenEndpointPerSecond,
    auditedCallShare,
    isPasswordForced,
  };
}

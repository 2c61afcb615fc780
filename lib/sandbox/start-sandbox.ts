import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Middleware } from "oidc-provider";
import type { Logger } from "#lib/log/logger.ts";
import { createApiKeys } from "./api-keys.ts";
import { assets } from "./assets.ts";
import { authorizeEndpoint } from "./authorize-endpoint.ts";
import { createProvider } from "./create-provider.ts";
import { databaseStore, type SandboxDb } from "./database-store.ts";
import { createDrills, type DrillSettingsInput } from "./drills.ts";
import { drillsApi } from "./drills-api.ts";
import { refuseForeign, securityHeaders } from "./http.ts";
import { interactions } from "./interactions.ts";
import { memoryStore } from "./memory-store.ts";
import {
  practiceClient,
  sandboxCookieKey,
  secondPracticeClient,
  thirdPracticeClient,
} from "./practice-client.ts";
import { resourceApi } from "./resource-api.ts";
import { loadSigningKeys } from "./signing-keys.ts";
import { startPage } from "./start-page.ts";
import { tokenEndpoint } from "./token-endpoint.ts";

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Where browsers and Mooring reach it; without it `http://{host}:{port}`. */
  origin?: string;
  /** Mooring's own origin: the redirect URIs are its callbacks. */
  consoleOrigin: string;
  /** What the secrets of the clients are derived from; see `practiceClient`. */
  sessionKey: string;
  /** The table SandboxRecord, or the memory of a test. */
  db: SandboxDb | "memory";
  log: Logger;
  /** How the knobs stand at the start and after a reset. */
  drills?: DrillSettingsInput;
}

export interface Sandbox {
  origin: string;
  /** Ends every open request and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts the practice provider on a port of its own: OAuth 2 and OpenID Connect with real login and consent, a small
 * API, and knobs for drills. Rejects when the port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const server = createServer();
  await listen(server, options.port, options.host);
  const closing = new AbortController();
  const origin = options.origin ?? addressOf(server, options.host);
  server.on("request", await createHandler(options, origin, closing.signal));
  return {
    origin,
    close: () => {
      closing.abort();
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

async function createHandler(
  { db, consoleOrigin, sessionKey, log, ...options }: SandboxOptions,
  origin: string,
  closing: AbortSignal,
) {
  const store = db === "memory" ? memoryStore() : databaseStore(db);
  const drills = createDrills(options.drills);
  const secondClient = secondPracticeClient(sessionKey);
  const thirdClient = thirdPracticeClient(sessionKey);
  const clients = [practiceClient(sessionKey), secondClient, thirdClient];
  const apiKeys = createApiKeys(sessionKey);
  const signingKeys = await loadSigningKeys(store);
  const cookieKey = sandboxCookieKey(sessionKey).reveal();
  const provider = createProvider({
    origin,
    consoleOrigin,
    store,
    drills,
    clients,
    signingKeys,
    cookieKey,
    log,
  });
  const inOrder: Middleware[] = [
    securityHeaders(consoleOrigin),
    refuseForeign(origin),
    assets(),
    resourceApi({ provider, keys: apiKeys, origin, drills }),
    drillsApi(drills, store),
    startPage({ origin, consoleOrigin, drills, store, secondClient, thirdClient, apiKeys }),
    interactions({ provider, consoleOrigin }),
    authorizeEndpoint(provider),
    tokenEndpoint(provider, drills, closing),
  ];
  for (const middleware of inOrder) provider.use(middleware);
  return provider.callback();
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

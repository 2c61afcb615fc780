import type { AccessToken } from "#lib/connections/get-access-token.ts";
import { createRecent } from "./recent.ts";

/** Opened access tokens by connection and version, and nothing else: whoever asks has both from the database, now. */
export interface TokenCache {
  get(connectionId: string, tokenVersion: number): AccessToken | null;
  keep(connectionId: string, token: AccessToken): void;
}

/** Keeps one version of each connection. A refresh or a reconnect moves the version, so an old token is never found. */
export function createTokenCache(size = 10_000): TokenCache {
  const tokens = createRecent<AccessToken>(size);
  return {
    get: (connectionId, tokenVersion) => {
      const token = tokens.get(connectionId);
      return token?.tokenVersion === tokenVersion ? token : null;
    },
    keep: (connectionId, token) => tokens.set(connectionId, token),
  };
}

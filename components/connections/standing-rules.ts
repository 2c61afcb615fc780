import type { Connection } from "#lib/connections/contract.ts";

/** Whether the provider can be asked through it. */
export function isAlive({ status }: Connection): boolean {
  return status === "active" || status === "degraded";
}

/** Whether there is a token to be renewed by asking. */
export function isRenewed({ hasRefreshToken, integration }: Connection): boolean {
  return hasRefreshToken || integration.kind === "client_credentials";
}

const reconnects: ReadonlySet<string> = new Set(["reconnect", "replace-key", "connect-client"]);

/** Whether connecting the account again is what mends it. */
export function needsReconnect({ statusExplanation }: Connection): boolean {
  return reconnects.has(statusExplanation.nextStep);
}

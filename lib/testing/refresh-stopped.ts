import { setTimeout as delay } from "node:timers/promises";
import { createConnection } from "#lib/connections/create-connection.ts";
import { disconnectConnection } from "#lib/connections/disconnect-connection.ts";
import { Secret } from "#lib/core/secret.ts";
import { callThrough } from "./call-through.ts";
import { expireToken } from "./connections.ts";
import type { Deployment } from "./crash-deployment.ts";
import { connectSite, readHeld, type Site } from "./crash-sites.ts";
import { fingerprint } from "./watched-provider.ts";

const STOPPED_MS = 90_000;

interface StopOptions {
  stoppedMs?: number;
  /** What happens when the holder has stopped, before the others come. */
  meanwhile?: () => Promise<void>;
}

export interface StoppedResult {
  /** Stored pairs that are not the provider's newest. */
  overwrites: number;
  /** Connections that are there again although somebody ended them. */
  resurrections: number;
  /** Others' calls that were not served in the end. */
  unserved: number;
}

/**
 * A process is stopped in the middle of three refreshes for longer than its leases, and goes on when others have renewed the
 * first connection, ended the second and reconnected the third. The provider forgives a used refresh token, so that others
 * can go on at all.
 */
export async function playStopped(
  { db, provider, origins, gateways }: Pick<Deployment, "db" | "provider" | "origins" | "gateways">,
  sites: readonly [Site, Site, Site],
  { stoppedMs = STOPPED_MS, meanwhile }: StopOptions = {},
): Promise<StoppedResult> {
  const [renewed, ended, reconnected] = sites;
  const [holder, other] = origins as [string, string];
  for (const site of sites) await connectSite(site, provider);
  await provider.setDrills({ rotation: "grace", graceSeconds: 600 });
  await provider.expireAccessTokens();
  for (const { connectionId } of sites) await expireToken(db, connectionId ?? "");
  await provider.setDrills({ next: { answer: "slow", count: sites.length, delaySeconds: 3 } });
  const seen = provider.exchanges.length;
  const stopped = gateways[0]?.child;
  const held = sites.map((site) => callThrough(site, holder, { attempts: 1 }));
  while (provider.exchanges.length < seen + sites.length) await delay(10);
  stopped?.kill("SIGSTOP");
  const wakes = delay(stoppedMs);
  await meanwhile?.();
  await disconnectConnection(ended.ctx, { id: ended.connectionId ?? "" });
  const refreshOfOwner = await reconnect(reconnected, provider);
  const others = await Promise.all([
    callThrough(renewed, other, { attempts: 30 }),
    callThrough(reconnected, other, { attempts: 30 }),
  ]);
  const newest = provider.exchanges.filter(({ refresh }) => refresh !== null).at(-1)?.refresh;
  await wakes;
  stopped?.kill("SIGCONT");
  await Promise.all(held);
  const isNewest = [
    (await readHeld(renewed))?.refresh === newest,
    (await readHeld(reconnected))?.refresh === refreshOfOwner,
  ];
  return {
    overwrites: isNewest.filter((is) => !is).length,
    resurrections: (await readHeld(ended)) === null ? 0 : 1,
    unserved: others.filter(({ status }) => status !== 200).length,
  };
}

async function reconnect(site: Site, provider: Deployment["provider"]): Promise<string> {
  const tokens = await provider.issueTokens();
  const { integration, connectionId } = site;
  await createConnection(site.ctx, {
    integration: integration.id,
    connectionId: connectionId ?? undefined,
    input: {
      accessToken: new Secret(tokens.access_token),
      refreshToken: new Secret(tokens.refresh_token),
      expiresIn: tokens.expires_in,
    },
  });
  return fingerprint(tokens.refresh_token);
}

export function isStoppedRight({ overwrites, resurrections, unserved }: StoppedResult): boolean {
  return overwrites === 0 && resurrections === 0 && unserved === 0;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { callThrough } from "./call-through.ts";
import { expireToken } from "./connections.ts";
import type { Deployment } from "./crash-deployment.ts";
import { connectSite, readHeld, type Site } from "./crash-sites.ts";
import { startDatabaseProxy } from "./database-proxy.ts";
import { startProcess } from "./processes.ts";

export interface OutageResult {
  runs: number;
  lost: number;
  /** Calls that went out while the database was gone: with tokens that nobody had stored. */
  unsavedUses: number;
  /** How long after the database's return the last stored pair was the provider's newest; `null`: some never were. */
  storedAfterMs: number | null;
}

interface Outage {
  sites: readonly Site[];
  seconds: number;
  /** Whether the process dies meanwhile; the next one starts on the same folder. */
  dies: boolean;
}

// A lease that the outage has left behind has to run out first.
const PATIENCE_MS = 75_000;

/**
 * The database goes away when the provider has answered and comes back after so many seconds. The provider forgives nothing,
 * so a pair that is not kept meanwhile is a connection lost.
 */
export async function playOutage(deployment: Deployment, outage: Outage): Promise<OutageResult> {
  const { databaseUrl, provider, origins } = deployment;
  const { sites, seconds, dies } = outage;
  await readySites(deployment, sites);
  const proxy = await startDatabaseProxy(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), "mooring-journal-"));
  const start = () => startProcess("lib/testing/gateway-process.ts", [proxy.url, provider.origin, folder]);
  let gateway = start();
  try {
    const origin = `http://127.0.0.1:${(await gateway.line(/^port \d+$/)).slice(5)}`;
    const answered = provider.holdAnswers(sites.length, proxy.cut);
    const calls = sites.map((site) => callThrough(site, origin, { attempts: 1 }).catch(() => null));
    await answered;
    const cutAt = performance.now();
    await delay(seconds * 1_000);
    const unsavedUses = provider.calls.filter(({ at }) => at > cutAt).length;
    if (dies) gateway.child.kill("SIGKILL");
    await Promise.all(dies ? [gateway.ended] : []);
    proxy.restore();
    if (dies) gateway = start();
    const storedAfterMs = await waitForPairs(sites, provider);
    await Promise.all(calls);
    // Whoever comes now asks another process: what was kept has to stand in the database.
    const after = await Promise.all(
      sites.map((site) => callThrough(site, origins[0] ?? "", { attempts: 30 })),
    );
    const lost = after.filter(({ status }) => status !== 200).length;
    return { runs: sites.length, lost, unsavedUses, storedAfterMs };
  } finally {
    gateway.child.kill("SIGTERM");
    await gateway.ended;
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function readySites({ db, provider }: Deployment, sites: readonly Site[]): Promise<void> {
  await provider.setDrills({ rotation: "strict" });
  for (const site of sites) await connectSite(site, provider);
  await provider.expireAccessTokens();
  for (const { connectionId } of sites) await expireToken(db, connectionId ?? "");
}

async function waitForPairs(
  sites: readonly Site[],
  provider: Deployment["provider"],
): Promise<number | null> {
  const begun = performance.now();
  const granted = provider.exchanges.flatMap(({ refresh }) => refresh ?? []);
  const given = new Set<string | null>(granted.slice(-sites.length));
  for (;;) {
    const held = await Promise.all(sites.map(readHeld));
    const isStored = held.every((one) => one !== null && given.has(one.refresh));
    if (isStored) return Math.round(performance.now() - begun);
    if (performance.now() - begun > PATIENCE_MS) return null;
    await delay(250);
  }
}

import { callThrough } from "./call-through.ts";
import { expireToken } from "./connections.ts";
import type { Deployment } from "./crash-deployment.ts";
import { connectSite, type Site } from "./crash-sites.ts";

const SLOW_SECONDS = 40;

export interface SlowResult {
  callers: number;
  tokenRequests: number;
  familiesRevoked: number;
  unserved: number;
  /** Answers that told a caller to come again. */
  told: number;
  longestWaitMs: number;
}

/** Callers meet an expired token while the token endpoint takes 40 s, at a provider that forgives no second use. */
export async function playSlow(
  { db, provider, origins }: Deployment,
  site: Site,
  callers: number,
): Promise<SlowResult> {
  await connectSite(site, provider);
  await provider.setDrills({ rotation: "strict" });
  await provider.expireAccessTokens();
  await expireToken(db, site.connectionId ?? "");
  await provider.setDrills({ next: { answer: "slow", count: 1, delaySeconds: SLOW_SECONDS } });
  const before = await provider.stats();
  const called = await Promise.all(
    Array.from({ length: callers }, (_, index) =>
      callThrough(site, origins[index % origins.length] ?? "", { attempts: 12 }),
    ),
  );
  const after = await provider.stats();
  const refreshes = (stats: typeof after) => stats.tokenRequests.byGrantType.refresh_token ?? 0;
  return {
    callers,
    tokenRequests: refreshes(after) - refreshes(before),
    familiesRevoked: after.familiesRevoked - before.familiesRevoked,
    unserved: called.filter(({ status }) => status !== 200).length,
    told: called.reduce((sum, { told }) => sum + told, 0),
    longestWaitMs: Math.max(...called.map(({ longestWaitMs }) => longestWaitMs)),
  };
}

/** A caller waits for 10 s and not much longer; one request does for all. */
export function isSlowRight(result: SlowResult): boolean {
  const { tokenRequests, familiesRevoked, unserved, told, longestWaitMs } = result;
  return tokenRequests === 1 && familiesRevoked === 0 && unserved === 0 && told > 0 && longestWaitMs < 15_000;
}

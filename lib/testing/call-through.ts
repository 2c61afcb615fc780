import { setTimeout as delay } from "node:timers/promises";
import type { Site } from "./crash-sites.ts";

/** How a caller fared: the last status, and how often it was told to come again. */
export interface Called {
  status: number;
  told: number;
  longestWaitMs: number;
}

/** Calls the API through a site's connection at one gateway; whoever gets 503 with Retry-After comes again as told. */
export async function callThrough(
  site: Pick<Site, "name" | "key" | "integration">,
  origin: string,
  { attempts }: { attempts: number },
): Promise<Called> {
  const address = `${origin}/api/integrations/${site.integration.slug}/request/me?site=${site.name}`;
  const called = { status: 0, told: 0, longestWaitMs: 0 };
  for (let attempt = 1; ; attempt++) {
    const begun = performance.now();
    const response = await fetch(address, { headers: { authorization: `Bearer ${site.key}` } });
    await response.arrayBuffer();
    called.longestWaitMs = Math.max(called.longestWaitMs, Math.round(performance.now() - begun));
    called.status = response.status;
    const retryAfter = response.headers.get("retry-after");
    if (response.status !== 503 || retryAfter === null || attempt >= attempts) return called;
    called.told += 1;
    await delay(Number(retryAfter) * 1_000 + 50);
  }
}

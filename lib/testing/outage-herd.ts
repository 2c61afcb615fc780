import { setTimeout as delay } from "node:timers/promises";
import { type CallCounts, callOnce, noCalls } from "./outage-calls.ts";
import type { OutageDeployment } from "./outage-deployment.ts";
import { seedCrowd } from "./outage-seed.ts";

/*
 * Thousands of tokens expire within one minute, more than the budget lets anybody renew in it, while callers go on calling
 * through all of them at random.
 */

export interface HerdFigures {
  calls: CallCounts;
  /** Renewed until the callers stopped. */
  renewed: number;
}

interface Herd {
  expiring: number;
  origins: string[];
  random: () => number;
}

/** Until the first one expires. */
const LEAD_MS = 10_000;
const WINDOW_MS = 60_000;
const AFTER_MS = 10_000;
const CALLERS = 150;
const PAUSE_MS = 200;
const BUSY_EVERY = 40;

export async function playHerd(
  deployment: OutageDeployment,
  { expiring, origins, random }: Herd,
): Promise<HerdFigures> {
  // Relative to a moment that is set when all are there; until then they sleep.
  const expiresMs = () => Math.round(random() * WINDOW_MS);
  const crowd = await seedCrowd(deployment, {
    ...{ letter: "h", count: expiring, expiresMs, isAsleep: true, random },
  });
  const herdFromMs = Date.now() + LEAD_MS;
  const { aheadMs } = await deployment.stats();
  await deployment.control({ herdFromMs: herdFromMs + aheadMs, busyEvery: BUSY_EVERY });
  await wake(deployment, herdFromMs);
  const calls = noCalls();
  const untilMs = herdFromMs + WINDOW_MS + AFTER_MS;
  const { slug, ids } = crowd;
  const work = async () => {
    while (Date.now() < untilMs) {
      const origin = origins[Math.floor(random() * origins.length)] as string;
      const connectionId = ids[Math.floor(random() * ids.length)] as string;
      await callOnce(calls, { origin, slug, key: deployment.key, connectionId });
      await delay(PAUSE_MS * random());
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, work));
  const { rows } = await deployment.database.pool.query<{ renewed: number }>(
    `SELECT count(*)::int AS "renewed" FROM "ConnectionTokens"
     WHERE "tokenVersion" > 1 AND "connectionId" = ANY($1)`,
    [ids],
  );
  return { calls, renewed: rows[0]?.renewed ?? 0 };
}

/** Puts the expiries where they belong, in the order of their own, and makes all of them due. */
async function wake({ database }: OutageDeployment, herdFromMs: number): Promise<void> {
  await database.pool.query(
    `UPDATE "ConnectionTokens" SET "expiresAt" = "expiresAt" + $1 * interval '1 millisecond',
       "obtainedAt" = "obtainedAt" + $1 * interval '1 millisecond', "refreshDueAt" = clock_timestamp()
     WHERE "expiresAt" < 'epoch'::timestamptz + interval '1 day'`,
    [herdFromMs],
  );
}

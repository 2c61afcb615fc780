import { setTimeout as delay } from "node:timers/promises";
import { inParallel } from "./in-parallel.ts";
import { type CallCounts, callOnce, noCalls } from "./outage-calls.ts";
import type { OutageDeployment } from "./outage-deployment.ts";
import { jump } from "./outage-jump.ts";
import { seedCrowd } from "./outage-seed.ts";
import { LIFE_SECONDS } from "./outage-tokens.ts";

/*
 * The token endpoint fails for hours over thousands of connections, and then works. The first minute and all that comes after
 * the outage are real time; the rest of the hours goes by in jumps.
 */

export interface OutageFigures {
  freshAgainSeconds: number;
  /** Connections that ended as anything but active, when all was over. */
  notActive: number;
  /** Calls during the outage through connections whose token was good by far: none may fail. */
  goodRefused: number;
  calls: CallCounts;
  simulatedSeconds: number;
}

/** A stretch of real time without a jump, in milliseconds of the provider's real clock. */
export type Stretch = [fromMs: number, toMs: number];

export interface OutagePlay {
  /** `null` where this part was left out. */
  figures: OutageFigures | null;
  /** Where the servers are. */
  origins: string[];
  stretches: Stretch[];
}

interface Drill {
  connections: number;
  hours: number;
  random: () => number;
}

const MINUTE_MS = 60_000;
/** The workers' loop runs about every five seconds. */
const STEP_MS = 4_000;
const JUMP_MS = 12 * MINUTE_MS;
const SAMPLE = 24;
const CALLERS = 8;
/** More than a renewal's margin, and than all that a step takes. */
const GOOD_SECONDS = 30;
const GIVE_UP_MS = 480_000;

export async function playOutage(
  deployment: OutageDeployment,
  { connections, hours, random }: Drill,
  say: (line: string) => void,
): Promise<OutagePlay> {
  const seededMs = Date.now();
  const crowd = await seedCrowd(deployment, {
    ...{ letter: "c", count: connections, random },
    expiresMs: () => seededMs + MINUTE_MS + random() * (LIFE_SECONDS * 1_000 - MINUTE_MS),
  });
  await deployment.control({ isDown: true });
  const origins = await deployment.startServers();
  const startMs = Date.now();
  say(`${connections} connections, the endpoint is down`);
  const calls = noCalls();
  const caller = { deployment, origins, slug: crowd.slug, calls };
  let goodRefused = 0;
  for (; Date.now() - startMs < MINUTE_MS; await delay(STEP_MS)) goodRefused += await callSample(caller);
  const stretches: Stretch[] = [[startMs, Date.now()]];
  let jumpedMs = 0;
  const aheadMs = () => Date.now() - startMs + jumpedMs;
  while (aheadMs() < hours * 60 * MINUTE_MS) {
    const ms = Math.min(JUMP_MS, hours * 60 * MINUTE_MS - aheadMs());
    await jump(deployment.database, ms);
    jumpedMs += ms;
    await deployment.control({ aheadMs: jumpedMs });
    await delay(STEP_MS);
    goodRefused += await callSample(caller);
  }
  const simulatedSeconds = Math.round(aheadMs() / 1_000);
  say(
    `${simulatedSeconds} s of outage: ${JSON.stringify(calls)}, ${JSON.stringify(await states(deployment))}`,
  );
  const worksMs = Date.now();
  await deployment.control({ isDown: false });
  const freshAgainSeconds = await waitUntilFresh(deployment, connections, say);
  stretches.push([worksMs, Date.now()]);
  const { active = 0 } = await states(deployment);
  const figures = {
    freshAgainSeconds,
    notActive: connections - active,
    goodRefused,
    calls,
    simulatedSeconds,
  };
  return { figures, origins, stretches };
}

interface Caller {
  deployment: OutageDeployment;
  origins: string[];
  slug: string;
  calls: CallCounts;
}

/** Calls through a few connections, good ones and expired ones; gives how many good ones were refused. */
async function callSample({ deployment, origins, slug, calls }: Caller): Promise<number> {
  const { database, key } = deployment;
  const { rows } = await database.pool.query<{ id: string; good: boolean }>(
    `SELECT "connectionId" AS "id", "expiresAt" > clock_timestamp() AS "good" FROM "ConnectionTokens"
     WHERE "expiresAt" NOT BETWEEN clock_timestamp() AND clock_timestamp() + $1 * interval '1 second'
     ORDER BY random() LIMIT $2`,
    [GOOD_SECONDS, SAMPLE],
  );
  const ends = await inParallel(rows, CALLERS, async ({ id, good }) => {
    const origin = origins[Math.floor(Math.random() * origins.length)] as string;
    const end = await callOnce(calls, { origin, slug, key, connectionId: id });
    return good && end !== "good";
  });
  return ends.filter(Boolean).length;
}

/** Real seconds until each connection has a token that is not due; those of the time limit where that never was. */
async function waitUntilFresh(
  { database }: OutageDeployment,
  connections: number,
  say: (line: string) => void,
): Promise<number> {
  const startMs = performance.now();
  for (let turn = 0; ; turn++) {
    const { rows } = await database.pool.query<{ fresh: number; held: number }>(
      `SELECT count(*) FILTER (WHERE "expiresAt" > clock_timestamp()
           AND "refreshDueAt" > clock_timestamp() AND "heldByEndpoint" IS NULL)::int AS "fresh",
         count("heldByEndpoint")::int AS "held"
       FROM "ConnectionTokens"`,
    );
    const { fresh, held } = rows[0] ?? { fresh: 0, held: 0 };
    const ms = performance.now() - startMs;
    if (turn % 20 === 0) say(`${Math.round(ms / 1_000)} s after: ${fresh} fresh, ${held} held`);
    if (fresh === connections || ms > GIVE_UP_MS) return Math.ceil(ms / 1_000);
    await delay(1_000);
  }
}

/** How many connections stand where. */
export async function states({ database }: OutageDeployment): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ status: string; count: number }>(
    `SELECT "status"::text, count(*)::int FROM "Connection" GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

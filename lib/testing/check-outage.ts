import { parseArgs } from "node:util";
import { createRandom } from "./create-random.ts";
import { countOverBudget } from "./outage-budget.ts";
import { type OutageDeployment, startOutageDeployment } from "./outage-deployment.ts";
import { type OutagePlay, playOutage, type Stretch, states } from "./outage-drill.ts";
import { playHerd } from "./outage-herd.ts";

/*
 * A provider's token endpoint fails for two hours over 5,000 connections, then works; after that 10,000 tokens expire within
 * one minute while callers go on. Nobody is disconnected, no expired token is served, the endpoint's budget holds, and all
 * are fresh within five minutes. Two whole servers on one PostgreSQL; hours go by by moving the times in the database.
 * `--connections --hours --expiring --seed`; 0 of either leaves that part out.
 */

const FRESH_WITHIN_SECONDS = 300;
/** The default of TOKEN_ENDPOINT_PER_SECOND, and the burst that goes with it. */
const BUDGET = { perSecond: 20, burst: 40, lateSeconds: 0.5 };

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "5000" },
    hours: { type: "string", default: "2" },
    expiring: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const [connections, hours, expiring, seed] = [
  ...[values.connections, values.hours, values.expiring, values.seed].map(Number),
] as [number, number, number, number];
const random = createRandom(seed);
const startedMs = performance.now();

const deployment = await startOutageDeployment();
try {
  process.exitCode = (await check(deployment)) ? 0 : 1;
} finally {
  await deployment.close();
}

function say(line: string): void {
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  process.stdout.write(`${seconds} s: ${line}\n`);
}

async function check(deployed: OutageDeployment): Promise<boolean> {
  say(`seed ${seed}`);
  const outage =
    connections > 0
      ? await playOutage(deployed, { connections, hours, random }, say)
      : await skipOutage(deployed);
  const { figures, origins, stretches } = outage;
  if (figures) say(`outage: ${JSON.stringify(figures)}`);
  const herdFromMs = Date.now();
  const herd = expiring > 0 ? await playHerd(deployed, { expiring, origins, random }) : null;
  if (herd) say(`herd: ${JSON.stringify(herd)}`);
  const { arrivals, ...seen } = await deployed.stats();
  say(`provider: ${JSON.stringify({ ...seen, tokenRequests: arrivals.length })}`);
  const complaints = deployed.complaints();
  say(`errors in the servers' logs: ${complaints.length}`);
  for (const line of complaints.slice(0, 3)) say(line.slice(0, 400));
  const { active = 0, degraded = 0 } = await states(deployed);
  const last = {
    wrongDisconnects: connections + expiring - active - degraded + seen.reused,
    expiredServed: seen.expired + seen.unknown,
    tokenRequestsOverBudget: countOver(arrivals, [...stretches, [herdFromMs, Date.now()]]),
    freshAgainSeconds: figures?.freshAgainSeconds ?? 0,
  };
  process.stdout.write(`${JSON.stringify(last)}\n`);
  const others = { ...figures?.calls.other, ...herd?.calls.other };
  const isRight =
    last.wrongDisconnects + last.expiredServed + last.tokenRequestsOverBudget === 0 &&
    last.freshAgainSeconds <= FRESH_WITHIN_SECONDS;
  // What the last line does not tell: that the calls were answered as they should be.
  const refused = (figures?.goodRefused ?? 0) + (figures?.notActive ?? 0) + Object.keys(others).length;
  return isRight && refused === 0;
}

async function skipOutage(deployed: OutageDeployment): Promise<OutagePlay> {
  return { figures: null, origins: await deployed.startServers(), stretches: [] };
}

/** By the drill's clock over all of it, and by the real one wherever no time was jumped over. */
function countOver(arrivals: [realMs: number, drillMs: number][], stretches: Stretch[]): number {
  const byDrill = countOverBudget(
    arrivals.map(([, drillMs]) => drillMs),
    BUDGET,
  );
  const byClock = stretches.map(([fromMs, toMs]) =>
    countOverBudget(
      arrivals.map(([realMs]) => realMs).filter((atMs) => atMs >= fromMs && atMs <= toMs),
      BUDGET,
    ),
  );
  say(`requests over the budget: ${byDrill} by the drill's clock, ${byClock.join(", ")} by the real one`);
  return [byDrill, ...byClock].reduce((sum, over) => sum + over, 0);
}

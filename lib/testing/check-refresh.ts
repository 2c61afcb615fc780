import { parseArgs } from "node:util";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { openDatabase } from "#lib/db/client.ts";
import { migrateDatabase } from "#lib/db/migrate.ts";
import { startTemporaryPostgres } from "#lib/db/temporary-postgres.ts";
import { createGranted, expireToken } from "./connections.ts";
import { createDeployment } from "./crash-deployment.ts";
import type { Site } from "./crash-sites.ts";
import { createOwner } from "./factories.ts";
import { createPractice, providerContext } from "./integrations.ts";
import { startProcess, type TestProcess } from "./processes.ts";
import { startTestProvider, type TestProvider } from "./provider.ts";
import { isSlowRight, playSlow, type SlowResult } from "./refresh-slow.ts";
import { isStoppedRight, playStopped, type StoppedResult } from "./refresh-stopped.ts";

/*
 * Many callers, several processes, one token request: callers of the real gateway meet an expired token at a provider that
 * rotates strictly and ends the whole family when a refresh token comes twice; then a token endpoint that takes 40 s, and a
 * process that is stopped in mid-refresh for 90 s. `--rounds --callers --processes`, `--no-slow --no-stopped`.
 */

interface Round {
  tokenRequests: number;
  lost: number;
}

// So that a round ends whatever happens; nobody waits for as long when all is well.
const CALL_TIMEOUT_MS = 30_000;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    callers: { type: "string", default: "200" },
    processes: { type: "string", default: "2" },
    slow: { type: "boolean", default: true },
    stopped: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const [rounds, callers, processes] = [values.rounds, values.callers, values.processes].map(Number) as [
  number,
  number,
  number,
];

const postgres = await startTemporaryPostgres();
const url = postgres.url("mooring_check");
await createDatabase();
const database = openDatabase({ url });
const provider = await startTestProvider({ rotation: "strict" });
const workers = Array.from({ length: processes }, () =>
  startProcess("lib/testing/gateway-process.ts", [url, provider.origin]),
);
try {
  const results = await run();
  const tokenRequestsMax = Math.max(...results.map((round) => round.tokenRequests));
  const lost = results.reduce((sum, round) => sum + round.lost, 0);
  const isRight = results.every((round) => round.tokenRequests === 1 && round.lost === 0);
  const rest = await runHard();
  const figures = { rounds, callers, processes, tokenRequestsMax, lost, ...rest };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  const isAllRight =
    isRight && (!rest.slow || isSlowRight(rest.slow)) && (!rest.stopped || isStoppedRight(rest.stopped));
  process.exitCode = isAllRight ? 0 : 1;
} finally {
  for (const { child } of workers) child.kill("SIGTERM");
  await Promise.all(workers.map(({ ended }) => ended));
  await provider.close();
  await database.close();
  await postgres.stop();
}

/** What takes its time: a slow token endpoint, and a holder that is stopped. */
async function runHard(): Promise<{ slow?: SlowResult; stopped?: StoppedResult }> {
  if (!values.slow && !values.stopped) return {};
  const deployment = await createDeployment(4);
  const [first, second, third, fourth] = deployment.sites as [Site, Site, Site, Site];
  try {
    const slow = values.slow ? await playSlow(deployment, first, Math.min(callers, 100)) : undefined;
    if (slow) process.stdout.write(`slow: ${JSON.stringify(slow)}\n`);
    const stopped = values.stopped ? await playStopped(deployment, [second, third, fourth]) : undefined;
    return { ...(slow && { slow }), ...(stopped && { stopped }) };
  } finally {
    await deployment.close();
  }
}

async function createDatabase(): Promise<void> {
  const admin = openDatabase({ url: postgres.url("postgres"), maxConnections: 1 });
  await admin.pool.query("CREATE DATABASE mooring_check");
  await admin.close();
  await migrateDatabase(url);
}

async function run(): Promise<Round[]> {
  const ctx = providerContext(database.client, await createOwner(database.client), provider);
  const integration = await createPractice(ctx);
  const connection = await createGranted(ctx, provider, integration);
  const { key } = await createApiKey(ctx, {
    name: "check",
    scopes: ["connections:use"],
    expiresInDays: null,
  });
  const origins = await Promise.all(workers.map(originOf));
  const results: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const result = await playRound({ connectionId: connection.id, slug: integration.slug, key, origins });
    process.stdout.write(`round ${round}: ${result.tokenRequests} token requests, ${result.lost} lost\n`);
    results.push(result);
  }
  return results;
}

/** The old token is dead here and there, so whoever is not given the new one is answered with an error and counted as lost. */
async function playRound({
  connectionId,
  slug,
  key,
  origins,
}: {
  connectionId: string;
  slug: string;
  key: string;
  origins: string[];
}): Promise<Round> {
  await provider.expireAccessTokens();
  await expireToken(database.client, connectionId);
  const before = await counts(provider);
  const call = async (index: number): Promise<boolean> => {
    const address = `${origins[index % origins.length]}/api/integrations/${slug}/request/me`;
    const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
    try {
      const response = await fetch(address, { headers: { authorization: `Bearer ${key}` }, signal });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  };
  const answers = await Promise.all(Array.from({ length: callers }, (_, index) => call(index)));
  const after = await counts(provider);
  const unanswered = answers.filter((isAnswered) => !isAnswered).length;
  return {
    tokenRequests: after.refreshes - before.refreshes,
    lost: unanswered + (after.families - before.families),
  };
}

async function counts(at: TestProvider): Promise<{ refreshes: number; families: number }> {
  const { tokenRequests, familiesRevoked } = await at.stats();
  return { refreshes: tokenRequests.byGrantType.refresh_token ?? 0, families: familiesRevoked };
}

async function originOf(worker: TestProcess): Promise<string> {
  return `http://127.0.0.1:${(await worker.line(/^port \d+$/)).slice(5)}`;
}

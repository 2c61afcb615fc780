import { parseArgs } from "node:util";
import { type BenchDeployment, startDeployment } from "./bench-deployment.ts";
import { type Load, type LoadResult, runLoad } from "./bench-load.ts";
import { cpuMs, familyCpuMs, residentMb } from "./process-usage.ts";
import { startProcess, type TestProcess } from "./processes.ts";

/*
 * How near the gateway comes to the least that forwards: rounds of the upstream alone, a bare forwarder and our gateway
 * with a real key, a real connection and PostgreSQL, by turns on one machine; ratios are medians of the rounds' own.
 * `--seconds --rounds --connections --requests`. Fails by any answer that is not 2xx, and by a ratio below 0.40.
 */

const FLOOR = 0.4;
const DOWNLOAD_CONNECTIONS = 4;
const WARM_REQUESTS = 6_000;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "6" },
    rounds: { type: "string", default: "5" },
    connections: { type: "string", default: "32" },
    requests: { type: "string", default: "200000" },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connections = Number(values.connections);
const requests = Number(values.requests);

interface Round {
  upstream: number;
  bare: number;
  ours: number;
  bareMs: number;
  nodeMs: number;
  postgresMs: number;
}

const upstream = startProcess("lib/testing/bench-upstream.ts");
const upstreamOrigin = await originOf(upstream);
const forwarder = startProcess("lib/testing/bench-forwarder.ts", [upstreamOrigin]);
const bareOrigin = await originOf(forwarder);
const ours = await startDeployment(upstreamOrigin);
let [sent, failures] = [0, 0];
try {
  await warmUp();
  const results: Round[] = [];
  for (let index = 1; index <= rounds; index++) {
    const round = await measure();
    results.push(round);
    say(`round ${index}: ${describe(round)}`);
  }
  const downloads = await compareDownloads();
  await soak();
  report(results, downloads);
} finally {
  await ours.stop();
  for (const { child } of [upstream, forwarder]) child.kill("SIGTERM");
  await Promise.all([upstream.ended, forwarder.ended]);
}

// Until the compiler has seen it all.
async function warmUp(): Promise<void> {
  const amount = { requests: WARM_REQUESTS };
  await runLoad({ url: `${bareOrigin}/user`, connections, amount });
  await loadOurs({ connections, amount });
}

async function measure(): Promise<Round> {
  const amount = { seconds };
  const alone = await runLoad({ url: `${upstreamOrigin}/user`, connections, amount });
  const bareBefore = cpuMs(forwarder.child.pid ?? 0);
  const bare = await runLoad({ url: `${bareOrigin}/user`, connections, amount });
  const bareMs = (cpuMs(forwarder.child.pid ?? 0) - bareBefore) / bare.requests;
  const before = usage(ours);
  const result = await loadOurs({ connections, amount });
  const after = usage(ours);
  return {
    upstream: alone.requestsPerSecond,
    bare: bare.requestsPerSecond,
    ours: result.requestsPerSecond,
    bareMs,
    nodeMs: (after.nodeMs - before.nodeMs) / result.requests,
    postgresMs: (after.postgresMs - before.postgresMs) / result.requests,
  };
}

async function loadOurs(load: Pick<Load, "connections" | "amount">, path = "/user"): Promise<LoadResult> {
  const result = await runLoad({ ...load, url: ours.base + path, headers: ours.headers });
  sent += result.requests;
  failures += result.failures;
  return result;
}

function usage({ gatewayPid, postgresPid }: BenchDeployment): { nodeMs: number; postgresMs: number } {
  return { nodeMs: cpuMs(gatewayPid), postgresMs: familyCpuMs(postgresPid) };
}

/** The ratio of each round. */
async function compareDownloads(): Promise<number[]> {
  const ratios: number[] = [];
  const load = { connections: DOWNLOAD_CONNECTIONS, amount: { seconds: Math.max(seconds / 2, 1) } };
  for (let index = 1; index <= rounds; index++) {
    const bare = await runLoad({ ...load, url: `${bareOrigin}/download` });
    const result = await loadOurs(load, "/download");
    ratios.push(result.bytesPerSecond / bare.bytesPerSecond);
  }
  return ratios;
}

// What the process holds is asked after so many requests in all.
async function soak(): Promise<void> {
  if (sent < requests) await loadOurs({ connections, amount: { requests: requests - sent } });
}

function report(results: Round[], downloads: number[]): void {
  const of = (pick: (round: Round) => number) => median(results.map(pick));
  const ratio = of((round) => round.ours / round.bare);
  const rssMb = Math.round(residentMb(ours.gatewayPid));
  say(`upstream alone ${Math.round(of((round) => round.upstream))} requests a second; ${sent} through ours`);
  const line = {
    bare: Math.round(of((round) => round.bare)),
    ours: Math.round(of((round) => round.ours)),
    ratio: rounded(ratio),
    non2xx: failures,
    nodeMsPerRequest: rounded(of((round) => round.nodeMs)),
    postgresMsPerRequest: rounded(of((round) => round.postgresMs)),
    rssMb,
    downloadRatio: rounded(median(downloads)),
  };
  say(JSON.stringify(line));
  if (failures > 0 || ratio < FLOOR) process.exitCode = 1;
}

// On a busy machine every millisecond is longer; the bare forwarder's own show by how much.
function describe({ upstream: alone, bare, ours: own, bareMs, nodeMs, postgresMs }: Round): string {
  const speeds = [alone, bare, own].map(Math.round).join(" / ");
  return `${speeds} a second, ratio ${rounded(own / bare)}, ${rounded(nodeMs)} + ${rounded(postgresMs)} ms, bare ${rounded(bareMs)} ms`;
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function originOf(server: TestProcess): Promise<string> {
  return `http://127.0.0.1:${(await server.line(/^port \d+$/)).slice(5)}`;
}

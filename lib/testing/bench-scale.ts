import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { createFolder, type ScaleFolder, type ScaleServer, startServer } from "./scale-deployment.ts";
import { listQuestions, pageQuestions } from "./scale-lists.ts";
import { ask, type Timing } from "./scale-load.ts";
import { judgePlans } from "./scale-plans.ts";
import { runStep } from "./steps.ts";

/*
 * Whether a hundred thousand connections in a thousand workspaces, one of them with a fifth of all, slow anything down: the
 * real server on a built-in PostgreSQL that holds them and a million audit events. Every question is asked a few times, then
 * the slowest of each list and page as often as `--requests` says. `--connections --workspaces --audit`. Fails by a list or page of the console above 100 ms at p95, by a sweep of the worker that reads a large
 * table whole, and by a start above 10 s.
 */

const LINE_MS = 100;
const START_SECONDS = 10;
/** What is above the line is asked again so often, for others' load comes and goes; its best round counts. */
const ROUNDS = 3;
const FIRST_REQUESTS = 3;
const SLOWEST = 2;

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "100000" },
    workspaces: { type: "string", default: "1000" },
    audit: { type: "string", default: "1000000" },
    requests: { type: "string", default: "40" },
  },
});
const size = {
  connections: Number(values.connections),
  workspaces: Number(values.workspaces),
  audit: Number(values.audit),
};
const requests = Number(values.requests);

const questions = [...listQuestions(), ...pageQuestions()];

const build = await runStep(
  { name: "build", command: process.execPath, args: ["lib/server/build.ts"] },
  true,
);
if (!build.isPassed) process.exit(1);
const seedAt = performance.now();
const folder = await createFolder(size);
say(`seeded in ${seconds(performance.now() - seedAt)} s`);
try {
  const server = await startServer(folder);
  say(`ready after ${server.startUpSeconds.toFixed(1)} s`);
  const timings = await askAll(server, folder).finally(() => server.stop());
  const plans = await folder.withDatabase(judgePlans);
  report(server, timings, plans);
} finally {
  await folder.remove();
}

async function askAll(server: ScaleServer, { callers }: ScaleFolder): Promise<Timing[]> {
  const first: Timing[] = [];
  for (const question of questions) first.push(await ask(server, callers, question, FIRST_REQUESTS));
  const timings: Timing[] = [];
  for (const { list, caller, path } of slowestOf(first, SLOWEST)) {
    const question = { list, caller, path };
    let best = await ask(server, callers, question, requests);
    for (let round = 2; round <= ROUNDS && best.p95Ms > LINE_MS; round++) {
      const again = await ask(server, callers, question, requests);
      if (again.p95Ms < best.p95Ms) best = again;
    }
    timings.push(best);
    if (best.p95Ms > LINE_MS) say(`over: ${describe(best)}`);
  }
  return timings;
}

/** The slowest questions of each list by their median, so many of each. */
function slowestOf(timings: Timing[], count: number): Timing[] {
  const groups = Map.groupBy(timings, ({ list }) => list);
  return [...groups.values()].flatMap((rows) => rows.toSorted((a, b) => b.p50Ms - a.p50Ms).slice(0, count));
}

function describe({ caller, path, p50Ms, p95Ms, cpuMs }: Timing): string {
  const figures = [p50Ms, p95Ms, cpuMs].map((ms) => ms.toFixed(1)).join(" / ");
  return `${figures} ms (p50 / p95 / CPU)  ${caller}  ${path}`;
}

function report(server: ScaleServer, timings: Timing[], plans: Awaited<ReturnType<typeof judgePlans>>): void {
  const worst = timings.toSorted((a, b) => b.p95Ms - a.p95Ms);
  for (const timing of worst) say(describe(timing));
  const lists = worst.filter(({ list }) => list.startsWith("GET "));
  const pages = worst.filter(({ list }) => !list.startsWith("GET "));
  for (const fault of plans.faults) say(`plan: ${fault}`);
  const faults = [
    ...timings.filter(({ p95Ms }) => p95Ms > LINE_MS).map(describe),
    ...plans.faults,
    ...(plans.isDueOnIndex ? [] : ["the due connections are not found by their index"]),
    ...(server.startUpSeconds > START_SECONDS ? [`ready after ${server.startUpSeconds} s`] : []),
  ];
  const result = {
    ...{ connections: size.connections, workspaces: size.workspaces, auditRows: size.audit },
    requestsEach: requests,
    ...{ lists: countOf(lists), pages: countOf(pages), questions: questions.length },
    ...{ worstList: lists[0]?.list, worstListPath: lists[0]?.path, worstP95Ms: round(lists[0]?.p95Ms) },
    ...{ worstPage: pages[0]?.list, worstPageP95Ms: round(pages[0]?.p95Ms) },
    ...{ overTheLine: timings.filter(({ p95Ms }) => p95Ms > LINE_MS).length },
    ...{
      dueQueryOnIndex: plans.isDueOnIndex,
      sweepStatements: plans.statements,
      planFaults: plans.faults.length,
    },
    startUpSeconds: round(server.startUpSeconds),
    loadAverage: loadavg().map(round),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

function countOf(timings: Timing[]): number {
  return new Set(timings.map(({ list }) => list)).size;
}

function round(value = 0): number {
  return Math.round(value * 10) / 10;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

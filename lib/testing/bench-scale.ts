import { parseArgs } from "node:util";
import { createFolder, type ScaleFolder, type ScaleServer, startServer } from "./scale-deployment.ts";
import { listQuestions, pageQuestions } from "./scale-lists.ts";
import { ask, type Timing } from "./scale-load.ts";
import { judgePlans } from "./scale-plans.ts";
import { runStep } from "./steps.ts";

/*
 * Whether a hundred thousand connections in a thousand workspaces, one of them with a fifth of all, slow anything down: the
 * real server on a built-in PostgreSQL that holds them and a million audit events. `--connections --workspaces --audit
 * --requests`. Fails by a list or page of the console above 100 ms at p95, by a sweep of the worker that reads a large
 * table whole, and by a start above 10 s.
 */

const LINE_MS = 100;
const START_SECONDS = 10;
/** What is above the line is asked again so often, for others' load comes and goes; its best round counts. */
const ROUNDS = 3;

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
  const timings: Timing[] = [];
  for (const question of questions) {
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

function describe({ caller, path, p50Ms, p95Ms, cpuMs }: Timing): string {
  const figures = [p50Ms, p95Ms, cpuMs].map((ms) => ms.toFixed(1)).join(" / ");
  return `${figures} ms (p50 / p95 / CPU)  ${caller}  ${path}`;
}

/** The slowest question of each list. */
function worstOf(timings: Timing[]): Timing[] {
  const groups = Map.groupBy(timings, ({ list }) => list);
  const slowest = [...groups.values()].map((rows) => rows.toSorted((a, b) => b.p95Ms - a.p95Ms)[0]);
  return slowest.filter((row) => row !== undefined).toSorted((a, b) => b.p95Ms - a.p95Ms);
}

function report(server: ScaleServer, timings: Timing[], plans: Awaited<ReturnType<typeof judgePlans>>): void {
  const worst = worstOf(timings);
  for (const timing of worst) say(describe(timing));
  const lists = worst.filter(({ list }) => list.startsWith("GET "));
  const pages = worst.filter(({ list }) => !list.startsWith("GET "));
  for (const fault of plans.faults) say(`plan: ${fault}`);
  const faults = [
    ...timings.filter(({ p95Ms }) => p95Ms > LINE_MS).map(describe),
    ...plans.faults,
    ...(server.startUpSeconds > START_SECONDS ? [`ready after ${server.startUpSeconds} s`] : []),
  ];
  const result = {
    ...{ connections: size.connections, workspaces: size.workspaces, auditRows: size.audit },
    requestsEach: requests,
    ...{ lists: lists.length, pages: pages.length, questions: timings.length },
    ...{ worstList: lists[0]?.list, worstListPath: lists[0]?.path, worstP95Ms: round(lists[0]?.p95Ms) },
    ...{ worstPage: pages[0]?.list, worstPageP95Ms: round(pages[0]?.p95Ms) },
    ...{ overTheLine: timings.filter(({ p95Ms }) => p95Ms > LINE_MS).length },
    ...{
      dueQueryOnIndex: plans.isDueOnIndex,
      sweepStatements: plans.statements,
      planFaults: plans.faults.length,
    },
    startUpSeconds: round(server.startUpSeconds),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (faults.length > 0) process.exitCode = 1;
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

import type { Config } from "#lib/config/load-config.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { createEgress } from "#lib/egress/create-egress.ts";
import { createRuntime } from "#lib/server/create-runtime.ts";
import { openKeyring, openSessionKey } from "#lib/server/open-keys.ts";
import { createTasks, renewDue, schedule } from "#lib/server/tasks.ts";
import { createTestLog } from "./log.ts";

/** What PostgreSQL did for the sweeps of the worker. */
export interface PlanReport {
  isDueOnIndex: boolean;
  statements: number;
  faults: string[];
}

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Cond"?: string;
  "Index Name"?: string;
  "Rows Removed by Filter"?: number;
  "Actual Loops"?: number;
  Plans?: Node[];
}

interface Executed {
  "Query Text": string;
  Plan: Node;
}

/** A table of so many rows is not read whole, nor so much of an index to leave it aside. */
const LARGE = 10_000;

/**
 * Runs every task of the schedule and the loop that renews tokens, as the worker does, and looks at the plans that
 * PostgreSQL executed (auto_explain tells them on the connection itself): no large table is read whole, and no large
 * part of one is read only to be left aside.
 */
export async function judgePlans(database: Database, config: Config): Promise<PlanReport> {
  const url = String(database.pool.options.connectionString);
  const large = await largeTables(database);
  const explained = openExplained(url);
  const egress = createEgress({ allowCidrs: [] });
  try {
    const runtime = createRuntime({
      ...{
        config,
        databaseUrl: url,
        db: explained.database.client,
        tenants: null,
        egress,
        log: createTestLog(),
      },
      keyring: await openKeyring(config, database.client),
      sessionKey: await openSessionKey(config),
    });
    const tasks = createTasks(runtime);
    const sweeps: [string, () => Promise<unknown>][] = [
      ["renew-due-connections", () => renewDue(runtime)(AbortSignal.timeout(60_000))],
      ...(Object.keys(schedule) as (keyof typeof schedule)[]).map(
        (name): [string, () => Promise<unknown>] => [
          name,
          () => (tasks[name] as (p: object) => Promise<unknown>)({}),
        ],
      ),
    ];
    const report: PlanReport = { isDueOnIndex: false, statements: 0, faults: [] };
    for (const [name, run] of sweeps) {
      const executed = await explained.during(run);
      report.statements += executed.length;
      for (const { "Query Text": text, Plan: plan } of executed)
        for (const fault of faultsOf(plan, large)) report.faults.push(`${name}: ${fault}: ${short(text)}`);
      if (name === "renew-due-connections") report.isDueOnIndex = executed.some(({ Plan }) => isDue(Plan));
    }
    return report;
  } finally {
    await egress.close();
    await explained.database.close();
  }
}

async function largeTables({ pool }: Database): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS "name" FROM pg_class WHERE relkind = 'r' AND reltuples >= $1`,
    [LARGE],
  );
  return new Set(rows.map(({ name }) => name));
}

// auto_explain comes with PostgreSQL; one connection keeps its notices in order.
function openExplained(url: string) {
  const executed: Executed[] = [];
  const database = openDatabase({ url, maxConnections: 1 });
  database.pool.on("connect", (connection) => {
    connection.on("notice", ({ message = "" }) => {
      const start = message.indexOf("plan:\n");
      if (start >= 0) executed.push(JSON.parse(message.slice(start + 6)) as Executed);
    });
    void connection.query(
      `LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on;
       SET auto_explain.log_timing = off; SET auto_explain.log_format = json; SET auto_explain.log_level = notice`,
    );
  });
  return {
    database,
    during: async (run: () => Promise<unknown>) => {
      executed.length = 0;
      await run();
      return [...executed];
    },
  };
}

function faultsOf(node: Node, large: ReadonlySet<string>): string[] {
  const {
    "Relation Name": table = "",
    "Rows Removed by Filter": removed = 0,
    "Actual Loops": loops = 1,
  } = node;
  const isWhole = node["Node Type"] === "Seq Scan" && large.has(table);
  const isIdle = removed * loops >= LARGE;
  return [
    ...(isWhole ? [`reads all of ${table}`] : []),
    ...(isIdle && !isWhole ? [`leaves ${Math.round(removed * loops)} rows of ${table} aside`] : []),
    ...(node.Plans ?? []).flatMap((inner) => faultsOf(inner, large)),
  ];
}

// The index has to begin where the due ones are, not to be read through for them.
function isDue(node: Node): boolean {
  const isOnIndex =
    node["Relation Name"] === "ConnectionTokens" &&
    /^Index /.test(node["Node Type"]) &&
    (node["Index Cond"] ?? "").includes("refreshDueAt");
  return isOnIndex || (node.Plans ?? []).some(isDue);
}

function short(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 120);
}

import { type CronItem, parseCronItems, run, type TaskList } from "graphile-worker";
import type { Pool } from "pg";
import type { Logger } from "#lib/log/logger.ts";
import { createJobLogger } from "./job-logger.ts";
import type { TaskHandlers, TaskName } from "./task-payloads.ts";

interface WorkerOptions {
  pool: Pool;
  tasks: TaskHandlers;
  /** When tasks start by themselves, as cron patterns; across all processes each time once. */
  schedule: Partial<Record<TaskName, string>>;
  log: Logger;
}

export interface Worker {
  /** Takes no further job and waits for the running ones. */
  stop(): Promise<void>;
}

/** Starts working off the queue that all processes share. */
export async function startWorker({ pool, tasks, schedule, log }: WorkerOptions): Promise<Worker> {
  const taskList = Object.fromEntries(
    Object.entries(tasks).map(([name, work]) => [
      name,
      (payload: unknown) => (work as (payload: unknown) => Promise<void>)(payload),
    ]),
  ) satisfies TaskList;
  const items = Object.entries(schedule).map(
    ([task, match]): CronItem => ({ task, match, options: { backfillPeriod: 0 } }),
  );
  const runner = await run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(items),
    concurrency: 4,
    pollInterval: 2_000,
    noHandleSignals: true,
    logger: createJobLogger(log),
  });
  let isStopping = false;
  runner.promise.catch((error) => {
    if (!isStopping) log.fatal(error, "the worker ended");
  });
  return {
    stop: async () => {
      isStopping = true;
      await runner.stop();
    },
  };
}

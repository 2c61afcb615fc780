import type { TaskName, TaskPayloads } from "#lib/jobs/task-payloads.ts";
import type { Context } from "./context.ts";

interface JobOptions {
  /** A job that waits under the same key is replaced by this one. */
  jobKey?: string;
  /** Not before then. */
  runAt?: Date;
}

/**
 * Puts a task on the queue as part of the transaction that `ctx` is in: it runs once that commits, and never if it
 * does not.
 */
export async function enqueueJob<Name extends TaskName>(
  ctx: Pick<Context, "db">,
  task: Name,
  payload: TaskPayloads[Name],
  { jobKey, runAt }: JobOptions = {},
): Promise<void> {
  await ctx.db.$executeRaw`
    SELECT mooring_add_job(
      task => ${task}::text,
      payload => ${JSON.stringify(payload)}::json,
      run_at => ${runAt ?? null}::timestamptz,
      job_key => ${jobKey ?? null}::text
    )`;
}

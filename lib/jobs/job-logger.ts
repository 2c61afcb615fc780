import { Logger as JobLogger } from "graphile-worker";
import type { Logger } from "#lib/log/logger.ts";

/** The job library's logger, writing into ours. Its chatter about every job is left to `debug`. */
export function createJobLogger(log: Logger): JobLogger {
  return new JobLogger((scope) => (level, message, meta) => {
    const fields = {
      job: scope.jobId,
      task: scope.taskIdentifier,
      ...(meta?.error ? { err: meta.error } : {}),
    };
    if (level === "error") log.error(fields, message);
    else if (level === "warning") log.warn(fields, message);
    else log.debug(fields, message);
  });
}

/** For what runs before there is a log, and says by throwing when it fails. */
export const quietLogger = new JobLogger(() => () => {});

import type { AppError } from "#lib/core/errors.ts";
import { problemTypes } from "#lib/core/problem-types.ts";
import type { Logger } from "#lib/log/logger.ts";

/** The one log line of a failed request: ours at `error`, a provider's or a passing one at `warn`, the caller's at `debug`. */
export function logFailure(log: Logger, error: AppError, request: Pick<Request, "method" | "url">): void {
  const { status } = problemTypes[error.code];
  const fields = { code: error.code, status, method: request.method, path: new URL(request.url).pathname };
  if (status === 500) log.error({ ...fields, err: error.cause ?? error }, error.message);
  else if (status > 500) log.warn({ ...fields, err: error }, error.message);
  else log.debug(fields, error.message);
}

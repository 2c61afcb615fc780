import { format } from "node:util";
import {
  type DestinationStream,
  destination,
  type LoggerOptions,
  type Logger as PinoLogger,
  pino,
  stdTimeFunctions,
} from "pino";
import { describeError } from "./describe-error.ts";
import type { Logger } from "./logger.ts";
import { redact } from "./redact.ts";
import { redactText } from "./redact-text.ts";

interface CreateOptions {
  level: "debug" | "info" | "warn" | "error" | "fatal";
  /** Standard output, unless given. */
  stream?: DestinationStream;
}

/** The process's logger: one JSON object a line, and nothing gets past the redactor. */
export function createLogger({ level, stream = destination({ fd: 1, sync: true }) }: CreateOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // `describeError` has done it; pino's own would copy every property of an error.
    serializers: { err: (described: unknown) => described },
    hooks: {
      logMethod(args: unknown[], method) {
        const [fields, message] = splitArguments(args);
        Reflect.apply(method, this, [fields, message]);
      },
    },
  };
  return guard(pino(options, stream));
}

// pino sends the fields of a child past every hook.
function guard(log: PinoLogger): Logger {
  const [debug, info, warn, error, fatal] = [log.debug, log.info, log.warn, log.error, log.fatal].map(
    (write) => write.bind(log),
  );
  const child = (bindings: Record<string, unknown>) =>
    guard(log.child(redact(bindings) as Record<string, unknown>));
  return { debug, info, warn, error, fatal, child, isDebugOn: log.isLevelEnabled("debug") } as Logger;
}

// The ways to call it: ("text", …values), (error, "text"?), ({ fields }, "text"?, …values).
function splitArguments([first, ...rest]: unknown[]): [object, string | undefined] {
  if (typeof first === "string")
    return [{}, redactText(format(first, ...rest.map((value) => redact(value))))];
  const message =
    typeof rest[0] === "string"
      ? redactText(format(rest[0], ...rest.slice(1).map((value) => redact(value))))
      : undefined;
  if (first instanceof Error) return [{ err: describeError(first) }, message];
  return [redact(first ?? {}) as object, message];
}

import type { Logger as PinoLogger } from "pino";

/** A structured logger; every line passes the redactor before it leaves the process. */
export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error" | "fatal"> & {
  child(bindings: Record<string, unknown>): Logger;
};

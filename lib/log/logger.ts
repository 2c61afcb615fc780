import type { Logger as PinoLogger } from "pino";

/** A structured logger; every line passes the redactor before it leaves the process. */
export type Logger = Pick<PinoLogger, "debug" | "info" | "warn" | "error" | "fatal"> & {
  /** Whether lines at `debug` are written at all; where they cost something, ask first. */
  readonly isDebugOn: boolean;
  child(bindings: Record<string, unknown>): Logger;
};

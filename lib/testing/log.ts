import type { Logger } from "#lib/log/logger.ts";

/** One line that was logged during a test, before any redaction. */
export interface LoggedLine {
  level: "debug" | "info" | "warn" | "error" | "fatal";
  args: unknown[];
}

/** A logger that keeps what it is told. */
export function createTestLog(lines: LoggedLine[] = []): Logger & { lines: LoggedLine[] } {
  const at =
    (level: LoggedLine["level"]) =>
    (...args: unknown[]) => {
      lines.push({ level, args });
    };
  return {
    lines,
    isDebugOn: true,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fatal: at("fatal"),
    child: () => createTestLog(lines),
  };
}

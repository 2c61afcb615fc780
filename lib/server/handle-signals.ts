import type { Logger } from "#lib/log/logger.ts";
import { say } from "./report.ts";
import type { Shutdown } from "./shutdown.ts";

// npm passes a terminal's Ctrl-C on to us although we got it ourselves.
const SAME_KEYSTROKE_MS = 300;

/** Ctrl-C and SIGTERM stop the process, a second one at once; an error that nobody caught is logged and stops it too. */
export function handleSignals(shutdown: Shutdown, log: Logger): void {
  let lastAt = 0;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const isEcho = performance.now() - lastAt < SAME_KEYSTROKE_MS && lastAt > 0;
      lastAt = performance.now();
      if (isEcho) return;
      say(
        shutdown.isBegun
          ? "Stopping at once."
          : "Stopping: finishing what runs, up to 30 s. Once more to stop at once.",
      );
      stop(0);
    });
  }
  process.on("unhandledRejection", (reason) => log.error({ err: reason }, "a rejection was not handled"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an error was not caught: stopping");
    stop(1);
  });

  function stop(code: number): void {
    shutdown.begin(code).catch((error: unknown) => {
      log.fatal({ err: error }, "could not stop cleanly");
      process.exit(1);
    });
  }
}

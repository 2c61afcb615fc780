import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "#lib/log/logger.ts";

interface LoopOptions {
  work: (signal: AbortSignal) => Promise<unknown>;
  /** The pause between two runs, in ms; a little is added or taken, so that processes do not march in step. */
  pauseMs: number;
  log: Logger;
}

/** Does the work again and again, for what a cron's minute is too coarse for. A failed run is logged and followed by the next. */
export function startLoop({ work, pauseMs, log }: LoopOptions): { stop(): Promise<void> } {
  const controller = new AbortController();
  const { signal } = controller;
  const running = (async () => {
    while (!signal.aborted) {
      await work(signal).catch((error: unknown) => log.error({ err: error }, "a run of the loop failed"));
      await delay(pauseMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      controller.abort();
      await running;
    },
  };
}

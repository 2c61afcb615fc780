import type { Context } from "#lib/context/context.ts";

/** Work beside the requests: nobody waits for it but a clean stop. */
export interface Background {
  /** Begins it; a failure is one line in the log. */
  run(what: string, work: () => Promise<unknown>): void;
  settle(): Promise<void>;
}

/** Work that nobody waits for; what fails leaves a warning in the log. */
export function createBackground(log: Context["log"]): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run: (what, work) => {
      const ended = work()
        .catch((error: unknown) => log.warn({ err: error }, `${what} not written`))
        .finally(() => running.delete(ended));
      running.add(ended);
    },
    settle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

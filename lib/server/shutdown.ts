import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "#lib/log/logger.ts";

export interface Shutdown {
  /** Whether stopping has begun. */
  readonly isBegun: boolean;
  /** What to end when the process stops. What was added last ends first. */
  add(name: string, end: (hurry: AbortSignal) => Promise<void> | void): void;
  /** Ends everything, once; a second call makes the first hurry. Then the process exits with the code. */
  begin(exitCode: number): Promise<void>;
}

const STEP_MS = 40_000;
const HURRIED_STEP_MS = 3_000;

/** Ends what the start began, in the opposite order. `exit` is called at the very end. */
export function createShutdown(log: Logger, exit: (code: number) => void): Shutdown {
  const steps: { name: string; end: (hurry: AbortSignal) => Promise<void> | void }[] = [];
  const hurry = new AbortController();
  let isBegun = false;
  return {
    get isBegun() {
      return isBegun;
    },
    add: (name, end) => void steps.push({ name, end }),
    begin: async (exitCode) => {
      if (isBegun) return hurry.abort();
      isBegun = true;
      for (let step = steps.pop(); step; step = steps.pop()) {
        const { name, end } = step;
        const work = Promise.resolve(end(hurry.signal)).catch((error: unknown) =>
          log.error({ err: error }, `${name} did not end cleanly`),
        );
        await Promise.race([work, limit(hurry.signal)]);
      }
      exit(exitCode);
    },
  };
}

// A step that hangs must not keep the others from ending.
async function limit(hurry: AbortSignal): Promise<void> {
  await delay(STEP_MS, undefined, { signal: hurry, ref: false }).catch(() => {});
  await delay(HURRIED_STEP_MS, undefined, { ref: false });
}

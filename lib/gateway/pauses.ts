import type { Context } from "#lib/context/context.ts";
import type { CancelSignal } from "#lib/core/cancellation.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Background } from "./background.ts";
import { LONGEST_WAIT_MS } from "./repeat-rules.ts";
import { savePause } from "./repository-pauses.ts";
import { wait } from "./wait.ts";

/** A provider may ask for a day; what is nonsense beyond that is not believed. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;
const REMEMBERED = 10_000;

/** The pauses that providers asked for (429 or 503 with Retry-After), one for all callers of a connection and all processes. */
export interface Pauses {
  /** Begins one. */
  begin(connectionId: string, ms: number): void;
  /**
   * Returns at once, or when the pause is over: `storedMs` is what the database says of it. Throws `rate-limited` with
   * Retry-After for one that is longer than a call may wait.
   */
  pass(connectionId: string, storedMs: number, signal: CancelSignal): Promise<void>;
}

/** The database is the truth; what this process was told itself counts at once. */
export function createPauses(runtime: Pick<Context, "db">, background: Background): Pauses {
  const untilMs = new Map<string, number>();
  const remaining = (connectionId: string, storedMs: number): number => {
    const until = untilMs.get(connectionId);
    if (until === undefined) return storedMs;
    const ms = until - performance.now();
    if (ms <= 0) untilMs.delete(connectionId);
    return Math.max(ms, storedMs);
  };
  return {
    begin: (connectionId, asked) => {
      const ms = Math.min(asked, LONGEST_PAUSE_MS);
      if (ms <= 0 || remaining(connectionId, 0) >= ms) return;
      if (untilMs.size >= REMEMBERED) untilMs.clear();
      untilMs.set(connectionId, performance.now() + ms);
      background.run("a provider's pause was", () => savePause(runtime, connectionId, ms));
    },
    pass: async (connectionId, storedMs, signal) => {
      const ms = remaining(connectionId, storedMs);
      if (ms > LONGEST_WAIT_MS) throw paused(connectionId, ms);
      if (ms > 0) await wait(ms, signal);
    },
  };
}

function paused(connectionId: string, ms: number): AppError {
  const retryAt = new Date(Date.now() + ms).toISOString();
  return new AppError("rate-limited", `the provider of ${connectionId} asked for a pause`, {
    detail: `The provider asked all callers of this connection to pause. Try again at ${retryAt}.`,
    headers: { "retry-after": String(Math.ceil(ms / 1000)) },
    extensions: { connectionId, retryAt },
  });
}

import { updateConnectionUse } from "#lib/connections/update-connection-use.ts";
import type { Context } from "#lib/context/context.ts";

const INTERVAL_MS = 60_000;
const REMEMBERED = 10_000;

export interface UseStamps {
  /** Notes a use. It writes at most once a minute a connection, and nobody waits for it. */
  note(ctx: Context, connectionId: string): void;
  /** Resolves when every write that was begun has ended. */
  settle(): Promise<void>;
}

/** When connections were last used, written beside the requests that use them. */
export function createUseStamps(): UseStamps {
  const writtenMs = new Map<string, number>();
  const running = new Set<Promise<void>>();
  return {
    note: (ctx, connectionId) => {
      const usedAt = ctx.now();
      const sinceMs = usedAt.getTime() - (writtenMs.get(connectionId) ?? Number.NEGATIVE_INFINITY);
      if (sinceMs < INTERVAL_MS) return;
      if (writtenMs.size >= REMEMBERED) writtenMs.clear();
      writtenMs.set(connectionId, usedAt.getTime());
      const write = updateConnectionUse(ctx, { connectionId, usedAt })
        .catch((error: unknown) => ctx.log.warn({ err: error, connectionId }, "time of last use not written"))
        .finally(() => running.delete(write));
      running.add(write);
    },
    settle: async () => {
      await Promise.all(running);
    },
  };
}

import { updateApiKeyUse } from "#lib/api-keys/update-api-key-use.ts";
import { updateConnectionUse } from "#lib/connections/update-connection-use.ts";
import type { Context } from "#lib/context/context.ts";

const INTERVAL_MS = 60_000;
const REMEMBERED = 10_000;

export interface UseStamps {
  /** Notes a use of the connection and of the calling API key. It writes each at most once a minute, and nobody waits for it. */
  note(ctx: Context, connectionId: string): void;
  /** Resolves when every write that was begun has ended. */
  settle(): Promise<void>;
}

/** When connections and keys were last used, written beside the requests that use them. */
export function createUseStamps(): UseStamps {
  const writtenMs = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const stamp = (ctx: Context, id: string, usedAt: Date, update: () => Promise<void>) => {
    const sinceMs = usedAt.getTime() - (writtenMs.get(id) ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < INTERVAL_MS) return;
    if (writtenMs.size >= REMEMBERED) writtenMs.clear();
    writtenMs.set(id, usedAt.getTime());
    const write = update()
      .catch((error: unknown) => ctx.log.warn({ err: error, id }, "time of last use not written"))
      .finally(() => running.delete(write));
    running.add(write);
  };
  return {
    note: (ctx, connectionId) => {
      const usedAt = ctx.now();
      stamp(ctx, connectionId, usedAt, () => updateConnectionUse(ctx, { connectionId, usedAt }));
      if (ctx.actor.kind === "api-key") {
        stamp(ctx, ctx.actor.apiKeyId, usedAt, () => updateApiKeyUse(ctx, { usedAt }));
      }
    },
    settle: async () => {
      await Promise.all(running);
    },
  };
}

import type { Context } from "#lib/context/context.ts";
import type { Background } from "./background.ts";
import { addUsage, type UsageRow } from "./repository-usage.ts";

const MINUTE_MS = 60_000;
/** A database that stays away must not fill memory: beyond so many different buckets the newest are not counted. */
const KEPT = 20_000;

export type UsageEntry = Omit<UsageRow, "startedAt" | "count">;

/** What went through, counted in memory and written in batches, off the path of the calls. */
export interface Usage {
  note(entry: UsageEntry): void;
  /** Writes what was counted; what cannot be written now is kept for the next time. */
  write(): void;
}

/** Counts what goes through, in memory until `write`. */
export function createUsage(runtime: Pick<Context, "db" | "now" | "log">, background: Background): Usage {
  let rows = new Map<string, UsageRow>();
  const add = (row: UsageRow) => {
    const { connectionId, callerId, host, statusClass, startedAt } = row;
    const name = `${startedAt.getTime()} ${connectionId} ${callerId} ${host} ${statusClass}`;
    const sum = rows.get(name);
    if (!sum) {
      if (rows.size < KEPT) rows.set(name, row);
      return;
    }
    sum.count += row.count;
    sum.bytesIn += row.bytesIn;
    sum.bytesOut += row.bytesOut;
    sum.addedMs += row.addedMs;
  };
  return {
    note: (entry) => {
      const nowMs = runtime.now().getTime();
      add({ ...entry, startedAt: new Date(nowMs - (nowMs % MINUTE_MS)), count: 1 });
    },
    write: () => {
      if (rows.size === 0) return;
      const taken = [...rows.values()];
      rows = new Map();
      background.run("usage was", async () => {
        try {
          await addUsage(runtime, taken);
        } catch (error) {
          for (const row of taken) add(row);
          throw error;
        }
      });
    },
  };
}

import type { Context } from "#lib/context/context.ts";
import { addCounts } from "#lib/rate-limits/add-counts.ts";
import type { Background } from "./background.ts";

const WINDOW_MS = 60_000;

interface Count {
  /** The minute that it counts. */
  window: number;
  /** What all processes had counted when we last asked, ours included. */
  shared: number;
  /** What we have counted since. */
  own: number;
}

/** Calls in the running minute, by whatever has a limit. The sum over all processes is in PostgreSQL. */
export interface CallCounts {
  /** Counts one more unless that were too many: then it gives the milliseconds until the next minute, else 0. */
  add(key: string, limit: number): number;
  /** Brings what was counted to the database and fetches the sums; call it every second or so. */
  share(): void;
}

/** Between two `share`s a process knows of the others what it last heard, so a limit may be passed by a second's calls. */
export function createCallCounts(runtime: Pick<Context, "db" | "now">, background: Background): CallCounts {
  const counts = new Map<string, Count>();
  const share = async () => {
    const current = Math.floor(runtime.now().getTime() / WINDOW_MS);
    const sent: [string, Count, number][] = [];
    for (const [key, count] of counts) {
      if (count.window < current) counts.delete(key);
      else if (count.own > 0) sent.push([key, count, count.own]);
    }
    const totals = await addCounts(
      runtime,
      sent.map(([key, { window }, points]) => ({
        key: nameOf(key, window),
        points,
        expireMs: (window + 2) * WINDOW_MS,
      })),
    );
    for (const [key, count, points] of sent) {
      count.shared = totals.get(nameOf(key, count.window)) ?? count.shared;
      count.own -= points;
    }
  };
  return {
    add: (key, limit) => {
      const nowMs = runtime.now().getTime();
      const window = Math.floor(nowMs / WINDOW_MS);
      let count = counts.get(key);
      if (count?.window !== window) {
        count = { window, shared: 0, own: 0 };
        counts.set(key, count);
      }
      if (count.shared + count.own >= limit) return (window + 1) * WINDOW_MS - nowMs;
      count.own++;
      return 0;
    },
    share: () => background.run("counts of calls were", share),
  };
}

function nameOf(key: string, window: number): string {
  return `gateway:${key}:${window}`;
}

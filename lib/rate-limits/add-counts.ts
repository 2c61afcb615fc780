import type { Context } from "#lib/context/context.ts";
import { addToCounts } from "./repository.ts";

export interface CountToAdd {
  key: string;
  points: number;
  /** When the count is over, in ms since 1970. */
  expireMs: number;
}

/** Adds to counts that all processes share, in one statement; gives each one's total, by key. */
export async function addCounts(
  ctx: Pick<Context, "db">,
  counts: readonly CountToAdd[],
): Promise<ReadonlyMap<string, number>> {
  if (counts.length === 0) return new Map();
  return addToCounts(ctx, counts);
}

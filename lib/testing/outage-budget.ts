/** Milliseconds, in order, and what a budget allows. */
interface Budget {
  perSecond: number;
  burst: number;
}

/**
 * How many of the requests are beyond rate × time + burst: whichever window one looks at, since a bucket that is never below
 * zero is the same as that for all windows at once.
 */
export function countOverBudget(arrivalsMs: readonly number[], { perSecond, burst }: Budget): number {
  let [level, lastMs, over] = [burst, arrivalsMs[0] ?? 0, 0];
  for (const atMs of arrivalsMs) {
    level = Math.min(burst, level + ((atMs - lastMs) / 1_000) * perSecond);
    lastMs = atMs;
    if (level >= 1) level--;
    else over++;
  }
  return over;
}

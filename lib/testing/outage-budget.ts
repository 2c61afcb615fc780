/** Milliseconds, in order, and what a budget allows. */
interface Budget {
  perSecond: number;
  burst: number;
  /** How late a request may arrive after it was let through: what is delayed on its way arrives with what follows it. */
  lateSeconds?: number;
}

/**
 * How many of the requests are beyond rate × (time + lateness) + burst: whichever window one looks at, since a bucket that is never below
 * zero is the same as that for all windows at once.
 */
export function countOverBudget(
  arrivalsMs: readonly number[],
  { perSecond, burst, lateSeconds = 0 }: Budget,
): number {
  const most = burst + perSecond * lateSeconds;
  let [level, lastMs, over] = [most, arrivalsMs[0] ?? 0, 0];
  for (const atMs of arrivalsMs) {
    level = Math.min(most, level + ((atMs - lastMs) / 1_000) * perSecond);
    lastMs = atMs;
    if (level >= 1) level--;
    else over++;
  }
  return over;
}

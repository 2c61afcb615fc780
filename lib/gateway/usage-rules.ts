import { type UsageRange, type UsageReport, usageRanges } from "./contract.ts";
import type { CallerSum, UsageSum } from "./repository-usage.ts";

/** The first moment of a range: the start of a step, so that each step is whole. */
export function usageSince(range: UsageRange, now: Date): Date {
  const { seconds, step } = usageRanges[range];
  const last = Math.floor(now.getTime() / 1000 / step) * step;
  return new Date((last - seconds + step) * 1000);
}

interface Found {
  range: UsageRange;
  since: Date;
  isOwnOnly: boolean;
  sums: readonly UsageSum[];
  callers: readonly CallerSum[];
}

/** The report of what was found, with the steps in which nothing happened. */
export function toUsageReport({ range, since, isOwnOnly, sums, callers }: Found): UsageReport {
  const { seconds, step } = usageRanges[range];
  const series = Array.from({ length: seconds / step }, (_, index) => ({
    at: new Date(since.getTime() + index * step * 1000).toISOString(),
    ...{ succeeded: 0, refused: 0, failed: 0 },
  }));
  const total = { count: 0, failed: 0, bytesIn: 0, bytesOut: 0, addedMs: 0 };
  for (const { at, statusClass, count, bytesIn, bytesOut, addedMs } of sums) {
    const place = series[Math.round((at.getTime() - since.getTime()) / 1000 / step)];
    const kind = kindOf(statusClass);
    if (place) place[kind] += count;
    total.count += count;
    if (kind !== "succeeded") total.failed += count;
    total.bytesIn += bytesIn;
    total.bytesOut += bytesOut;
    total.addedMs += addedMs;
  }
  return {
    ...{ range, since: since.toISOString(), stepSeconds: step, isOwnOnly, series },
    total: {
      ...total,
      addedMs: total.count > 0 ? Math.round((total.addedMs / total.count) * 100) / 100 : null,
    },
    callers: callers.map(({ callerId, callerName, ...rest }) => ({
      id: callerId,
      name: callerName,
      ...rest,
    })),
  };
}

function kindOf(statusClass: number): "succeeded" | "refused" | "failed" {
  if (statusClass === 4) return "refused";
  return statusClass === 5 || statusClass === 0 ? "failed" : "succeeded";
}

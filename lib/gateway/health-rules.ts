import type { IntegrationHealth } from "./health-schemas.ts";
import type { HourSum } from "./repository-usage.ts";

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Fewer calls than this prove nothing about a provider. */
const TELLING_CALLS = 10;

export interface StateFacts {
  status: "draft" | "configured";
  isDisabled: boolean;
  verdict: "verified" | "rejected" | "inconclusive" | null;
  clientRefused: number;
  massFailure: number;
  calls: IntegrationHealth["calls"];
}

/**
 * How an integration stands. What the provider says of the client itself weighs more than what follows from it; calls count
 * as failing when half of at least ten were answered 5xx or not at all.
 */
export function judgeIntegration(facts: StateFacts): Pick<IntegrationHealth, "state" | "cause"> {
  const { status, isDisabled, verdict, clientRefused, massFailure, calls } = facts;
  if (isDisabled) return { state: "paused", cause: null };
  if (status === "draft")
    return verdict === "rejected" ? failing("check-refused") : { state: "draft", cause: null };
  if (clientRefused > 0) return failing("client-refused");
  if (massFailure > 0) return failing("mass-failure");
  if (calls.count >= TELLING_CALLS && calls.failed * 2 >= calls.count) return failing("calls-fail");
  return { state: "healthy", cause: null };
}

function failing(cause: NonNullable<IntegrationHealth["cause"]>): Pick<IntegrationHealth, "state" | "cause"> {
  return { state: "failing", cause };
}

/** The first of the last 24 hours. */
export function firstHour(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) - HOURS + 1) * HOUR_MS);
}

/** Each of the 24 hours, those in which nothing happened too, and their sum. */
export function toHours(sums: readonly HourSum[], since: Date): Pick<IntegrationHealth, "hours" | "calls"> {
  const hours = Array.from({ length: HOURS }, (_, index) => ({
    at: new Date(since.getTime() + index * HOUR_MS).toISOString(),
    ...{ count: 0, failed: 0 },
  }));
  const calls = { count: 0, failed: 0 };
  for (const { at, count, failed } of sums) {
    calls.count += count;
    calls.failed += failed;
    const hour = hours[Math.round((at.getTime() - since.getTime()) / HOUR_MS)];
    if (hour) Object.assign(hour, { count, failed });
  }
  return { hours, calls };
}

import type { Context } from "#lib/context/context.ts";
import { deleteExpiredCalls } from "./repository-idempotency.ts";
import { deleteFinishedPauses } from "./repository-pauses.ts";
import { rollUpUsage } from "./repository-usage.ts";

const HOUR_MS = 3_600_000;
const MINUTES_KEPT_MS = 48 * HOUR_MS;
const HOURS_KEPT_MS = 400 * 24 * HOUR_MS;

/**
 * Housekeeping of the gateway: answers that are past their day, pauses that are over, minutes of usage that become hours
 * after two days, and hours that are forgotten after 400 days. Nobody's act, so it leaves no audit event.
 */
export async function deleteExpiredCallRecords(ctx: Context): Promise<void> {
  const nowMs = ctx.now().getTime();
  // Whole hours, so that an hour's minutes go together.
  const minutesUntil = new Date(Math.floor((nowMs - MINUTES_KEPT_MS) / HOUR_MS) * HOUR_MS);
  await deleteExpiredCalls(ctx);
  await deleteFinishedPauses(ctx);
  await rollUpUsage(ctx, { minutesUntil, hoursUntil: new Date(nowMs - HOURS_KEPT_MS) });
}

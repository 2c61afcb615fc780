import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { deleteFlowsExpiredFor } from "./repository-flows.ts";

const KEPT_HOURS = 24;

/** A job: erases flows a day after their end; by then no page asks for them any more. Gives their number. */
export async function deleteExpiredFlows(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system cleans up flows");
  return deleteFlowsExpiredFor(ctx, KEPT_HOURS);
}

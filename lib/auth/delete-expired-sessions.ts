import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { deleteEndedSessions } from "./repository.ts";
import { deleteExpiredPendings } from "./repository-second-factor.ts";

const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * A job: erases sessions a day after their end, with the addresses and browsers that they name; and sign-ins whose second step never came.
 * Gives the number of sessions.
 */
export async function deleteExpiredSessions(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system cleans up sessions");
  await deleteExpiredPendings(ctx, ctx.now());
  return deleteEndedSessions(ctx, new Date(ctx.now().getTime() - KEPT_MS));
}

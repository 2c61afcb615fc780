import type { Context } from "#lib/context/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { deleteNoticesBefore } from "./repository.ts";

const KEPT_MS = 30 * 24 * 3_600_000;
const AT_ONCE = 5_000;

/** A job: removes notices and their deliveries 30 days after they were written. Gives how many notices went. */
export async function deleteExpiredNotices(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system deletes for everybody");
  const before = new Date(ctx.now().getTime() - KEPT_MS);
  for (let removed = 0; ; ) {
    const count = await deleteNoticesBefore(ctx, before, AT_ONCE);
    removed += count;
    if (count < AT_ONCE) return removed;
  }
}

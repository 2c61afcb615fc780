import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import { listAllOfferings } from "#lib/custom-offerings/find-offering.ts";
import { announceConnections } from "./announce-connections.ts";
import { ANNOUNCED_BEFORE_MS, isEndNear } from "./expiry-rules.ts";
import { lifeOf } from "./grant-life.ts";
import { claimAnnouncements, findEndingConnections } from "./repository-expiry.ts";

const AT_ONCE = 500;

/**
 * A job: tells of connections of all workspaces that end soon unless their owner connects again, each once a grant. Any
 * number of processes may run it at the same time: the claim and the notice are one transaction. Gives how many were told of.
 */
export async function announceExpiringConnections(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system announces for everybody");
  const by = new Date(ctx.now().getTime() + ANNOUNCED_BEFORE_MS);
  const renewedOfferings = (await listAllOfferings(ctx))
    .filter((offering) => lifeOf(offering).isEndMoving)
    .map(({ id }) => id);
  for (let told = 0, after = ""; ; ) {
    const rows = await findEndingConnections(ctx, { by, after, limit: AT_ONCE, renewedOfferings });
    const near = rows.filter((row) => isEndNear(row, ctx.now())).map(({ id }) => id);
    told += await inTransaction(ctx, async (tx) => {
      const ids = await claimAnnouncements(tx, near);
      await announceConnections(tx, "connection.expiring", ids);
      return ids.length;
    });
    const last = rows.at(-1);
    if (rows.length < AT_ONCE || !last) return told;
    after = last.id;
  }
}

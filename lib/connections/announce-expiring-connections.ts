import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { AppError } from "#lib/core/errors.ts";
import { announceConnections } from "./announce-connections.ts";
import { nearEnd } from "./expiry-rules.ts";
import { findLives } from "./find-lives.ts";
import { unknownLife } from "./grant-life.ts";
import { soonAfter } from "./health.ts";
import { claimAnnouncements, findEndingConnections } from "./repository-expiry.ts";

const AT_ONCE = 500;

/**
 * A job: tells of connections of all workspaces that end soon unless their owner connects again, each once a grant. Any
 * number of processes may run it at the same time: the claim and the notice are one transaction. Gives how many were told of.
 */
export async function announceExpiringConnections(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("internal", "only the system announces for everybody");
  const lives = await findLives(ctx);
  const by = soonAfter(ctx.now());
  for (let told = 0, after = ""; ; ) {
    const rows = await findEndingConnections(ctx, { lives, by, after, limit: AT_ONCE });
    const ends = new Map<string, Date>();
    for (const row of rows) {
      const end = nearEnd(row, lives.get(row.offeringId) ?? unknownLife, ctx.now());
      if (end) ends.set(row.id, end);
    }
    told += await inTransaction(ctx, async (tx) => {
      const ids = await claimAnnouncements(tx, [...ends.keys()]);
      await announceConnections(tx, "connection.expiring", ids, ends);
      return ids.length;
    });
    const last = rows.at(-1);
    if (rows.length < AT_ONCE || !last) return told;
    after = last.id;
  }
}

import type { Context } from "#lib/context/context.ts";
import type { Cursor } from "#lib/core/page.ts";
import { deploymentChain } from "./canonical.ts";
import { beginChains } from "./repository-chain.ts";
import { countChains, findUnlinked, holdChains, writeLinks } from "./repository-old.ts";

type Store = Pick<Context, "db" | "keyring">;

const BATCH = 5_000;
const TIMEOUT_MS = 30 * 60_000;

/**
 * Once in a deployment's life, before anything listens: links what was written before there were chains, in the order of
 * time, in one transaction. Gives how many rows that were. Processes that start at once take turns; where a chain has begun,
 * a row without a place is nobody's past but a row that somebody slipped in, and stays for the verifier to name.
 */
export async function linkOldEvents(ctx: Store): Promise<number> {
  if ((await countChains(ctx)) > 0 || !("$transaction" in ctx.db)) return 0;
  return ctx.db.$transaction(
    async (db) => {
      const tx = { ...ctx, db };
      await holdChains(tx);
      if ((await countChains(tx)) > 0) return 0;
      await beginChains(tx, [deploymentChain]);
      return linkAll(tx);
    },
    { timeout: TIMEOUT_MS },
  );
}

async function linkAll(ctx: Store): Promise<number> {
  let linked = 0;
  let after: Cursor | undefined;
  for (;;) {
    const rows = await findUnlinked(ctx, { after, limit: BATCH });
    if (rows.length === 0) return linked;
    await writeLinks(ctx, rows);
    linked += rows.length;
    after = rows.at(-1);
  }
}

import type { Context } from "./context.ts";

/**
 * Runs `work` in one database transaction: all of it is written, or none.
 * Never call a provider inside it (D-10). Inside another transaction it joins that one.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (!("$transaction" in ctx.db)) return work(ctx);
  return ctx.db.$transaction((db) => work({ ...ctx, db }), { maxWait: 5_000, timeout: 10_000 });
}

import type { Context } from "./context.ts";
import { createEnding } from "./ending.ts";

/**
 * Runs `work` in one database transaction: all of it is written, or none. What was put off to its end is written right
 * before COMMIT. Never call a provider inside it (D-10). Inside another transaction it joins that one.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (!("$transaction" in ctx.db)) return work(ctx);
  return ctx.db.$transaction(
    async (db) => {
      const ending = createEnding();
      const tx = { ...ctx, db, ending };
      const result = await work(tx);
      await ending.write(tx);
      return result;
    },
    { maxWait: 5_000, timeout: 10_000 },
  );
}

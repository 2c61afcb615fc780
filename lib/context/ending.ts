import type { Context } from "./context.ts";

/** Writes what was put off, all of it at once. */
type Write<T> = (ctx: Context, items: T[]) => Promise<void>;

/** What a transaction writes last, because it locks a row that everybody needs. */
export interface Ending {
  /** Puts `items` off to the end of the transaction; items for the same `write` go in one call, in this order. */
  add<T>(write: Write<T>, items: readonly T[]): void;
  write(ctx: Context): Promise<void>;
  /** Puts work off until it is committed; it must not fail. */
  afterwards(work: () => void): void;
  /** Tells what waits for it that it is committed. */
  committed(): void;
}

export function createEnding(): Ending {
  const afterwards: (() => void)[] = [];
  const waiting = new Map<Write<never>, unknown[]>();
  return {
    add: (write, items) => {
      const others = waiting.get(write as Write<never>);
      if (others) others.push(...items);
      else waiting.set(write as Write<never>, [...items]);
    },
    write: async (ctx) => {
      for (const [write, items] of waiting) await write(ctx, items as never[]);
      waiting.clear();
    },
    afterwards: (work) => void afterwards.push(work),
    committed: () => {
      for (const work of afterwards) work();
    },
  };
}

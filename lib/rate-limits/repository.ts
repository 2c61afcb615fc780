import type { Context } from "#lib/context/context.ts";

interface Count {
  points: number;
  /** When the window ends, in ms since 1970. */
  expire: bigint;
}

interface CountedWindow {
  key: string;
  nowMs: number;
  windowMs: number;
}

/** Counts one more in the key's window, or starts a new window: one statement, so that parallel calls are all counted. */
export async function countOne(
  { db }: Pick<Context, "db">,
  { key, nowMs, windowMs }: CountedWindow,
): Promise<Count> {
  const rows = await db.$queryRaw<Count[]>`
    INSERT INTO "RateLimit" AS r ("key", "points", "expire")
    VALUES (${key}, 1, ${BigInt(nowMs + windowMs)})
    ON CONFLICT ("key") DO UPDATE SET
      "points" = CASE WHEN r."expire" > ${BigInt(nowMs)} THEN r."points" + 1 ELSE 1 END,
      "expire" = CASE WHEN r."expire" > ${BigInt(nowMs)} THEN r."expire" ELSE EXCLUDED."expire" END
    RETURNING "points", "expire"`;
  return rows[0] ?? { points: 1, expire: BigInt(nowMs + windowMs) };
}

export async function deleteCount({ db }: Pick<Context, "db">, key: string): Promise<void> {
  await db.rateLimit.deleteMany({ where: { key } });
}

/** Removes the windows that are over; how many. */
export async function deleteFinishedCounts({ db }: Pick<Context, "db">, nowMs: number): Promise<number> {
  const { count } = await db.rateLimit.deleteMany({ where: { expire: { lte: nowMs } } });
  return count;
}

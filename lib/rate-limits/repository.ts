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

/** Adds points to many counts, each of which is made when it is not there; the totals by key. */
export async function addToCounts(
  { db }: Pick<Context, "db">,
  counts: readonly { key: string; points: number; expireMs: number }[],
): Promise<Map<string, number>> {
  // In one order everywhere, so that two processes never wait for each other's rows.
  const sorted = [...counts].sort((a, b) => (a.key < b.key ? -1 : 1));
  const rows = await db.$queryRaw<{ key: string; points: number }[]>`
    INSERT INTO "RateLimit" AS r ("key", "points", "expire")
    SELECT * FROM unnest(${sorted.map(({ key }) => key)}::text[], ${sorted.map(({ points }) => points)}::int4[],
      ${sorted.map(({ expireMs }) => BigInt(expireMs))}::int8[])
    ON CONFLICT ("key") DO UPDATE SET "points" = r."points" + EXCLUDED."points"
    RETURNING "key", "points"`;
  return new Map(rows.map(({ key, points }) => [key, points]));
}

import type { Context } from "#lib/context/context.ts";

type Store = Pick<Context, "db">;

/** Milliseconds until a connection's pause is over, by the database's clock; 0 when there is none. */
export async function findPause({ db }: Store, connectionId: string): Promise<number> {
  const rows = await db.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM "until" - clock_timestamp()) * 1000)::float8 AS "ms"
    FROM "ConnectionCooldown" WHERE "connectionId" = ${connectionId} AND "until" > clock_timestamp()`;
  return rows[0]?.ms ?? 0;
}

/** Makes a connection pause for so long from now, by the database's clock; a longer pause stays. */
export async function savePause({ db }: Store, connectionId: string, ms: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "ConnectionCooldown" AS c ("connectionId", "until")
    VALUES (${connectionId}, clock_timestamp() + ${ms}::float8 * interval '1 millisecond')
    ON CONFLICT ("connectionId") DO UPDATE SET "until" = GREATEST(c."until", EXCLUDED."until")`;
}

/** Removes the pauses that are over. */
export async function deleteFinishedPauses({ db }: Store): Promise<number> {
  return db.$executeRaw`DELETE FROM "ConnectionCooldown" WHERE "until" < statement_timestamp()`;
}

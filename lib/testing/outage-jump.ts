import type { Database } from "#lib/db/client.ts";

/*
 * Time goes by without waiting for it: every time that stands in the database is moved back. The product asks the database's
 * clock and nothing else, so to it that is the same. A lease that is live stays: its request goes on in real time, and is as
 * old as it is.
 */

// Tables that refuse an UPDATE keep their times, as do rows whose time is their name: both are about the past only.
const findColumns = `
  SELECT c."table_name" AS "table", array_agg(c."column_name"::text ORDER BY c."column_name") AS "columns"
  FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c."table_schema" = 'public' AND c."data_type" = 'timestamp with time zone' AND t."table_type" = 'BASE TABLE'
    AND c."table_name" NOT LIKE '\\_%' AND NOT EXISTS (
      SELECT 1 FROM information_schema.triggers g
      WHERE g."event_object_table" = c."table_name" AND g."event_manipulation" = 'UPDATE')
    AND NOT EXISTS (
      SELECT 1 FROM information_schema.key_column_usage k
      WHERE k."table_name" = c."table_name" AND k."column_name" = c."column_name")
  GROUP BY c."table_name"
  -- In the order in which the product locks them.
  ORDER BY c."table_name" <> 'ConnectionTokens', c."table_name"`;

const LEASE = "leaseExpiresAt";
const ATTEMPTS = 20;

/** Lets so many milliseconds go by in one transaction; tries again where it stands in the way of the product's own. */
export async function jump(database: Database, ms: number): Promise<void> {
  const { rows } = await database.pool.query<{ table: string; columns: string[] }>(findColumns);
  const statements = rows.map(
    ({ table, columns }) => `UPDATE "${table}" SET ${columns.map(moved).join(", ")}`,
  );
  for (let attempt = 1; ; attempt++) {
    const client = await database.pool.connect();
    try {
      await client.query("BEGIN");
      // Whoever notices a deadlock first gives way: it must not be the product.
      await client.query("SET LOCAL deadlock_timeout = '50ms'");
      for (const statement of statements) await client.query(statement, [ms]);
      await client.query("COMMIT");
      return;
    } catch (error) {
      await client.query("ROLLBACK");
      if (attempt === ATTEMPTS || (error as { code?: string }).code !== "40P01") throw error;
    } finally {
      client.release();
    }
  }
}

function moved(column: string): string {
  const earlier = `"${column}" - $1::float8 * interval '1 millisecond'`;
  if (column !== LEASE) return `"${column}" = ${earlier}`;
  return `"${column}" = CASE WHEN "${column}" > clock_timestamp() THEN "${column}" ELSE ${earlier} END`;
}

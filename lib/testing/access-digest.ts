import type { ClientBase, Pool } from "pg";

// What is written about a request whatever comes of it, and what the practice provider remembers.
const passing = [
  ...["AuditEvent", "AuditChain", "RateLimit", "UsageBucket", "SandboxRecord", "TokenEndpoint"],
  ...["IdempotentCall", "_prisma_migrations"],
];
const stamps = ["lastSeenAt", "lastUsedAt", "nextAttemptAt"];

/** A digest of each table: what a refused request must have left as it was. */
export async function digestTables(pool: Pool | ClientBase): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const digests = new Map<string, string>();
  for (const { name } of rows.filter((row) => !passing.includes(row.name))) {
    const found = await pool.query<{ digest: string }>(
      `SELECT md5(coalesce(string_agg(row, '|' ORDER BY row), '')) AS digest
       FROM (SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${name}" t) r`,
      [stamps],
    );
    digests.set(name, found.rows[0]?.digest ?? "");
  }
  return digests;
}

/** The tables that differ. */
export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}

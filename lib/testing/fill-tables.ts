import type pg from "pg";

/** A table of the schema, and which of its columns says whose a row is. */
export interface TenantTable {
  table: string;
  column: string;
}

/** Rows that are a workspace's by another column than `workspaceId`. */
const special: Record<string, string> = {
  Workspace: "id",
  AuditChain: "id",
  ApiOperation: "apiId",
  CustomOfferingVersion: "offeringId",
};

/** Columns that may be null, but not in every row. */
const nullable: Record<string, string[]> = {
  Override: ["applicationId"],
  AuditEvent: ["sequence", "keyId", "mac"],
};

/** Every table that has a workspace's rows, as the database itself tells. */
export async function tenantTables(admin: pg.Client): Promise<TenantTable[]> {
  const { rows } = await admin.query<TenantTable>(
    `SELECT table_name AS "table", 'workspaceId' AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'workspaceId' ORDER BY 1`,
  );
  return [...rows, ...Object.entries(special).map(([table, column]) => ({ table, column }))];
}

interface Column {
  name: string;
  type: string;
  label: string | null;
}

/**
 * The INSERT of one row for a workspace, its columns filled by their types. What the row refers to need not be there: run
 * it where foreign keys and triggers are off. An API and an offering go by their workspace's id, so that their parts do too.
 */
export async function insertOf(
  admin: pg.Client,
  { table, column }: TenantTable,
  workspaceId: string,
): Promise<string> {
  const { rows } = await admin.query<Column>(
    `SELECT a.attname AS "name", t.typname AS "type",
       (SELECT enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS "label"
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> $2
       AND (a.attnotnull AND NOT a.atthasdef OR a.attname = ANY($3))`,
    [`"${table}"`, column, nullable[table] ?? []],
  );
  const names = [column, ...rows.map(({ name }) => name)];
  const values = [`'${workspaceId}'`, ...rows.map((row) => fillerOf(table, row, workspaceId))];
  return `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${values.join(", ")})`;
}

function fillerOf(table: string, { name, type, label }: Column, workspaceId: string): string {
  if (label !== null) return `'${label}'`;
  if (name === "id" && (table === "Api" || table === "CustomOffering")) return `'${workspaceId}'`;
  switch (type) {
    case "text":
      return "gen_random_uuid()::text";
    case "bytea":
      return "uuid_send(gen_random_uuid())";
    case "timestamptz":
    case "date":
      return "now()";
    case "jsonb":
    case "_text":
      return "'{}'";
    case "bool":
      return "false";
    default:
      return "1";
  }
}

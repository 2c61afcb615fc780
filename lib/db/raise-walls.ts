import pg from "pg";
import { StartError } from "#lib/config/start-error.ts";

// Any number will do, as long as every Mooring process takes the same one.
const WALL_LOCK = 6_672_646_002;

/** What a tenant may see and write: rows of the workspace that its connection is bound to; unbound, none. */
const POLICIES = `
DO $walls$
DECLARE
  own CONSTANT text := 'current_setting(''mooring.workspace'', true)';
  wall record;
BEGIN
  FOR wall IN
    SELECT c."relname" AS "table", coalesce(special."rule", '"workspaceId" = ' || own) AS "rule"
    FROM pg_class c
    LEFT JOIN (VALUES
      ('Workspace', '"id" = ' || own),
      ('AuditChain', '"id" = ' || own),
      ('ApiOperation', 'EXISTS (SELECT 1 FROM "Api" a WHERE a."id" = "apiId")'),
      ('CustomOfferingVersion', 'EXISTS (SELECT 1 FROM "CustomOffering" o WHERE o."id" = "offeringId" AND o."workspaceId" = ' || own || ')')
    ) AS special("table", "rule") ON special."table" = c."relname"
    WHERE c."relnamespace" = current_schema()::regnamespace AND c."relkind" = 'r'
      AND (special."table" IS NOT NULL OR EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a."attrelid" = c."oid" AND a."attname" = 'workspaceId' AND NOT a."attisdropped"))
      AND NOT (c."relrowsecurity" AND EXISTS (SELECT 1 FROM pg_policy p WHERE p."polrelid" = c."oid" AND p."polname" = 'tenant'))
    ORDER BY c."relname"
  LOOP
    EXECUTE format('DROP POLICY IF EXISTS tenant ON %I', wall."table");
    EXECUTE format('CREATE POLICY tenant ON %I USING (%s)', wall."table", wall."rule");
    -- What belongs to no workspace is everybody's to read, and to hold while they build on it; never to change.
    IF wall."table" = 'CustomOffering' THEN
      DROP POLICY IF EXISTS shared ON "CustomOffering";
      DROP POLICY IF EXISTS held ON "CustomOffering";
      CREATE POLICY shared ON "CustomOffering" FOR SELECT USING ("workspaceId" IS NULL);
      CREATE POLICY held ON "CustomOffering" FOR UPDATE USING ("workspaceId" IS NULL) WITH CHECK (false);
    ELSIF wall."table" = 'CustomOfferingVersion' THEN
      DROP POLICY IF EXISTS shared ON "CustomOfferingVersion";
      CREATE POLICY shared ON "CustomOfferingVersion" FOR SELECT
        USING (EXISTS (SELECT 1 FROM "CustomOffering" o WHERE o."id" = "offeringId" AND o."workspaceId" IS NULL));
    END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall."table");
    -- One table at a time, so that processes that are at work are never waited for with a lock in hand.
    COMMIT;
  END LOOP;
END
$walls$`;

/** The queue belongs to the login role; a tenant puts a job on it through this one function. */
const QUEUE = `
CREATE OR REPLACE FUNCTION mooring_add_job(task text, payload json, run_at timestamptz, job_key text, max_attempts int DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $job$
BEGIN
  PERFORM graphile_worker.add_job(
    identifier => task, payload => payload, run_at => run_at, job_key => job_key, max_attempts => max_attempts);
END
$job$;
REVOKE ALL ON FUNCTION mooring_add_job(text, json, timestamptz, text, int) FROM PUBLIC`;

/** The role that tenants' connections take on. Making it may be refused: then an operator can. */
const ROLE = `
DO $role$
DECLARE
  app CONSTANT name := left(current_user, 59) || '_app';
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = app) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', app); END IF;
  EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    EXECUTE format('GRANT %I TO CURRENT_USER', app);
  EXCEPTION WHEN insufficient_privilege OR undefined_object OR unique_violation OR invalid_grant_operation THEN NULL;
  END;
END
$role$`;

/** Rows, never tables; of the audit trail only new ones (U-02); of the deployment's own things what a workspace needs. */
const GRANTS = `
DO $grants$
DECLARE
  app CONSTANT name := left(current_user, 59) || '_app';
  columns text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = app) THEN RETURN; END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), app);
  EXECUTE format('REVOKE ALL ON "_prisma_migrations", "SandboxRecord", "DeletedWorkspace" FROM %I', app);
  -- How people get in concerns no workspace; it may see who has a second factor.
  EXECUTE format('REVOKE ALL ON "AccountMail", "PasswordReset", "PendingSignIn", "RecoveryCode", "SecondFactor" FROM %I', app);
  EXECUTE format('REVOKE ALL ON "SignInFlow", "SignInIdentity", "SignInMethod" FROM %I', app);
  EXECUTE format('GRANT SELECT ("userId", "confirmedAt") ON "SecondFactor" TO %I', app);
  EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON "Deployment", "DeploymentKey", "OAuthCredential" FROM %I', app);
  EXECUTE format('REVOKE INSERT, DELETE ON "User" FROM %I', app);
  EXECUTE format('REVOKE UPDATE, DELETE ON "AuditEvent" FROM %I', app);
  EXECUTE format('REVOKE UPDATE, DELETE ON "AuditChain" FROM %I', app);
  -- Appending moves a chain's end; its start moves with retention alone.
  EXECUTE format('GRANT UPDATE ("sequence", "mac") ON "AuditChain" TO %I', app);
  -- Enough for FOR SHARE.
  EXECUTE format('GRANT UPDATE ("updatedAt") ON "OAuthCredential" TO %I', app);
  SELECT string_agg(format('%I', attname), ', ') INTO columns FROM pg_attribute
    WHERE attrelid = '"CustomOffering"'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'workspaceId');
  EXECUTE format('REVOKE UPDATE ON "CustomOffering" FROM %I', app);
  EXECUTE format('GRANT UPDATE (%s) ON "CustomOffering" TO %I', columns, app);
  EXECUTE format('GRANT EXECUTE ON FUNCTION mooring_add_job(text, json, timestamptz, text, int) TO %I', app);
END
$grants$`;

/**
 * Puts the second wall (Z-15) where it is missing: a policy on every table that has a workspace, the role that is subject to
 * them, and what that role may do. Tables of later versions get theirs the same way. Run it when the migrations have run.
 * Throws one line when the login role is itself subject to the policies, because the tables are somebody else's.
 */
export async function raiseWalls(url: string): Promise<void> {
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await session.connect();
  try {
    await session.query("SELECT pg_advisory_lock($1)", [WALL_LOCK]);
    await refuseForeignTables(session);
    for (const sql of [POLICIES, QUEUE, ROLE, GRANTS]) await session.query(sql).catch(explain);
  } finally {
    await session.end();
  }
}

const NOT_OWN = "DATABASE_URL: the tables are not this role's own: connect as the one that made them";

// Of tables that are not its own, this role would see as little as a tenant without a workspace: an empty deployment.
async function refuseForeignTables(session: pg.Client): Promise<void> {
  const { rows } = await session.query<{ isSubject: boolean }>(
    `SELECT row_security_active('"Membership"') AS "isSubject"`,
  );
  if (rows[0]?.isSubject) throw new StartError(NOT_OWN);
}

function explain(cause: unknown): never {
  throw (cause as { code?: string }).code === "42501" ? new StartError(NOT_OWN, { cause }) : cause;
}

export interface TenantRole {
  name: string;
  /** What an operator runs once where the role cannot be used; `null` where it can. */
  remedy: string | null;
}

/** The role of tenants' connections, tried out: whether it can be taken on, and is then subject to the policies. */
export async function findTenantRole(url: string): Promise<TenantRole> {
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await session.connect();
  try {
    const { rows } = await session.query<{ name: string; remedy: string }>(
      `SELECT app AS "name", CASE WHEN EXISTS (SELECT 1 FROM pg_roles WHERE rolname = app)
         THEN format('ALTER ROLE %1$I NOSUPERUSER NOBYPASSRLS; GRANT %1$I TO %2$I;', app, current_user)
         ELSE format('CREATE ROLE %1$I NOLOGIN; GRANT %1$I TO %2$I;', app, current_user) END AS "remedy"
       FROM (SELECT left(current_user, 59) || '_app' AS app) AS named`,
    );
    const { name = "", remedy = "" } = rows[0] ?? {};
    return { name, remedy: (await isBounded(session, name)) ? null : remedy };
  } finally {
    await session.end();
  }
}

async function isBounded(session: pg.Client, role: string): Promise<boolean> {
  try {
    await session.query("SELECT set_config('role', $1, false)", [role]);
    const { rows } = await session.query<{ isSubject: boolean }>(
      `SELECT row_security_active('"Membership"') AS "isSubject"`,
    );
    return rows[0]?.isSubject === true;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
}

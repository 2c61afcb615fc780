import pg from "pg";
import { changedTables, digestTables } from "./access-digest.ts";

/** A database that takes no audit events for a while. */
export interface ForcedFailure {
  /** Does the work while no event can be written; gives what it gave, and the tables that differ afterwards. */
  during<T>(work: () => Promise<T>): Promise<{ result: T; changed: string[] }>;
  end(): Promise<void>;
}

/** Refuses every insert of an event by a trigger of its own, so that an act that is not rolled back with it shows (U-01). */
export async function createForcedFailure(url: string): Promise<ForcedFailure> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  await pool.query(
    `CREATE FUNCTION refuse_events() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no event today'; END $$`,
  );
  return {
    during: async (work) => {
      const before = await digestTables(pool);
      await pool.query(
        `CREATE TRIGGER "AuditEvent_refuse" BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION refuse_events()`,
      );
      try {
        const result = await work();
        return { result, changed: changedTables(before, await digestTables(pool)) };
      } finally {
        await pool.query(`DROP TRIGGER "AuditEvent_refuse" ON "AuditEvent"`);
      }
    },
    end: async () => {
      await pool.query(`DROP FUNCTION refuse_events`);
      await pool.end();
    },
  };
}

import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { Pool } from "pg";

// Finishing a migration's history row in the transaction of the migration itself: no kill can come in between (C-10).
const FINISH = `;\nUPDATE _prisma_migrations SET finished_at = clock_timestamp() WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

/**
 * Prisma's PostgreSQL adapter for the schema engine, with one difference: a script runs as a whole, in one
 * transaction. Prisma's own cuts it at every semicolon, those inside functions and strings too.
 */
export function createEngineAdapter(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await factory.connect();
    return Object.assign(adapter, {
      executeScript: async (sql: string) => void (await pool.query(sql + FINISH)),
    });
  };
  return { provider: "postgres", adapterName: factory.adapterName, connect, connectToShadowDb: nowhere };
}

const nowhere = () => Promise.reject(new Error("the schema engine has no such database"));

/** The engine asks for a connection even when it only compares two schemas. */
export const offlineAdapter: SqlMigrationAwareDriverAdapterFactory = {
  provider: "postgres",
  adapterName: "offline",
  connectToShadowDb: nowhere,
  connect: async () => ({
    provider: "postgres",
    adapterName: "offline",
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: nowhere,
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: false }),
    dispose: async () => {},
  }),
};

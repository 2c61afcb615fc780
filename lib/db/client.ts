import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

/** The database, or a transaction on it. */
export type Db =
  | PrismaClient
  | Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

export interface Database {
  client: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

interface OpenOptions {
  url: string;
  maxConnections?: number;
  /** An idle connection of the pool broke; the pool replaces it. */
  onError?: (error: Error) => void;
}

/** Opens one pool that Prisma and hand-written statements share. Takes a `postgresql://` URL; connects lazily. */
export function openDatabase({ url, maxConnections = 10, onError = () => {} }: OpenOptions): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, connectionTimeoutMillis: 5_000 });
  pool.on("error", onError);
  pool.on("connect", (connection) => connection.on("error", onError));
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    client,
    pool,
    close: async () => {
      await client.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

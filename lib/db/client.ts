import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

/** The database, or a transaction on it. */
export type Db =
  | PrismaClient
  | Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** A statement that each connection parses and plans once, under its name. */
export interface Statement {
  name: string;
  text: string;
  /** Fails it after so many milliseconds, and lets go of the connection that did not answer. */
  query_timeout?: number;
}

/** Runs a prepared statement by itself, outside any transaction; its connection is free again with its answer. */
export type Query = <Row extends object>(statement: Statement, values: unknown[]) => Promise<Row[]>;

export interface Database {
  client: PrismaClient;
  query: Query;
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
    query: async <Row extends object>(statement: Statement, values: unknown[]) =>
      (await pool.query<Row>({ ...statement, values })).rows,
    pool,
    close: async () => {
      await client.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { TenantPool } from "./tenant-pool.ts";

/** The database as each workspace has it: nothing of any other is there, whatever is asked. */
export interface Tenants {
  /** The same client for the same workspace. */
  forWorkspace(workspaceId: string): PrismaClient;
  close(): Promise<void>;
}

interface TenantOptions {
  url: string;
  /** As `findTenantRole` gives it. */
  role: string;
  maxConnections?: number;
  onError?: (error: Error) => void;
}

// Light wrappers of one client: what is kept is kept to spare the making.
const KEPT = 1_000;

/** Opens the pool of tenants' connections and the clients on it; connects lazily. */
export function openTenants({ url, role, maxConnections = 10, onError = () => {} }: TenantOptions): Tenants {
  const pool = new TenantPool(
    { connectionString: url, max: maxConnections, connectionTimeoutMillis: 5_000 },
    role,
  );
  pool.on("error", onError);
  pool.on("connect", (connection) => connection.on("error", onError));
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  const kept = new Map<string, PrismaClient>();
  return {
    forWorkspace: (workspaceId) => {
      const known = kept.get(workspaceId);
      if (known) return known;
      const [oldest] = kept.size >= KEPT ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      const made = bind(client, pool, workspaceId);
      kept.set(workspaceId, made);
      return made;
    },
    close: async () => {
      await client.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * Prisma gathers the `findUnique` calls of one turn of the event loop and sends them together, as whoever came first: such
 * a call would run for another workspace. Everything else keeps to the call that it came from.
 */
function bind(client: PrismaClient, pool: TenantPool, workspaceId: string): PrismaClient {
  const bounds = Prisma.defineExtension({
    query: {
      $allOperations: ({ operation, args, query }) => {
        if (operation.startsWith("findUnique"))
          throw new Error(`${operation} mixes workspaces: use findFirst`);
        return pool.within(workspaceId, async () => await query(args));
      },
    },
    client: {
      // The connection of a transaction is bound at its start, and so is all that happens on it.
      $transaction: (...args: Parameters<PrismaClient["$transaction"]>) =>
        pool.within(workspaceId, () => client.$transaction(...args)),
    },
  });
  return client.$extends(bounds) as unknown as PrismaClient;
}

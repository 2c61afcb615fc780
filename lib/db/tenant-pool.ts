import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";

type Checkout = (
  error: Error | undefined,
  connection: pg.PoolClient | undefined,
  release: (error?: boolean | Error) => void,
) => void;

const BIND = "SELECT set_config('role', $1, false), set_config('mooring.workspace', $2, false)";

/**
 * A pool whose every connection is bound to one workspace before anybody gets it: it has taken on the tenants' role, and
 * the setting that the policies read says which workspace (Z-15). Outside `within` nobody gets one.
 */
export class TenantPool extends pg.Pool {
  readonly #role: string;
  readonly #workspace = new AsyncLocalStorage<string>();
  readonly #bound = new WeakMap<pg.PoolClient, string>();

  constructor(config: pg.PoolConfig, role: string) {
    super(config);
    this.#role = role;
  }

  /** Runs `work`; what it takes from this pool is bound to the workspace. */
  within<T>(workspaceId: string, work: () => T): T {
    return this.#workspace.run(workspaceId, work);
  }

  // `query` takes its connection from here too.
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Checkout): void;
  override connect(callback?: Checkout): Promise<pg.PoolClient> | undefined {
    const connection = this.#checkOut(this.#workspace.getStore());
    if (!callback) return connection;
    connection.then(
      (bound) => callback(undefined, bound, bound.release),
      (error: Error) => callback(error, undefined, () => {}),
    );
  }

  async #checkOut(workspaceId: string | undefined): Promise<pg.PoolClient> {
    if (workspaceId === undefined) throw new Error("a tenant's connection was asked for without a workspace");
    const connection = await super.connect();
    const isIdle = connection.getTransactionStatus() === "I";
    if (isIdle && this.#bound.get(connection) === workspaceId) return connection;
    try {
      // In a transaction that somebody left open, the setting would go with its end.
      if (!isIdle) throw new Error("a tenant's connection came back in the middle of a transaction");
      this.#bound.delete(connection);
      await connection.query(BIND, [this.#role, workspaceId]);
    } catch (error) {
      // Whatever it is bound to now, nobody gets it.
      connection.release(true);
      throw error;
    }
    this.#bound.set(connection, workspaceId);
    return connection;
  }
}

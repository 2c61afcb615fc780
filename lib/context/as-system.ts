import type { Context } from "./context.ts";

/**
 * The same context without the bounds of the actor's workspace: for what a platform admin looks after, and for what a person
 * has in several workspaces. Here the WHERE clause is the only wall; who may call this stands in the structure rules.
 * Ask before a transaction begins: inside one, the rest of it would happen outside. What has no bounds already stays as it is.
 */
export function asSystem(ctx: Context): Context {
  if (ctx.db === ctx.systemDb) return ctx;
  if (ctx.ending) throw new Error("a transaction cannot change whose database it is on");
  return { ...ctx, db: ctx.systemDb };
}

/** For one look beyond the workspace, also from within a transaction: it sees what others have committed, and writes nothing. */
export function lookBeyond({ ending: _, ...ctx }: Context): Context {
  return { ...ctx, db: ctx.systemDb };
}

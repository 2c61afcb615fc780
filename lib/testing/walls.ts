import type { Actor } from "#lib/core/actor.ts";
import type { Db } from "#lib/db/client.ts";
import type { Tenants } from "#lib/db/tenants.ts";

const walled = new WeakMap<object, Tenants>();

/** From now on, contexts that are made with this client for somebody of a workspace are bound to it, as a request's are. */
export function wall(db: Db, tenants: Tenants): void {
  walled.set(db, tenants);
}

/** The database as the actor has it. */
export function ownDatabase(db: Db, actor: Actor): Db {
  const tenants = walled.get(db);
  const isPerson = actor.kind === "member" || actor.kind === "api-key";
  return tenants && isPerson ? tenants.forWorkspace(actor.workspaceId) : db;
}

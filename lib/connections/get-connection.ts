import type { Context } from "#lib/context/context.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { forbidden, notFound } from "#lib/core/errors.ts";
import { accessTo, type ConnectionAccess } from "./access-rules.ts";
import type { Connection } from "./contract.ts";
import { type ConnectionRow, findConnection, findCurrentConnection } from "./repository.ts";
import { toConnection } from "./to-connection.ts";

/** One connection by its id. 404 for what the actor may not see. */
export async function getConnection(ctx: Context, { id }: { id: string }): Promise<Connection> {
  const actor = authorize(ctx.actor, "connections:read");
  return toConnection(ctx, actor, await loadConnection(ctx, actor, id));
}

/**
 * The connection that the caller's requests to an integration (id or slug) go through: the caller's own, or the shared one.
 * 404 when there is none.
 */
export async function getCurrentConnection(
  ctx: Context,
  { integration }: { integration: string },
): Promise<Connection> {
  const actor = authorize(ctx.actor, "connections:read");
  return toConnection(ctx, actor, await loadCurrentConnection(ctx, actor, integration));
}

/** The row behind `getConnection`; 404 for unknown and foreign alike, 403 when `access` is wanted and missing. */
export async function loadConnection(
  ctx: Context,
  actor: WorkspaceActor,
  id: string,
  access: keyof ConnectionAccess = "canSee",
): Promise<ConnectionRow> {
  const row = await findConnection(ctx, actor, id);
  if (!row) throw notFound("connection");
  if (!accessTo(actor, row)[access]) throw forbidden(refusals[access]);
  return row;
}

/**
 * The row that somebody signs in for again. Without two accounts to compare, nobody can tell whether that is a switch, so
 * the right to switch is wanted (F-12). 404 and 403 as `loadConnection`.
 */
export async function loadToReconnect(
  ctx: Context,
  actor: WorkspaceActor,
  id: string,
  { allowSwitch, namesAccount = true }: { allowSwitch: boolean; namesAccount?: boolean },
): Promise<ConnectionRow> {
  const row = await loadConnection(ctx, actor, id, allowSwitch ? "canSwitch" : "canManage");
  if (row.handover !== null && row.handover !== "confirm" && actor.userId !== row.ownerId)
    throw forbidden(`This connection was left to ${row.owner.name}, who has to sign in for it.`);
  const isComparable = namesAccount && row.accountId !== null;
  if (!isComparable && !accessTo(actor, row).canSwitch) throw forbidden(refusals.canSwitch);
  return row;
}

/** The row behind `getCurrentConnection`. */
export async function loadCurrentConnection(
  ctx: Context,
  actor: WorkspaceActor,
  integration: string,
): Promise<ConnectionRow> {
  const row = await findCurrentConnection(ctx, actor, integration);
  if (!row) throw notFound("connection");
  return row;
}

/** Why somebody who sees a connection may not do something with it. */
export const refusals: Record<keyof ConnectionAccess, string> = {
  canSee: "You may not see this connection.",
  canUse: "This connection is personal: only its owner may use it.",
  canWrite: "This connection is shared for reading only.",
  canManage:
    "Only the owner of this connection may do this; for a shared one, the workspace's admins too, and everybody where it is shared as “Can manage”.",
  canSwitch:
    "Only the owner of this connection, or an admin of the workspace where it is shared, may switch it to another account.",
  canShare:
    "Only the owner of this connection may share it or let others do more with it, signed in to Mooring.",
  canDisconnect: "Only the owner of this connection or an admin of the workspace may disconnect it.",
};

import { isWorkspaceAdmin, type WorkspaceActor } from "#lib/core/actor.ts";
import type { ShareLevel } from "./share-schemas.ts";

interface Owned {
  ownerId: string;
  /** Who signed in as the account that it acts as. */
  authorizedById: string;
  /** `null`: personal. */
  shareLevel: ShareLevel | null;
}

export interface ConnectionAccess {
  canSee: boolean;
  /** GET and HEAD. */
  canUse: boolean;
  /** Every method. */
  canWrite: boolean;
  /** Refresh, reconnect, rename, choose the tenant, lower the level; stop sharing what acts as its owner's own account. */
  canManage: boolean;
  /** Reconnect it as another account, whose data everybody then writes to and reads. */
  canSwitch: boolean;
  /** Share it, or raise the level. */
  canShare: boolean;
  canDisconnect: boolean;
}

/**
 * Z-02, the one rule of who may do what with a connection. A personal one is its owner's alone; those who run the
 * workspace see that it is there and may disconnect it. With a shared one the level decides what others may do, also
 * those who run the workspace, who manage it at every level. More than before is given by its owner alone, in person:
 * whoever uses it acts as the owner's account. Where somebody else signed in as that account, its owner has it from them
 * and may do with it what they left to everybody: the level holds for the owner too, and is not raised.
 */
export function accessTo(
  actor: WorkspaceActor,
  { ownerId, authorizedById, shareLevel }: Owned,
): ConnectionAccess {
  const isOwner = actor.userId === ownerId;
  const isOwn = isOwner && authorizedById === ownerId;
  const isAdmin = isWorkspaceAdmin(actor);
  const isShared = shareLevel !== null;
  return {
    canSee: isOwner || isShared || isAdmin,
    canUse: isOwn || isShared,
    canWrite: isOwn || (isShared && shareLevel !== "read"),
    canManage: isOwner || (isShared && (isAdmin || shareLevel === "manage")),
    canSwitch: isOwner || (isShared && isAdmin),
    canShare: isOwn && actor.kind === "member",
    canDisconnect: isOwner || isAdmin,
  };
}

const ranks: Record<ShareLevel, number> = { read: 1, use: 2, manage: 3 };

/** Whether others may do more after the change than before. */
export function isWidening(before: ShareLevel | null, after: ShareLevel | null): boolean {
  return rankOf(after) > rankOf(before);
}

function rankOf(level: ShareLevel | null): number {
  return level === null ? 0 : ranks[level];
}

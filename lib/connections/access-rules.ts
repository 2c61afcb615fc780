import { isWorkspaceAdmin, type WorkspaceActor } from "#lib/core/actor.ts";

interface Owned {
  ownerId: string;
  isShared: boolean;
}

export interface ConnectionAccess {
  canSee: boolean;
  canUse: boolean;
  canManage: boolean;
  canDisconnect: boolean;
}

/**
 * Z-02: a personal connection is used and managed by its owner alone; those who run the workspace see that it is
 * there and may disconnect it. A shared one is used by everybody, managed by its owner and by those who run the workspace.
 */
export function accessTo(actor: WorkspaceActor, { ownerId, isShared }: Owned): ConnectionAccess {
  const isOwner = actor.userId === ownerId;
  const isAdmin = isWorkspaceAdmin(actor);
  return {
    canSee: isOwner || isShared || isAdmin,
    canUse: isOwner || isShared,
    canManage: isOwner || (isShared && isAdmin),
    canDisconnect: isOwner || isAdmin,
  };
}
